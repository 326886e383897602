import type { RiskMeasure } from "./measure.ts";
import { semivarianceMeasure } from "./semivariance.ts";
import type { VarianceOptions } from "./variance.ts";

/** Semideviation: sqrt(sum min(r - mean, 0)^2 / (n - ddof)), the root of the semivariance. */
export const semideviationMeasure: RiskMeasure<"semideviation", VarianceOptions> = {
  kind: "semideviation",
  value: (series, options) => Math.sqrt(semivarianceMeasure.value(series, options)),
  gradient: (series, options) => {
    const deviation = Math.sqrt(semivarianceMeasure.value(series, options));
    const gradient = semivarianceMeasure.gradient(series, options);
    if (deviation === 0) return gradient.fill(0);
    for (let i = 0; i < gradient.length; i++) gradient[i]! /= 2 * deviation;
    return gradient;
  },
  traits: () => ({ convex: true, degree: 1, shift: "nothing" }),
};
