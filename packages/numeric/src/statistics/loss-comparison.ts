import { studentTDistribution } from "../distributions/student-t.ts";
import { autocovariances } from "./autocorrelation.ts";
import { mean } from "./mean.ts";

/** Whether the mean of a series of loss differences is zero. */
export interface LossComparison {
  readonly meanDifference: number;
  /** Of the mean difference, the small-sample factor included. */
  readonly standardError: number;
  /** Mean difference over its standard error. */
  readonly statistic: number;
  /** Two-sided, Student's t. */
  readonly pValue: number;
  readonly degreesOfFreedom: number;
}

/**
 * The Diebold-Mariano test of loss differences of forecasts `horizon` steps ahead: their mean over its standard error with
 * autocovariances up to lag `horizon` - 1 (Diebold & Mariano 1995) times the factor of Harvey, Leybourne & Newbold (1997),
 * against Student's t with n - 1 degrees of freedom.
 *
 * All numbers but the mean are NaN where the long-run variance isn't positive: equal forecasts, differences that are constant
 * up to rounding, or a horizon too long for the sample. NaN in gives NaN. Throws `RangeError` unless `horizon` is a positive
 * integer.
 *
 * @example
 * ```ts
 * import { compareLosses } from "@plimsoll/numeric";
 *
 * const { statistic, pValue } = compareLosses(Float64Array.of(-0.4, -0.5, -0.2, -0.6, -0.2, -0.9), 1);
 * console.log(statistic < 0, pValue < 0.05); // true true
 * ```
 */
export function compareLosses(differences: Float64Array, horizon: number): LossComparison {
  if (!Number.isInteger(horizon) || horizon < 1) {
    throw new RangeError(`expected a horizon of at least one whole step, was ${horizon}`);
  }
  const n = differences.length;
  const meanDifference = mean(differences);
  let variance = NaN;
  if (n > horizon) {
    const gamma = autocovariances(differences, horizon - 1);
    variance = gamma.reduce((sum, value, lag) => sum + (lag === 0 ? value : 2 * value), 0);
  }
  const largest = differences.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
  // losses that differ by a constant leave a variance of rounding errors
  if (!(variance > (1e-13 * largest) ** 2)) variance = NaN;
  const factor = Math.sqrt((n + 1 - 2 * horizon + (horizon * (horizon - 1)) / n) / n);
  const standardError = Math.sqrt(variance / n) / factor;
  const statistic = meanDifference / standardError;
  const degreesOfFreedom = n - 1;
  const pValue = Number.isNaN(statistic)
    ? NaN
    : 2 * studentTDistribution(degreesOfFreedom).survival(Math.abs(statistic));
  return { meanDifference, standardError, statistic, pValue, degreesOfFreedom };
}
