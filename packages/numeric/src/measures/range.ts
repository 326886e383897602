import type { RiskMeasure } from "./measure.ts";
import { sortedGradient, sortedSum } from "./sorted.ts";

function fill(weights: Float64Array): void {
  weights[0]! -= 1;
  weights[weights.length - 1]! += 1;
}

/** Range: the largest return less the smallest. */
export const rangeMeasure: RiskMeasure<"range", object> = {
  kind: "range",
  value: (series) => sortedSum(series, fill),
  gradient: (series) => sortedGradient(series, fill),
  traits: () => ({ convex: true, degree: 1, shift: "nothing" }),
};
