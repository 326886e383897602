import { invalidInput } from "@plimsoll/core";
import { checkConfidence } from "../input/checks.ts";
import { tailOf } from "./forecast-record.ts";
import { type ChiSquareResult, chiSquareResult, timesLog } from "./test-result.ts";

/** How often value at risk was exceeded. */
export interface ExceptionCount {
  readonly observations: number;
  readonly exceptions: number;
  /** Of the forecasts. @defaultValue 0.99 */
  readonly confidence?: number;
}

/**
 * Proportion-of-failures test: whether exceptions are as frequent as the confidence says (Kupiec 1995, definition 20).
 *
 * LR = 2 [N ln(N/T / a) + (T-N) ln((1 - N/T) / (1-a))], chi-square with one degree of freedom, a = 1 - confidence.
 * Throws `INVALID_INPUT` for counts that aren't whole, negative, or more exceptions than observations.
 *
 * @example
 * ```ts
 * import { kupiecTest } from "@plimsoll/risk";
 *
 * // J.P. Morgan in 1998 (Jorion 2007, chapter 6)
 * const { statistic, pValue } = kupiecTest({ observations: 252, exceptions: 20, confidence: 0.95 });
 * console.log(statistic.toFixed(5), pValue.toFixed(3)); // 3.91255 0.048
 * ```
 */
export function kupiecTest({ observations, exceptions, confidence = 0.99 }: ExceptionCount): ChiSquareResult {
  checkConfidence(confidence);
  checkCounts(observations, exceptions);
  return chiSquareResult(kupiecStatistic(observations, exceptions, tailOf(confidence)), 1);
}

/** Throws `INVALID_INPUT` unless 0 <= exceptions <= observations, whole numbers, at least one observation. */
export function checkCounts(observations: number, exceptions: number): void {
  if (!Number.isInteger(observations) || observations < 1) {
    throw invalidInput("observations", `observations: expected a positive whole number, was ${observations}`);
  }
  if (!Number.isInteger(exceptions) || exceptions < 0 || exceptions > observations) {
    throw invalidInput(
      "exceptions",
      `exceptions: expected a whole number between 0 and ${observations}, was ${exceptions}`,
    );
  }
}

/** The likelihood ratio of {@link kupiecTest} for clean counts. */
export function kupiecStatistic(observations: number, exceptions: number, tail: number): number {
  const rate = exceptions / observations;
  return 2 * (timesLog(exceptions, rate / tail) + timesLog(observations - exceptions, (1 - rate) / (1 - tail)));
}

/**
 * The smallest and largest number of exceptions that {@link kupiecTest} accepts, both included.
 *
 * @example
 * ```ts
 * import { kupiecAcceptance } from "@plimsoll/risk";
 *
 * console.log(kupiecAcceptance({ observations: 255, confidence: 0.99 })); // [ 1, 6 ]
 * ```
 */
export function kupiecAcceptance({
  observations,
  confidence = 0.99,
  significance = 0.05,
}: {
  readonly observations: number;
  /** @defaultValue 0.99 */
  readonly confidence?: number;
  /** Probability of rejecting right forecasts. @defaultValue 0.05 */
  readonly significance?: number;
}): readonly [number, number] {
  checkConfidence(confidence);
  checkConfidence(significance, "significance");
  checkCounts(observations, 0);
  const accepted = (exceptions: number): boolean =>
    kupiecTest({ observations, exceptions, confidence }).pValue >= significance;
  // the likelihood ratio falls to 0 at the expected count and rises from there
  const centre = Math.min(observations, Math.max(0, Math.round(observations * tailOf(confidence))));
  let low = centre;
  let high = centre;
  while (low > 0 && accepted(low - 1)) low--;
  while (high < observations && accepted(high + 1)) high++;
  return [low, high];
}
