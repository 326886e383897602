import { type Arena, arenaFor } from "../wasm/arena.ts";
import { MC } from "../wasm/kernels.ts";
import { requireLength } from "./shape.ts";

/**
 * Solves `L x = b` for every row b of a matrix at once: `X L' = B`, with `B` row-major `rows` x `size`.
 *
 * `lower` is row-major `size` x `size`, of which the lower triangle is read. `out` may be `b`. A zero on the diagonal gives
 * Infinity or NaN; NaN stays in its row. Throws `RangeError` on arrays that are too short.
 *
 * @example
 * ```ts
 * import { solveLowerRows } from "@plimsoll/numeric";
 *
 * const lower = Float64Array.of(2, 0, 1, 4);
 * console.log(solveLowerRows(lower, 2, Float64Array.of(2, 9, 4, 6), 2).join(" ")); // 1 2 2 1
 * ```
 */
export function solveLowerRows(
  lower: Float64Array,
  size: number,
  b: Float64Array,
  rows: number,
  out: Float64Array = new Float64Array(rows * size),
): Float64Array {
  requireLength("lower", lower, size * size);
  requireLength("b", b, rows * size);
  requireLength("out", out, rows * size);
  const arena = arenaFor(size * size + rows * size);
  const { memory, start } = arena;
  const right = start + size * size;
  memory.set(lower.subarray(0, size * size), start);
  memory.set(b.subarray(0, rows * size), right);
  solveRowsInArena(arena, rows, size, right, size, start, size);
  out.set(memory.subarray(right, right + rows * size));
  return out;
}

/** X L' = B in place, halving L until a panel remains. */
export function solveRowsInArena(
  arena: Arena,
  rows: number,
  size: number,
  b: number,
  bStride: number,
  lower: number,
  stride: number,
): void {
  const { kernels } = arena;
  if (size <= MC) {
    kernels.solvePanel(rows, size, b, bStride, lower, stride);
    return;
  }
  const top = splitSize(size);
  const below = lower + top * stride;
  solveRowsInArena(arena, rows, top, b, bStride, lower, stride);
  kernels.multiply(rows, size - top, top, b, bStride, 1, below, 1, stride, b + top, bStride, true, false);
  solveRowsInArena(arena, rows, size - top, b + top, bStride, below + top, stride);
}

/** About half, in whole blocks. */
export function splitSize(size: number): number {
  return MC * Math.ceil(size / (2 * MC));
}
