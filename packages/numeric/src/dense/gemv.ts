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
  let i = 0;
  for (; i + 1 < rows; i += 2) pairOfRows(matrix, columns, i, x, out);
  if (i < rows) out[i] = dot(matrix, x, columns, i * columns, 0);
  return out;
}

/** `out[i]` and `out[i + 1]`, each summed in the order of `dot`: x is read once for both. */
function pairOfRows(matrix: Float64Array, columns: number, i: number, x: Float64Array, out: Float64Array): void {
  const r = i * columns;
  const s = r + columns;
  let r0 = 0,
    r1 = 0,
    r2 = 0,
    r3 = 0,
    s0 = 0,
    s1 = 0,
    s2 = 0,
    s3 = 0;
  const whole = columns - (columns % 4);
  let j = 0;
  for (; j < whole; j += 4) {
    const x0 = x[j]!;
    const x1 = x[j + 1]!;
    const x2 = x[j + 2]!;
    const x3 = x[j + 3]!;
    r0 += matrix[r + j]! * x0;
    r1 += matrix[r + j + 1]! * x1;
    r2 += matrix[r + j + 2]! * x2;
    r3 += matrix[r + j + 3]! * x3;
    s0 += matrix[s + j]! * x0;
    s1 += matrix[s + j + 1]! * x1;
    s2 += matrix[s + j + 2]! * x2;
    s3 += matrix[s + j + 3]! * x3;
  }
  let rTail = 0,
    sTail = 0;
  for (; j < columns; j++) {
    rTail += matrix[r + j]! * x[j]!;
    sTail += matrix[s + j]! * x[j]!;
  }
  out[i] = r0 + r2 + (r1 + r3) + rTail;
  out[i + 1] = s0 + s2 + (s1 + s3) + sTail;
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
  let i = 0;
  for (; i + 3 < rows; i += 4) addFourRows(matrix, columns, i, x, out);
  for (; i < rows; i++) axpy(x[i]!, matrix, out, columns, i * columns, 0);
  return out;
}

/** Adds rows i to i + 3 times their entries of x: out is read and written once for all four. */
function addFourRows(matrix: Float64Array, columns: number, i: number, x: Float64Array, out: Float64Array): void {
  const x0 = x[i]!;
  const x1 = x[i + 1]!;
  const x2 = x[i + 2]!;
  const x3 = x[i + 3]!;
  const r0 = i * columns;
  const r1 = r0 + columns;
  const r2 = r1 + columns;
  const r3 = r2 + columns;
  for (let j = 0; j < columns; j++) {
    const upper = x0 * matrix[r0 + j]! + x1 * matrix[r1 + j]!;
    const lower = x2 * matrix[r2 + j]! + x3 * matrix[r3 + j]!;
    out[j]! += upper + lower;
  }
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
