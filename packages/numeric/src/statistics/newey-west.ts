import { requireLength } from "../dense/shape.ts";
import { autocovariances } from "./autocorrelation.ts";
import { columnMeans } from "./covariance.ts";

/** How many lags a heteroskedasticity and autocorrelation consistent estimate takes in. */
export interface NeweyWestOptions {
  /**
   * Number of lags.
   * @defaultValue `floor(4 (n / 100)^(2/9))`
   */
  readonly lags?: number;
}

/**
 * The default number of lags for n observations, `floor(4 (n / 100)^(2/9))` (Newey & West 1994).
 *
 * @example
 * ```ts
 * import { neweyWestLags } from "@plimsoll/numeric";
 *
 * console.log(neweyWestLags(250)); // 4
 * ```
 */
export function neweyWestLags(count: number): number {
  return Math.floor(4 * Math.pow(count / 100, 2 / 9));
}

/**
 * Long-run variance of a series: autocovariances (over n) weighted 1 - j / (lags + 1) on both sides (Newey & West 1987).
 *
 * The standard error of the mean is the root of this over n. Never negative. NaN and Infinity give NaN, as does an empty
 * series. Throws `RangeError` when `lags` is not a non-negative integer.
 *
 * @example
 * ```ts
 * import { longRunVariance } from "@plimsoll/numeric";
 *
 * console.log(longRunVariance(Float64Array.of(1, -1, 1, -1), { lags: 1 })); // 0.25
 * ```
 */
export function longRunVariance(x: Float64Array, options: NeweyWestOptions = {}): number {
  const lags = options.lags ?? neweyWestLags(x.length);
  const gamma = autocovariances(x, lags);
  let total = gamma[0]!;
  for (let j = 1; j <= lags; j++) total += 2 * (1 - j / (lags + 1)) * gamma[j]!;
  return total < 0 ? 0 : total;
}

/**
 * Long-run covariance matrix (`columns` x `columns`) of a row-major `rows` x `columns` matrix of observations by row, or of
 * scores (regressors times residuals) with `centred: false`: Bartlett weights, divisor n (Newey & West 1987).
 *
 * Positive semidefinite. NaN propagates to the entries that use it. Throws `RangeError` on arrays that are too short and
 * when `lags` is not a non-negative integer.
 *
 * @example
 * ```ts
 * import { longRunCovariance } from "@plimsoll/numeric";
 *
 * console.log(longRunCovariance(Float64Array.of(1, -1, 1, -1), 4, 1, { lags: 1 }).join(" ")); // 0.25
 * ```
 */
export function longRunCovariance(
  matrix: Float64Array,
  rows: number,
  columns: number,
  options: NeweyWestOptions & {
    /**
     * Whether the column means are taken off first.
     * @defaultValue true
     */
    readonly centred?: boolean;
  } = {},
): Float64Array {
  requireLength("matrix", matrix, rows * columns);
  const { lags = neweyWestLags(rows), centred = true } = options;
  if (!Number.isInteger(lags) || lags < 0) {
    throw new RangeError(`expected the number of lags to be a non-negative integer, was ${lags}`);
  }
  const centre = centred ? columnMeans(matrix, rows, columns) : new Float64Array(columns);
  const out = new Float64Array(columns * columns);
  for (let lag = 0; lag <= lags; lag++) {
    const weight = (1 - lag / (lags + 1)) / rows;
    for (let t = lag; t < rows; t++) {
      for (let i = 0; i < columns; i++) {
        const now = weight * (matrix[t * columns + i]! - centre[i]!);
        for (let j = 0; j < columns; j++) {
          const product = now * (matrix[(t - lag) * columns + j]! - centre[j]!);
          out[i * columns + j]! += product;
          if (lag > 0) out[j * columns + i]! += product;
        }
      }
    }
  }
  return out;
}
