import { mean } from "../statistics/index.ts";
import { checkDegrees, checkSeries } from "./check.ts";
import type { RiskMeasure } from "./measure.ts";
import type { VarianceOptions } from "./variance.ts";

/**
 * Semivariance: sum min(r - mean, 0)^2 / (n - ddof), about the sample mean.
 * About a target it is `downside-variance`, another measure (definitions 15).
 */
export const semivarianceMeasure: RiskMeasure<"semivariance", VarianceOptions> = {
  kind: "semivariance",
  value: (series, { ddof = 1 } = {}) => {
    checkSeries(series);
    checkDegrees(series.length, ddof);
    const center = mean(series);
    let total = 0;
    for (let i = 0; i < series.length; i++) total += Math.min(series[i]! - center, 0) ** 2;
    return total / (series.length - ddof);
  },
  gradient: (series, { ddof = 1 } = {}) => {
    checkSeries(series);
    checkDegrees(series.length, ddof);
    const center = mean(series);
    const below = series.map((value) => Math.min(value - center, 0));
    const shift = mean(below);
    return below.map((value) => (2 * (value - shift)) / (series.length - ddof));
  },
  traits: () => ({ convex: true, degree: 2, shift: "nothing" }),
};
