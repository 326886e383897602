import { mean, variance } from "../statistics/index.ts";
import { checkDegrees, checkSeries } from "./check.ts";
import type { RiskMeasure } from "./measure.ts";

/** The divisor of a measure of squares. */
export interface VarianceOptions {
  /**
   * The divisor is n - ddof.
   * @defaultValue 1
   */
  readonly ddof?: number;
}

/** Variance: sum (r - mean)^2 / (n - ddof). */
export const varianceMeasure: RiskMeasure<"variance", VarianceOptions> = {
  kind: "variance",
  value: (series, { ddof = 1 } = {}) => {
    checkSeries(series);
    checkDegrees(series.length, ddof);
    return variance(series, { ddof });
  },
  gradient: (series, { ddof = 1 } = {}) => {
    checkSeries(series);
    checkDegrees(series.length, ddof);
    const center = mean(series);
    return series.map((value) => (2 * (value - center)) / (series.length - ddof));
  },
  traits: () => ({ convex: true, degree: 2, shift: "nothing" }),
};
