import { requireLength } from "./shape.ts";
import { solveLower, solveLowerTransposed } from "./triangular.ts";
import { dot } from "./vector.ts";

/**
 * Cholesky factor of a symmetric positive definite matrix: `A = L L'`, `L` lower triangular with a positive diagonal.
 *
 * Only the lower triangle of `matrix` (row-major `size` x `size`) is read; `out` may be `matrix`; the strict upper
 * triangle of `out` is set to 0. Returns how many leading rows were factored: `size` means that the matrix is
 * numerically positive definite; anything less is the index of the first pivot that is not positive (NaN included),
 * and only that many rows of `out` are meaningful. Throws `RangeError` on arrays that are too short.
 *
 * @example
 * ```ts
 * import { choleskyFactor } from "@plimsoll/numeric";
 *
 * const lower = new Float64Array(4);
 * console.log(choleskyFactor(Float64Array.of(4, 2, 2, 5), 2, lower), lower.join(" ")); // 2 2 0 1 2
 * console.log(choleskyFactor(Float64Array.of(1, 2, 2, 1), 2, lower)); // 1
 * ```
 */
export function choleskyFactor(matrix: Float64Array, size: number, out: Float64Array): number {
  requireLength("matrix", matrix, size * size);
  requireLength("out", out, size * size);
  for (let i = 0; i < size; i++) {
    const row = i * size;
    for (let j = 0; j < i; j++) {
      out[row + j] = (matrix[row + j]! - dot(out, out, j, row, j * size)) / out[j * size + j]!;
    }
    const pivot = matrix[row + i]! - dot(out, out, i, row, row);
    if (!(pivot > 0)) return i;
    out[row + i] = Math.sqrt(pivot);
  }
  for (let i = 0; i < size; i++) out.fill(0, i * size + i + 1, (i + 1) * size);
  return size;
}

/**
 * Solves `A x = b` from the Cholesky factor of `A`.
 *
 * `out` may be `b`. NaN propagates. Throws `RangeError` on arrays that are too short.
 *
 * @example
 * ```ts
 * import { choleskySolve } from "@plimsoll/numeric";
 *
 * const lower = Float64Array.of(2, 0, 1, 2); // of 4 2 / 2 5
 * console.log(choleskySolve(lower, 2, Float64Array.of(8, 12)).join(" ")); // 1 2
 * ```
 */
export function choleskySolve(
  lower: Float64Array,
  size: number,
  b: Float64Array,
  out: Float64Array = new Float64Array(size),
): Float64Array {
  solveLower(lower, size, b, out);
  return solveLowerTransposed(lower, size, out, out);
}

/**
 * Natural logarithm of the determinant of `A` from its Cholesky factor: `2 sum ln L_ii`.
 *
 * @example
 * ```ts
 * import { choleskyLogDeterminant } from "@plimsoll/numeric";
 *
 * console.log(choleskyLogDeterminant(Float64Array.of(2, 0, 1, 2), 2).toFixed(6)); // 2.772589
 * ```
 */
export function choleskyLogDeterminant(lower: Float64Array, size: number): number {
  requireLength("lower", lower, size * size);
  let sum = 0;
  for (let i = 0; i < size; i++) sum += Math.log(lower[i * size + i]!);
  return 2 * sum;
}
