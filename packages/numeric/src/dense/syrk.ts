import { requireLength } from "./shape.ts";

/**
 * Symmetric product `out = A' A` (`columns` x `columns`, both triangles filled) of a row-major `rows` x `columns` matrix.
 *
 * With rows as periods and columns as assets this is the cross-product behind every covariance. `out` must not be
 * `matrix`. NaN and Infinity propagate. Throws `RangeError` on arrays that are too short.
 *
 * @example
 * ```ts
 * import { syrk } from "@plimsoll/numeric";
 *
 * console.log(syrk(Float64Array.of(1, 2, 3, 4), 2, 2).join(" ")); // 10 14 14 20
 * ```
 */
export function syrk(
  matrix: Float64Array,
  rows: number,
  columns: number,
  out: Float64Array = new Float64Array(columns * columns),
): Float64Array {
  requireLength("matrix", matrix, rows * columns);
  requireLength("out", out, columns * columns);
  out.fill(0, 0, columns * columns);
  for (let t = 0; t < rows; t++) {
    const row = t * columns;
    for (let i = 0; i < columns; i++) {
      const factor = matrix[row + i]!;
      for (let j = 0; j <= i; j++) out[i * columns + j]! += factor * matrix[row + j]!;
    }
  }
  mirrorLower(out, columns);
  return out;
}

/** Copies the lower triangle of a square matrix onto the upper one. */
export function mirrorLower(matrix: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) matrix[j * size + i] = matrix[i * size + j]!;
  }
}
