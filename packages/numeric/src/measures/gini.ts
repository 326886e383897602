import { checkSeries } from "./check.ts";
import type { RiskMeasure } from "./measure.ts";
import { sortedGradient, sortedSum } from "./sorted.ts";

function fill(weights: Float64Array): void {
  const n = weights.length;
  for (let i = 1; i <= n; i++) weights[i - 1] = (2 * (2 * i - n - 1)) / (n * (n - 1));
}

/** Gini mean difference: the mean |x_i - x_j| of two different returns = 2 / (n (n - 1)) sum (2 i - n - 1) x_(i). */
export const giniMeasure: RiskMeasure<"gini", object> = {
  kind: "gini",
  value: (series) => {
    checkSeries(series, 2);
    return sortedSum(series, fill);
  },
  gradient: (series) => {
    checkSeries(series, 2);
    return sortedGradient(series, fill);
  },
  traits: () => ({ convex: true, degree: 1, shift: "nothing" }),
};
