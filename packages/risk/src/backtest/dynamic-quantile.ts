import { PlimsollError } from "@plimsoll/core";
import { leastSquares } from "@plimsoll/numeric";
import type { ForecastRecord } from "./forecast-record.ts";
import { type ChiSquareResult, chiSquareResult } from "./test-result.ts";

/** A dynamic quantile test and what it regressed on. */
export interface DynamicQuantileResult extends ChiSquareResult {
  readonly lags: number;
}

/**
 * Whether exceptions can be foreseen from earlier ones or from the forecast itself (Engle & Manganelli 2004, definition 21).
 *
 * H = hit - a is regressed on a constant, its own `lags` past values and the forecast; the explained sum of squares over
 * a (1 - a) is chi-square with as many degrees of freedom as the regressors have independent columns (a constant forecast
 * adds none). Throws `NOT_ENOUGH_DATA` without more rows than regressors.
 */
export function dynamicQuantileTest(
  { hits, forecasts, tail, confidence }: ForecastRecord,
  lags: number,
): DynamicQuantileResult {
  const columns = lags + 2;
  const rows = hits.length - lags;
  if (rows <= columns) {
    const required = columns + lags + 1;
    throw new PlimsollError(
      "NOT_ENOUGH_DATA",
      `returns: the dynamic quantile test with ${lags} lags needs ${required} observations, there are ${hits.length}: lower dynamicQuantileLags`,
      { required, available: hits.length, argument: "returns" },
    );
  }
  const matrix = new Float64Array(rows * columns);
  const target = new Float64Array(rows);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const t = row + lags;
    target[row] = hits[t]! - tail;
    total += target[row]! ** 2;
    matrix[row * columns] = 1;
    for (let lag = 1; lag <= lags; lag++) matrix[row * columns + lag] = hits[t - lag]! - tail;
    matrix[row * columns + lags + 1] = forecasts[t]!;
  }
  const { residualSumOfSquares, rank } = leastSquares(matrix, rows, columns, target, { tolerance: 1e-9 });
  return { ...chiSquareResult((total - residualSumOfSquares) / (tail * confidence), rank), lags };
}
