import type { Scenarios } from "../../problem/context.ts";
import type { Json } from "../../problem/normalize.ts";
import type { TailSpec, TailsProof } from "../../risks/tail-spec.ts";
import { type Affine, affine, type ConicModel, type RowName, scaledAffine, sumOf } from "./conic-model.ts";
import type { ConicRisk } from "./conic-risk.ts";
import { pricesOf, returnUnit, scenarioLosses } from "./scenario-losses.ts";

/** Shares below this are those of scenarios outside the tail. */
const smallest = 1e-13;

/**
 * A sum of tails as the least of total x level + upper x sum of excesses over it (Rockafellar & Uryasev 2002); the duals
 * of the excesses are the scenarios' weights.
 */
export function conicTails(model: ConicModel, scenarios: Scenarios, tails: readonly TailSpec[]): ConicRisk {
  const unit = returnUnit(scenarios);
  const built = tails.map(({ sign, centre, target, upper, total }) => {
    const losses = scenarioLosses(scenarios, unit, target, sign, centre);
    return { upper, ...conicTail(model, losses, upper, total) };
  });
  return {
    shape: "linear",
    value: scaledAffine(sumOf(...built.map(({ value }) => value)), unit),
    proof(duals, weights, price): Json {
      const proof: TailsProof = {
        at: Array.from(weights),
        tails: built.map(({ rows, upper }) => {
          const prices = pricesOf(duals, rows, price * unit);
          const listed = prices.map((_, t) => t).filter((t) => prices[t]! > smallest * upper);
          // no loss is above the threshold: every scenario that counts is listed
          return { threshold: Number.MAX_VALUE, scenarios: listed, shares: listed.map((t) => prices[t]! / upper) };
        }),
      };
      return proof as unknown as Json;
    },
  };
}

/** The largest sum p_t loss_t over 0 <= p <= upper, sum p = total where given, as a value and the rows whose duals p are. */
export function conicTail(
  model: ConicModel,
  losses: readonly Affine[],
  upper: number,
  total: number | undefined,
): { readonly value: Affine; readonly rows: readonly RowName[] } {
  const level = total === undefined ? -1 : model.variables();
  const parts: Affine[] = level < 0 ? [] : [affine(0, [level, total!])];
  // one scenario alone may have all the weight: then no loss is above the level
  const excess = total !== undefined && total <= upper ? -1 : model.variables(losses.length);
  const rows = losses.map((loss, t) => {
    const bound: [number, number][] = level < 0 ? [] : [[level, 1]];
    if (excess >= 0) {
      bound.push([excess + t, 1]);
      model.nonnegative(affine(0, [excess + t, 1]));
      parts.push(affine(0, [excess + t, upper]));
    }
    return model.nonnegative(sumOf(affine(0, ...bound), scaledAffine(loss, -1)));
  });
  return { value: sumOf(...parts), rows };
}
