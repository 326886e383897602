import { checkSeries } from "./check.ts";
import type { RiskMeasure } from "./measure.ts";
import { sortedGradient } from "./sorted.ts";

function fill(weights: Float64Array): void {
  weights[0]! -= 1;
  weights[weights.length - 1]! += 1;
}

/** Range: the largest return less the smallest. */
export const rangeMeasure: RiskMeasure<"range", object> = {
  kind: "range",
  value: (series) => {
    checkSeries(series);
    let lowest = Infinity;
    let highest = -Infinity;
    for (let i = 0; i < series.length; i++) {
      lowest = Math.min(lowest, series[i]!);
      highest = Math.max(highest, series[i]!);
    }
    return highest - lowest;
  },
  gradient: (series) => sortedGradient(series, fill),
  traits: () => ({ convex: true, degree: 1, shift: "nothing" }),
};
