import { requireLength } from "./shape.ts";
import { axpy, dot } from "./vector.ts";

/**
 * Solves `L x = b` for a lower triangular `L`, row-major with rows `stride` apart; only its lower triangle is read.
 *
 * `out` may be `b`. A zero on the diagonal gives Infinity or NaN, as IEEE division does; NaN propagates.
 * Throws `RangeError` on arrays that are too short.
 *
 * @example
 * ```ts
 * import { solveLower } from "@plimsoll/numeric";
 *
 * console.log(solveLower(Float64Array.of(2, 0, 1, 4), 2, Float64Array.of(2, 9)).join(" ")); // 1 2
 * ```
 */
export function solveLower(
  lower: Float64Array,
  size: number,
  b: Float64Array,
  out: Float64Array = new Float64Array(size),
  stride: number = size,
): Float64Array {
  requireTriangle(lower, size, b, out, stride);
  for (let i = 0; i < size; i++) out[i] = (b[i]! - dot(lower, out, i, i * stride, 0)) / lower[i * stride + i]!;
  return out;
}

/**
 * Solves `L' x = b` for a lower triangular `L`, row-major with rows `stride` apart; only its lower triangle is read.
 *
 * `out` may be `b`. A zero on the diagonal gives Infinity or NaN; NaN propagates. Throws `RangeError` on arrays that
 * are too short.
 *
 * @example
 * ```ts
 * import { solveLowerTransposed } from "@plimsoll/numeric";
 *
 * console.log(solveLowerTransposed(Float64Array.of(2, 0, 1, 4), 2, Float64Array.of(4, 8)).join(" ")); // 1 2
 * ```
 */
export function solveLowerTransposed(
  lower: Float64Array,
  size: number,
  b: Float64Array,
  out: Float64Array = new Float64Array(size),
  stride: number = size,
): Float64Array {
  requireTriangle(lower, size, b, out, stride);
  if (out !== b) out.set(b.subarray(0, size));
  for (let i = size - 1; i >= 0; i--) {
    const value = out[i]! / lower[i * stride + i]!;
    out[i] = value;
    axpy(-value, lower, out, i, i * stride, 0);
  }
  return out;
}

/**
 * Solves `U x = b` for an upper triangular `U`, row-major with rows `stride` apart; only its upper triangle is read.
 *
 * `out` may be `b`. A zero on the diagonal gives Infinity or NaN; NaN propagates. Throws `RangeError` on arrays that
 * are too short.
 *
 * @example
 * ```ts
 * import { solveUpper } from "@plimsoll/numeric";
 *
 * console.log(solveUpper(Float64Array.of(2, 1, 0, 4), 2, Float64Array.of(4, 8)).join(" ")); // 1 2
 * ```
 */
export function solveUpper(
  upper: Float64Array,
  size: number,
  b: Float64Array,
  out: Float64Array = new Float64Array(size),
  stride: number = size,
): Float64Array {
  requireTriangle(upper, size, b, out, stride);
  for (let i = size - 1; i >= 0; i--) {
    const rest = dot(upper, out, size - i - 1, i * stride + i + 1, i + 1);
    out[i] = (b[i]! - rest) / upper[i * stride + i]!;
  }
  return out;
}

function requireTriangle(matrix: Float64Array, size: number, b: Float64Array, out: Float64Array, stride: number): void {
  requireLength("the triangle", matrix, size === 0 ? 0 : (size - 1) * stride + size);
  requireLength("b", b, size);
  requireLength("out", out, size);
}
