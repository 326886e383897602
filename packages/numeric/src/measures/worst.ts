import type { RiskMeasure } from "./measure.ts";
import { sortedGradient, sortedSum } from "./sorted.ts";

function fill(weights: Float64Array): void {
  weights[0] = -1;
}

/** The largest loss: max(-r). */
export const worstMeasure: RiskMeasure<"worst", object> = {
  kind: "worst",
  value: (series) => sortedSum(series, fill),
  gradient: (series) => sortedGradient(series, fill),
  traits: () => ({ convex: true, degree: 1, shift: "subtracts" }),
};
