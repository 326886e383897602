import { mean } from "../statistics/index.ts";
import { checkSeries } from "./check.ts";
import type { RiskMeasure } from "./measure.ts";

/** Mean absolute deviation: mean |r - mean|. */
export const madMeasure: RiskMeasure<"mad", object> = {
  kind: "mad",
  value: (series) => {
    checkSeries(series);
    const center = mean(series);
    let total = 0;
    for (let i = 0; i < series.length; i++) total += Math.abs(series[i]! - center);
    return total / series.length;
  },
  gradient: (series) => {
    checkSeries(series);
    const center = mean(series);
    const signs = series.map((value) => Math.sign(value - center));
    const shift = mean(signs);
    return signs.map((sign) => (sign - shift) / series.length);
  },
  traits: () => ({ convex: true, degree: 1, shift: "nothing" }),
};
