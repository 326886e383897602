import { invalidInput } from "@plimsoll/core";
import { autocorrelations } from "@plimsoll/numeric";
import { readSeries, type SeriesInput } from "../../read-series.ts";
import { readLags } from "./read-lags.ts";
import { type ChiSquareTest, chiSquareTest } from "./test-result.ts";

/** Options of {@link ljungBox}. */
export interface LjungBoxOptions {
  /** Autocorrelations tested together. @defaultValue min(10, n / 5) */
  readonly lags?: number;
  /** Whether the values or their squares are tested (McLeod & Li 1983). @defaultValue "values" */
  readonly of?: "values" | "squares";
  /** Parameters of the mean model the residuals come from, which cost degrees of freedom (p + q of an ARMA). @defaultValue 0 */
  readonly fittedParameters?: number;
}

/**
 * Whether a series has no autocorrelation up to `lags` (Ljung & Box 1978): Q = n (n + 2) sum r_k^2 / (n - k), chi-square
 * with `lags - fittedParameters` degrees of freedom.
 *
 * Of squares of standardised residuals it asks whether a volatility model has left clustering behind.
 *
 * @throws `INVALID_INPUT` for lags or fitted parameters out of range, NaN or a constant series; `NOT_ENOUGH_DATA`
 *
 * @example
 * ```ts
 * import { ljungBox } from "@plimsoll/ml";
 *
 * const waves = Array.from({ length: 100 }, (_, day) => Math.sin(day / 5));
 * console.log(ljungBox(waves, { lags: 5 }).pValue < 0.001); // true
 * ```
 */
export function ljungBox(series: SeriesInput, options: LjungBoxOptions = {}): ChiSquareTest {
  const values = readSeries(series, "series", 5);
  const n = values.length;
  const lags = readLags(options.lags ?? Math.max(1, Math.min(10, Math.floor(n / 5))), 1, n - 1);
  const { fittedParameters = 0, of = "values" } = options;
  if (!Number.isInteger(fittedParameters) || fittedParameters < 0 || fittedParameters >= lags) {
    throw invalidInput(
      "fittedParameters",
      `fittedParameters: expected a whole number from 0 to below ${lags} lags, was ${fittedParameters}`,
    );
  }
  const tested = of === "squares" ? values.map((value) => value * value) : values;
  const correlations = autocorrelations(tested, lags);
  if (Number.isNaN(correlations[0]!)) throw invalidInput("series", "series: it is constant, so nothing can correlate");
  let sum = 0;
  for (let lag = 1; lag <= lags; lag++) sum += correlations[lag]! ** 2 / (n - lag);
  return chiSquareTest(n * (n + 2) * sum, lags - fittedParameters);
}
