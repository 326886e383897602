import type { RiskMeasure } from "./measure.ts";
import { type VarianceOptions, varianceMeasure } from "./variance.ts";

/** Standard deviation: the root of the variance (ddof 1 unless stated). */
export const standardDeviationMeasure: RiskMeasure<"standard-deviation", VarianceOptions> = {
  kind: "standard-deviation",
  value: (series, options) => Math.sqrt(varianceMeasure.value(series, options)),
  gradient: (series, options) => {
    const deviation = Math.sqrt(varianceMeasure.value(series, options));
    const gradient = varianceMeasure.gradient(series, options);
    // a constant series: zero is a subgradient
    if (deviation === 0) return gradient.fill(0);
    for (let i = 0; i < gradient.length; i++) gradient[i]! /= 2 * deviation;
    return gradient;
  },
  traits: () => ({ convex: true, degree: 1, shift: "nothing" }),
};
