import { affine, type ConicModel } from "./conic-model.ts";
import type { ConicRisk } from "./conic-risk.ts";

/** sum p_i ln p_i, p = w / budget: p ln p <= t is (-t, p, 1) in the exponential cone. */
export function conicNegativeEntropy(model: ConicModel, budget: number): ConicRisk {
  const first = model.variables(model.weights);
  const terms = Array.from({ length: model.weights }, (_, i): [number, number] => {
    model.exponential(affine(0, [first + i, -1]), affine(0, [i, 1 / budget]), affine(1));
    return [first + i, 1];
  });
  return { shape: "linear", value: affine(0, ...terms) };
}
