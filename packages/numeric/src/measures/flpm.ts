import { checkSeries } from "./check.ts";
import type { RiskMeasure } from "./measure.ts";
import { checkTarget, type TargetOptions } from "./target.ts";

/** First lower partial moment: mean max(target - r, 0). */
export const flpmMeasure: RiskMeasure<"flpm", TargetOptions> = {
  kind: "flpm",
  value: (series, { target = 0 } = {}) => {
    checkSeries(series);
    checkTarget(target);
    let total = 0;
    for (let i = 0; i < series.length; i++) total += Math.max(target - series[i]!, 0);
    return total / series.length;
  },
  gradient: (series, { target = 0 } = {}) => {
    checkSeries(series);
    checkTarget(target);
    return series.map((value) => (value < target ? -1 / series.length : 0));
  },
  traits: ({ target = 0 } = {}) => ({ convex: true, degree: target === 0 ? 1 : null, shift: "other" }),
};
