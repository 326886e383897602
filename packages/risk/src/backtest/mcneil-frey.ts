import { PlimsollError, invalidInput } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import { type ForecastInput, readForecasts, readShortfallRecord, type ShortfallForecasts } from "./forecast-record.ts";
import type { TestResult } from "./test-result.ts";

/** Forecasts for {@link mcneilFreyTest}. */
export interface McNeilFreyInput extends ShortfallForecasts {
  /** Volatility forecasts that the excesses are divided by. @defaultValue 1: excesses as they are */
  readonly volatility?: ForecastInput;
  /** Bootstrap samples. @defaultValue 10000 */
  readonly draws?: number;
  readonly seed: number | string;
}

/** Whether losses beyond VaR exceed the expected shortfall on average. */
export interface McNeilFreyResult extends TestResult {
  /** Mean of (loss - ES) / volatility over the exceptions. */
  readonly meanExcess: number;
  readonly exceptions: number;
}

/**
 * Bootstrap test that losses beyond VaR average to the expected shortfall, against larger ones (McNeil & Frey 2000).
 *
 * The statistic is the t-value of the mean excess (-r - ES)/sigma over the exceptions; its law comes from resampling the
 * centred excesses (Efron & Tibshirani 1993). One-sided: a small p-value means that ES is too low. Throws `NOT_ENOUGH_DATA`
 * with fewer than two exceptions.
 *
 * @example
 * ```ts
 * import { mcneilFreyTest } from "@plimsoll/risk";
 *
 * const returns = Array.from({ length: 200 }, (_, t) => (t % 20 === 0 ? -0.04 - 0.0001 * t : 0.001));
 * const flat = (value: number) => returns.map(() => value);
 * const { pValue } = mcneilFreyTest({ returns, valueAtRisk: flat(0.02), expectedShortfall: flat(0.025), seed: 1 });
 * console.log(pValue < 0.01); // true
 * ```
 */
export function mcneilFreyTest(input: McNeilFreyInput): McNeilFreyResult {
  const { returns, hits, shortfalls, exceptions } = readShortfallRecord(input);
  const { draws = 10_000, seed } = input;
  if (!Number.isInteger(draws) || draws < 1) {
    throw invalidInput("draws", `draws: expected a positive whole number, was ${draws}`);
  }
  const volatility =
    input.volatility === undefined ? null : readForecasts(input.volatility, returns.length, "volatility");
  if (volatility?.some((value) => value <= 0) === true) {
    throw invalidInput("volatility", "volatility: expected positive numbers");
  }
  if (exceptions < 2) {
    throw new PlimsollError(
      "NOT_ENOUGH_DATA",
      `returns: the test needs at least 2 exceptions of VaR, there are ${exceptions}`,
      { required: 2, available: exceptions, argument: "returns" },
    );
  }
  const excesses = new Float64Array(exceptions);
  for (let t = 0, at = 0; t < returns.length; t++) {
    if (hits[t] === 1) excesses[at++] = (-returns[t]! - shortfalls[t]!) / (volatility?.[t] ?? 1);
  }
  const meanExcess = excesses.reduce((sum, value) => sum + value, 0) / exceptions;
  const statistic = tValue(excesses);
  const centred = excesses.map((value) => value - meanExcess);
  const stream = RandomStream.of(seed);
  const sample = new Float64Array(exceptions);
  let atLeast = 0;
  for (let draw = 0; draw < draws; draw++) {
    for (let i = 0; i < exceptions; i++) sample[i] = centred[stream.integer(exceptions)]!;
    if (tValue(sample) >= statistic) atLeast++;
  }
  return { statistic, pValue: (1 + atLeast) / (1 + draws), meanExcess, exceptions };
}

/** Mean over its standard error; infinite with the sign of the mean where all values are equal. */
function tValue(values: Float64Array): number {
  const n = values.length;
  let total = 0;
  for (const value of values) total += value;
  const centre = total / n;
  let squares = 0;
  for (const value of values) squares += (value - centre) ** 2;
  if (centre === 0) return 0;
  return centre / Math.sqrt(squares / (n - 1) / n);
}
