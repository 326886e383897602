import { checkDegrees, checkSeries } from "./check.ts";
import type { RiskMeasure } from "./measure.ts";
import { checkTarget, type TargetOptions } from "./target.ts";
import type { VarianceOptions } from "./variance.ts";

/** Downside variance: sum max(target - r, 0)^2 / (n - ddof), about a target; `slpm` is its root. */
export const downsideVarianceMeasure: RiskMeasure<"downside-variance", TargetOptions & VarianceOptions> = {
  kind: "downside-variance",
  value: (series, { target = 0, ddof = 1 } = {}) => {
    checkSeries(series);
    checkDegrees(series.length, ddof);
    checkTarget(target);
    let total = 0;
    for (let i = 0; i < series.length; i++) total += Math.max(target - series[i]!, 0) ** 2;
    return total / (series.length - ddof);
  },
  gradient: (series, { target = 0, ddof = 1 } = {}) => {
    checkSeries(series);
    checkDegrees(series.length, ddof);
    checkTarget(target);
    return series.map((value) => (-2 * Math.max(target - value, 0)) / (series.length - ddof));
  },
  traits: ({ target = 0 } = {}) => ({ convex: true, degree: target === 0 ? 2 : null, shift: "other" }),
};
