import { PlimsollError, invalidInput } from "@plimsoll/core";
import { compareLosses } from "@plimsoll/numeric";
import { type ForecastInput, readForecasts } from "./forecast-record.ts";
import type { TestResult } from "./test-result.ts";

/** Which of two forecasts loses less. */
export interface DieboldMarianoResult extends TestResult {
  /** Mean of the first losses minus the second: negative when the first forecast is better. */
  readonly meanDifference: number;
  readonly degreesOfFreedom: number;
}

/**
 * Whether two forecasts have the same expected loss (Diebold & Mariano 1995, definition 25).
 *
 * The mean loss difference over its standard error with autocovariances up to lag `horizon` - 1, times the small-sample factor
 * of Harvey, Leybourne & Newbold (1997), two-sided against Student's t with n - 1 degrees of freedom. Throws `INVALID_INPUT` for
 * lengths that differ or NaN, `NOT_ENOUGH_DATA` where the variance of the differences isn't positive (equal forecasts, or a
 * horizon too long for the sample).
 *
 * @example
 * ```ts
 * import { dieboldMariano } from "@plimsoll/risk";
 *
 * const { statistic, pValue } = dieboldMariano([1, 2, 1.5, 2.5, 1, 2], [1.4, 2.5, 1.7, 3.1, 1.2, 2.9]);
 * console.log(statistic < 0, pValue < 0.05); // true true
 * ```
 */
export function dieboldMariano(
  firstLosses: ForecastInput,
  secondLosses: ForecastInput,
  options: {
    /** Steps ahead of the forecasts. @defaultValue 1 */
    readonly horizon?: number;
  } = {},
): DieboldMarianoResult {
  const { horizon = 1 } = options;
  const n = firstLosses.length;
  if (!Number.isInteger(horizon) || horizon < 1) {
    throw invalidInput("horizon", `horizon: expected a positive whole number, was ${horizon}`);
  }
  const first = readForecasts(firstLosses, n, "firstLosses");
  const second = readForecasts(secondLosses, n, "secondLosses");
  const differences = first.map((value, t) => value - second[t]!);
  const { statistic, pValue, meanDifference, degreesOfFreedom } = compareLosses(differences, horizon);
  if (Number.isNaN(statistic)) {
    throw new PlimsollError(
      "NOT_ENOUGH_DATA",
      `firstLosses: the long-run variance of ${n} loss differences at horizon ${horizon} is not positive: are the forecasts the same?`,
      { required: horizon + 1, available: n, argument: "firstLosses" },
    );
  }
  return { statistic, pValue, meanDifference, degreesOfFreedom };
}
