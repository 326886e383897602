import { downsideVarianceMeasure } from "./downside-variance.ts";
import type { RiskMeasure } from "./measure.ts";
import type { TargetOptions } from "./target.ts";
import type { VarianceOptions } from "./variance.ts";

/** Second lower partial moment, as a deviation: sqrt(sum max(target - r, 0)^2 / (n - ddof)). */
export const slpmMeasure: RiskMeasure<"slpm", TargetOptions & VarianceOptions> = {
  kind: "slpm",
  value: (series, options) => Math.sqrt(downsideVarianceMeasure.value(series, options)),
  gradient: (series, options) => {
    const deviation = Math.sqrt(downsideVarianceMeasure.value(series, options));
    const gradient = downsideVarianceMeasure.gradient(series, options);
    if (deviation === 0) return gradient.fill(0);
    for (let i = 0; i < gradient.length; i++) gradient[i]! /= 2 * deviation;
    return gradient;
  },
  traits: ({ target = 0 } = {}) => ({ convex: true, degree: target === 0 ? 1 : null, shift: "other" }),
};
