import { requireLength } from "./shape.ts";

/**
 * Transposes a row-major `rows` x `columns` matrix into a row-major `columns` x `rows` one.
 *
 * `out` must not be `matrix`. NaN is copied. Throws `RangeError` on arrays that are too short.
 *
 * @example
 * ```ts
 * import { transpose } from "@plimsoll/numeric";
 *
 * console.log(transpose(Float64Array.of(1, 2, 3, 4, 5, 6), 2, 3).join(" ")); // 1 4 2 5 3 6
 * ```
 */
export function transpose(
  matrix: Float64Array,
  rows: number,
  columns: number,
  out: Float64Array = new Float64Array(rows * columns),
): Float64Array {
  requireLength("matrix", matrix, rows * columns);
  requireLength("out", out, rows * columns);
  // tiles keep both the reads and the writes in cache
  const tile = 32;
  for (let top = 0; top < rows; top += tile) {
    const bottom = Math.min(rows, top + tile);
    for (let left = 0; left < columns; left += tile) {
      const right = Math.min(columns, left + tile);
      for (let i = top; i < bottom; i++) {
        for (let j = left; j < right; j++) out[j * rows + i] = matrix[i * columns + j]!;
      }
    }
  }
  return out;
}
