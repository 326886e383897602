import { type Arena, arenaFor } from "../wasm/arena.ts";
import { MC } from "../wasm/kernels.ts";
import { solveRowsInArena, splitSize } from "./lower-rows.ts";
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
  const done = factorLoaded(size, out, (memory, at) => {
    if (memory === matrix) return;
    for (let i = 0, row = 0; i < size; i++, row += size) memory.set(matrix.subarray(row, row + i + 1), at + row);
  });
  for (let i = 0; i < size; i++) out.fill(0, i * size + i + 1, (i + 1) * size);
  return done;
}

/**
 * {@link choleskyFactor} of a matrix whose lower triangle `load` writes, row-major from position `at` on, to where it is
 * factored: without a copy before. What `out` holds above its diagonal stays.
 */
export function factorLoaded(
  size: number,
  out: Float64Array,
  load: (memory: Float64Array, at: number) => void,
): number {
  if (size <= SMALL) {
    load(out, 0);
    return factorBlock(out, 0, size, size);
  }
  const arena = arenaFor(size * size);
  const { memory, start } = arena;
  load(memory, start);
  const done = factorRange(arena, start, size, size);
  for (let i = 0, row = 0; i < size; i++, row += size) out.set(memory.subarray(start + row, start + row + i + 1), row);
  return done;
}

/** Up to this size one block in place is faster than the copy. */
const SMALL = 64;

/** Recursive factorisation, nearly all of it matrix products (Gustavson 1997). */
function factorRange(arena: Arena, at: number, size: number, stride: number): number {
  if (size <= MC) return factorBlock(arena.memory, at, size, stride);
  const top = splitSize(size);
  const done = factorRange(arena, at, top, stride);
  if (done < top) return done;
  const bottom = size - top;
  const below = at + top * stride;
  const corner = below + top;
  solveRowsInArena(arena, bottom, top, below, stride, at, stride);
  arena.kernels.multiply(bottom, bottom, top, below, stride, 1, below, 1, stride, corner, stride, true, true);
  return top + factorRange(arena, corner, bottom, stride);
}

function factorBlock(memory: Float64Array, at: number, size: number, stride: number): number {
  for (let i = 0; i < size; i++) {
    const row = at + i * stride;
    for (let j = 0; j < i; j++) {
      const other = at + j * stride;
      memory[row + j] = (memory[row + j]! - dot(memory, memory, j, row, other)) / memory[other + j]!;
    }
    const pivot = memory[row + i]! - dot(memory, memory, i, row, row);
    if (!(pivot > 0)) return i;
    memory[row + i] = Math.sqrt(pivot);
  }
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
