import { arenaFor } from "../wasm/arena.ts";
import { KC } from "../wasm/kernels.ts";
import { requireLength } from "./shape.ts";

/** Below this many multiplications copying into the arena costs more than it saves. */
const SMALL = 2 ** 14;

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
  if (rows * columns * columns <= 2 * SMALL) syrkSmall(matrix, rows, columns, out);
  else syrkBlocked(matrix, rows, columns, out);
  mirrorLower(out, columns);
  return out;
}

/** Streams 256 rows at a time through the arena, so that a long history needs no second copy. */
function syrkBlocked(matrix: Float64Array, rows: number, columns: number, out: Float64Array): void {
  const { memory, kernels, start } = arenaFor(KC * columns + columns * columns);
  const product = start + KC * columns;
  memory.fill(0, product, product + columns * columns);
  for (let from = 0; from < rows; from += KC) {
    const depth = Math.min(KC, rows - from);
    memory.set(matrix.subarray(from * columns, (from + depth) * columns), start);
    kernels.multiply(columns, columns, depth, start, 1, columns, start, columns, 1, product, columns, false, true);
  }
  out.set(memory.subarray(product, product + columns * columns));
}

/** The same sums in the same order, 256 terms at a time, without packing. */
function syrkSmall(matrix: Float64Array, rows: number, columns: number, out: Float64Array): void {
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j <= i; j++) {
      let total = 0;
      for (let from = 0; from < rows; from += KC) {
        const to = Math.min(rows, from + KC);
        let sum = 0;
        for (let t = from; t < to; t++) sum += matrix[t * columns + i]! * matrix[t * columns + j]!;
        total += sum;
      }
      out[i * columns + j] = total;
    }
  }
}

/** Copies the lower triangle of a square matrix onto the upper one. */
export function mirrorLower(matrix: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) matrix[j * size + i] = matrix[i * size + j]!;
  }
}
