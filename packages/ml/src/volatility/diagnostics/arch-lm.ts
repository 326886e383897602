import { invalidInput } from "@plimsoll/core";
import { linearRegression, variance } from "@plimsoll/numeric";
import { readSeries, type SeriesInput } from "../../read-series.ts";
import { readLags } from "./read-lags.ts";
import { type ChiSquareTest, chiSquareTest } from "./test-result.ts";

/**
 * Engle's Lagrange-multiplier test (1982) of no ARCH up to `lags`: squared residuals on their own lags, T x R^2 with
 * T = n - `lags` rows, chi-square with `lags` degrees of freedom.
 *
 * `residuals` are used as they are: take off the mean first, or pass standardised residuals.
 *
 * @throws `INVALID_INPUT` for lags out of range, NaN or squares that don't vary; `NOT_ENOUGH_DATA`
 *
 * @example
 * ```ts
 * import { archLm } from "@plimsoll/ml";
 *
 * const clustered = Array.from({ length: 200 }, (_, day) => Math.sin(day * 12.9898) * (day < 100 ? 1 : 5));
 * console.log(archLm(clustered, { lags: 2 }).pValue < 0.001); // true
 * ```
 */
export function archLm(
  residuals: SeriesInput,
  options: {
    /** @defaultValue 5 */
    readonly lags?: number;
  } = {},
): ChiSquareTest {
  const values = readSeries(residuals, "residuals", 10);
  const lags = readLags(options.lags ?? 5, 1, Math.floor((values.length - 3) / 2));
  const squares = values.map((value) => value * value);
  const rows = values.length - lags;
  const regressors = new Float64Array(rows * (lags + 1));
  for (let t = 0; t < rows; t++) {
    regressors[t * (lags + 1)] = 1;
    for (let lag = 1; lag <= lags; lag++) regressors[t * (lags + 1) + lag] = squares[t + lags - lag]!;
  }
  const response = squares.subarray(lags);
  const total = variance(response, { ddof: 0 }) * rows;
  if (!(total > 0)) throw invalidInput("residuals", "residuals: their squares do not vary, so nothing can cluster");
  const { residualSumOfSquares } = linearRegression(regressors, rows, lags + 1, response);
  return chiSquareTest(rows * (1 - residualSumOfSquares / total), lags);
}
