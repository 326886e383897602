import { gemvTransposed } from "../dense/gemv.ts";
import { requireLength } from "../dense/shape.ts";
import { syrk } from "../dense/syrk.ts";
import { mean } from "./mean.ts";
import type { MomentOptions } from "./moments.ts";

/**
 * Covariance of two series of the same length, over n - ddof.
 *
 * NaN and Infinity give NaN, as do fewer than two values with the default `ddof`. Throws `RangeError` when the lengths
 * differ.
 *
 * @example
 * ```ts
 * import { covariance } from "@plimsoll/numeric";
 *
 * console.log(covariance(Float64Array.of(1, 2, 3), Float64Array.of(2, 4, 6))); // 2
 * ```
 */
export function covariance(x: Float64Array, y: Float64Array, options: { readonly ddof?: number } = {}): number {
  requireSameLength(x, y);
  const n = x.length;
  const centreX = mean(x);
  const centreY = mean(y);
  let products = 0;
  for (let i = 0; i < n; i++) products += (x[i]! - centreX) * (y[i]! - centreY);
  const divisor = n - (options.ddof ?? 1);
  return divisor > 0 ? products / divisor : Number.NaN;
}

/**
 * Pearson correlation of two series, between -1 and 1.
 *
 * NaN and Infinity give NaN, as does a constant series. Throws `RangeError` when the lengths differ.
 *
 * @example
 * ```ts
 * import { correlation } from "@plimsoll/numeric";
 *
 * console.log(correlation(Float64Array.of(1, 2, 3), Float64Array.of(-1, -2, -3))); // -1
 * ```
 */
export function correlation(x: Float64Array, y: Float64Array): number {
  requireSameLength(x, y);
  const centreX = mean(x);
  const centreY = mean(y);
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < x.length; i++) {
    const a = x[i]! - centreX;
    const b = y[i]! - centreY;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  return ratioOf(xy, xx, yy);
}

/**
 * Means of the columns of a row-major `rows` x `columns` matrix, weighted by row if `weights` is given.
 *
 * NaN propagates within its column. Throws `RangeError` on arrays that are too short.
 *
 * @example
 * ```ts
 * import { columnMeans } from "@plimsoll/numeric";
 *
 * console.log(columnMeans(Float64Array.of(1, 2, 3, 6), 2, 2).join(" ")); // 2 4
 * ```
 */
export function columnMeans(
  matrix: Float64Array,
  rows: number,
  columns: number,
  weights?: Float64Array,
  out: Float64Array = new Float64Array(columns),
): Float64Array {
  requireLength("matrix", matrix, rows * columns);
  requireLength("out", out, columns);
  if (weights !== undefined) requireLength("weights", weights, rows);
  const mass = weights === undefined ? rows : weights.subarray(0, rows).reduce((sum, weight) => sum + weight, 0);
  gemvTransposed(matrix, rows, columns, weights ?? new Float64Array(rows).fill(1), out);
  for (let j = 0; j < columns; j++) out[j]! /= mass;
  return out;
}

/**
 * Covariance matrix (`columns` x `columns`) of a row-major `rows` x `columns` matrix of observations by row.
 *
 * Two passes: the columns are centred, then multiplied by the blocked kernel. NaN in a column makes its row and column of
 * the answer NaN; too few rows for `ddof` make all of it NaN. With `weights` (one a row) the divisor is that of
 * {@link MomentOptions}. Throws `RangeError` on arrays that are too short.
 *
 * @example
 * ```ts
 * import { covarianceMatrix } from "@plimsoll/numeric";
 *
 * console.log(covarianceMatrix(Float64Array.of(1, 2, 2, 4, 3, 6), 3, 2).join(" ")); // 1 2 2 4
 * ```
 */
export function covarianceMatrix(
  matrix: Float64Array,
  rows: number,
  columns: number,
  options: MomentOptions = {},
  out: Float64Array = new Float64Array(columns * columns),
): Float64Array {
  const { ddof = 1, weights } = options;
  const centre = columnMeans(matrix, rows, columns, weights);
  const centred = new Float64Array(rows * columns);
  let mass = 0;
  let massSquared = 0;
  for (let t = 0; t < rows; t++) {
    const weight = weights === undefined ? 1 : weights[t]!;
    const root = Math.sqrt(weight);
    mass += weight;
    massSquared += weight * weight;
    for (let j = 0; j < columns; j++) centred[t * columns + j] = root * (matrix[t * columns + j]! - centre[j]!);
  }
  syrk(centred, rows, columns, out);
  const divisor = mass - (ddof * massSquared) / mass;
  for (let i = 0; i < columns * columns; i++) out[i] = divisor > 0 ? out[i]! / divisor : Number.NaN;
  return out;
}

/**
 * Correlation matrix of a covariance matrix: `C_ij / sqrt(C_ii C_jj)`, with ones on the diagonal.
 *
 * A variance of 0 (or NaN) makes its row and column NaN. `out` may be `covariances`.
 *
 * @example
 * ```ts
 * import { correlationOf } from "@plimsoll/numeric";
 *
 * console.log(correlationOf(Float64Array.of(4, 3, 3, 9), 2).join(" ")); // 1 0.5 0.5 1
 * ```
 */
export function correlationOf(
  covariances: Float64Array,
  size: number,
  out: Float64Array = new Float64Array(size * size),
): Float64Array {
  requireLength("covariances", covariances, size * size);
  requireLength("out", out, size * size);
  const variances = Float64Array.from({ length: size }, (_, i) => covariances[i * size + i]!);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const ratio = ratioOf(covariances[i * size + j]!, variances[i]!, variances[j]!);
      out[i * size + j] = i === j && ratio > 0 ? 1 : ratio;
    }
  }
  return out;
}

/**
 * Correlation matrix of a row-major `rows` x `columns` matrix of observations by row.
 *
 * NaN policy of {@link covarianceMatrix}; a constant column gives NaN.
 *
 * @example
 * ```ts
 * import { correlationMatrix } from "@plimsoll/numeric";
 *
 * console.log(correlationMatrix(Float64Array.of(1, 3, 2, 2, 3, 1), 3, 2).join(" ")); // 1 -1 -1 1
 * ```
 */
export function correlationMatrix(
  matrix: Float64Array,
  rows: number,
  columns: number,
  out: Float64Array = new Float64Array(columns * columns),
): Float64Array {
  return correlationOf(covarianceMatrix(matrix, rows, columns, {}, out), columns, out);
}

/** xy / sqrt(xx yy), which rounding may put a hair outside -1..1. */
function ratioOf(xy: number, xx: number, yy: number): number {
  const product = xx * yy;
  // one root of the product is exact for proportional series; two roots neither overflow nor underflow
  const scale = product > 1e-290 && product < 1e290 ? Math.sqrt(product) : Math.sqrt(xx) * Math.sqrt(yy);
  const ratio = xy / scale;
  return ratio > 1 ? 1 : ratio < -1 ? -1 : ratio;
}

function requireSameLength(x: Float64Array, y: Float64Array): void {
  if (x.length !== y.length) {
    throw new RangeError(`expected two series of one length, they hold ${x.length} and ${y.length} values`);
  }
}
