import type { Scenarios } from "../../problem/context.ts";
import type { DrawdownGauge } from "../../risks/risk-shape.ts";
import { type Affine, affine, type ConicModel, scaledAffine, sumOf } from "./conic-model.ts";
import type { ConicRisk } from "./conic-risk.ts";
import { entropicBound } from "./entropic.ts";
import { pricesOf, returnUnit, scenarioLosses } from "./scenario-losses.ts";
import { conicTail } from "./tails.ts";

/**
 * A measure of drawdowns, by the chain D_t >= D_(t-1) + loss_t, D_t >= 0 (Chekhlov, Uryasev & Zabarankin 2005), which
 * keeps one scenario a row; the duals of the chain are the prices of losses.
 */
export function conicDrawdowns(model: ConicModel, scenarios: Scenarios, gauge: DrawdownGauge): ConicRisk {
  const unit = returnUnit(scenarios);
  const count = scenarios.rows;
  const first = model.variables(count);
  const chain = scenarioLosses(scenarios, unit).map((loss, t) => {
    model.nonnegative(affine(0, [first + t, 1]));
    const step: [number, number][] =
      t === 0
        ? [[first, 1]]
        : [
            [first + t, 1],
            [first + t - 1, -1],
          ];
    return model.nonnegative(sumOf(affine(0, ...step), scaledAffine(loss, -1)));
  });
  const drawdowns = Array.from({ length: count }, (_, t) => affine(0, [first + t, 1]));
  if (gauge.kind === "root-mean-square") {
    const scale = unit / Math.sqrt(count);
    const parts = drawdowns.map((drawdown) => scaledAffine(drawdown, scale));
    return {
      shape: "norm",
      parts,
      squared: false,
      proof: (duals, _weights, price) => ({ prices: pricesOf(duals, chain, price * unit) }),
    };
  }
  return {
    shape: "linear",
    value: scaledAffine(valueOf(model, drawdowns, gauge), unit),
    proof: (duals, _weights, price) => ({ prices: pricesOf(duals, chain, price * unit) }),
  };
}

function valueOf(
  model: ConicModel,
  drawdowns: readonly Affine[],
  gauge: Exclude<DrawdownGauge, { readonly kind: "root-mean-square" }>,
): Affine {
  switch (gauge.kind) {
    case "average":
      return scaledAffine(sumOf(...drawdowns), 1 / drawdowns.length);
    case "tail":
      return conicTail(model, drawdowns, 1 / Math.max(1, gauge.count), 1).value;
    case "entropic":
      return entropicBound(model, drawdowns, gauge.tail).value;
  }
}
