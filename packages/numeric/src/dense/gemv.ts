import { requireLength } from "./shape.ts";
import { axpy, dot } from "./vector.ts";

/**
 * Matrix times vector: `out = A x`, with `A` row-major `rows` x `columns`.
 *
 * `out` must not be `x`. NaN and Infinity propagate. Throws `RangeError` on arrays that are too short.
 *
 * @example
 * ```ts
 * import { gemv } from "@plimsoll/numeric";
 *
 * console.log(gemv(Float64Array.of(1, 2, 3, 4), 2, 2, Float64Array.of(1, 1)).join(" ")); // 3 7
 * ```
 */
export function gemv(
  matrix: Float64Array,
  rows: number,
  columns: number,
  x: Float64Array,
  out: Float64Array = new Float64Array(rows),
): Float64Array {
  requireLength("matrix", matrix, rows * columns);
  requireLength("x", x, columns);
  requireLength("out", out, rows);
  for (let i = 0; i < rows; i++) out[i] = dot(matrix, x, columns, i * columns, 0);
  return out;
}

/**
 * Transposed matrix times vector: `out = A' x`, with `A` row-major `rows` x `columns` and `x` of length `rows`.
 *
 * `out` must not be `x`. NaN and Infinity propagate. Throws `RangeError` on arrays that are too short.
 *
 * @example
 * ```ts
 * import { gemvTransposed } from "@plimsoll/numeric";
 *
 * console.log(gemvTransposed(Float64Array.of(1, 2, 3, 4), 2, 2, Float64Array.of(1, 1)).join(" ")); // 4 6
 * ```
 */
export function gemvTransposed(
  matrix: Float64Array,
  rows: number,
  columns: number,
  x: Float64Array,
  out: Float64Array = new Float64Array(columns),
): Float64Array {
  requireLength("matrix", matrix, rows * columns);
  requireLength("x", x, rows);
  requireLength("out", out, columns);
  out.fill(0, 0, columns);
  for (let i = 0; i < rows; i++) axpy(x[i]!, matrix, out, columns, i * columns, 0);
  return out;
}

/**
 * Quadratic form `x' A x` of a row-major `size` x `size` matrix, without forming `A x`.
 *
 * NaN and Infinity propagate. Throws `RangeError` on arrays that are too short.
 *
 * @example
 * ```ts
 * import { quadraticForm } from "@plimsoll/numeric";
 *
 * console.log(quadraticForm(Float64Array.of(2, 1, 1, 3), 2, Float64Array.of(1, 2))); // 18
 * ```
 */
export function quadraticForm(matrix: Float64Array, size: number, x: Float64Array): number {
  requireLength("matrix", matrix, size * size);
  requireLength("x", x, size);
  let sum = 0;
  for (let i = 0; i < size; i++) {
    const weight = x[i]!;
    if (weight !== 0) sum += weight * dot(matrix, x, size, i * size, 0);
  }
  return sum;
}
