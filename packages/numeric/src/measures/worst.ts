import { checkSeries } from "./check.ts";
import type { RiskMeasure } from "./measure.ts";
import { sortedGradient } from "./sorted.ts";

function fill(weights: Float64Array): void {
  weights[0] = -1;
}

/** The largest loss: max(-r). */
export const worstMeasure: RiskMeasure<"worst", object> = {
  kind: "worst",
  value: (series) => {
    checkSeries(series);
    let lowest = Infinity;
    for (let i = 0; i < series.length; i++) lowest = Math.min(lowest, series[i]!);
    return 0 - lowest;
  },
  gradient: (series) => sortedGradient(series, fill),
  traits: () => ({ convex: true, degree: 1, shift: "subtracts" }),
};
