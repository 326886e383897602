import type { Scenarios } from "../../problem/context.ts";
import { type Affine, affine, type ConicModel, type RowName, scaledAffine, sumOf } from "./conic-model.ts";
import type { ConicRisk } from "./conic-risk.ts";
import { pricesOf, returnUnit, scenarioLosses } from "./scenario-losses.ts";
import { conicTail } from "./tails.ts";

/** EVaR of the scenarios; minus the duals of the exponents are their probabilities. */
export function conicEntropic(model: ConicModel, scenarios: Scenarios, tail: number): ConicRisk {
  const unit = returnUnit(scenarios);
  const { value, rows, sign } = entropicBound(model, scenarioLosses(scenarios, unit), tail);
  return {
    shape: "linear",
    value: scaledAffine(value, unit),
    proof: (duals, _weights, price) => ({ prices: pricesOf(duals, rows, sign * price * unit) }),
  };
}

/**
 * The least level - t ln(tail x count) with sum t exp((loss - level) / t) <= t, t >= 0 (Ahmadi-Javid 2012, Cajas 2021);
 * the largest loss where the tail holds one scenario at most. Duals of `rows`, times `sign`, are weights of losses.
 */
export function entropicBound(
  model: ConicModel,
  losses: readonly Affine[],
  tail: number,
): { readonly value: Affine; readonly rows: readonly RowName[]; readonly sign: 1 | -1 } {
  const count = losses.length;
  if (tail * count <= 1) return { ...conicTail(model, losses, 1, 1), sign: 1 };
  const level = model.variables();
  const scale = model.variables();
  const exponentials = model.variables(count);
  const rows = losses.map((loss, t) =>
    model.exponential(sumOf(loss, affine(0, [level, -1])), affine(0, [scale, 1]), affine(0, [exponentials + t, 1])),
  );
  const parts = losses.map((_, t): [number, number] => [exponentials + t, -1]);
  model.nonnegative(affine(0, [scale, 1], ...parts));
  return { value: affine(0, [level, 1], [scale, -Math.log(tail * count)]), rows, sign: -1 };
}
