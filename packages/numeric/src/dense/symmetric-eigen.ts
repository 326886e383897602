import { arenaFor } from "../wasm/arena.ts";
import { divideAndConquer } from "./divide-and-conquer.ts";
import { requireLength } from "./shape.ts";
import { applyReflectors, tridiagonalise, tridiagonalWork } from "./tridiagonalise.ts";

/** Eigenvalues and eigenvectors of a symmetric matrix: `A = V diag(values) V'`. */
export interface SymmetricEigen {
  /** The eigenvalues, ascending. */
  readonly values: Float64Array;
  /** Row-major `size` x `size`; column k is the unit eigenvector of `values[k]`. */
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues (ascending) and orthonormal eigenvectors of a symmetric matrix.
 *
 * Only the lower triangle of `matrix` (row-major `size` x `size`) is read. The sign of a vector makes its entry of largest
 * magnitude (the first of equals) positive, so that the answer is reproducible. Tridiagonalisation, then divide and
 * conquer. NaN or Infinity in the matrix throws `RangeError`, as do arrays that are too short.
 *
 * @example
 * ```ts
 * import { symmetricEigen } from "@plimsoll/numeric";
 *
 * const { values } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
 * console.log(Array.from(values, (value) => value.toFixed(12)).join(" ")); // 1.000000000000 3.000000000000
 * ```
 */
export function symmetricEigen(matrix: Float64Array, size: number): SymmetricEigen {
  requireLength("matrix", matrix, size * size);
  const unit = powerOfTwoNear(largestEntry(matrix, size));
  const square = size * size;
  const arena = arenaFor(5 * square + tridiagonalWork(size));
  const { memory, start } = arena;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) memory[start + i * size + j] = matrix[i * size + j]! / unit;
  }
  const diagonal = new Float64Array(size);
  const offDiagonal = new Float64Array(size);
  const scales = new Float64Array(size);
  const tridiagonal = { matrix: start, reflectors: start + square, work: start + 5 * square };
  tridiagonalise(arena, size, tridiagonal, diagonal, offDiagonal, scales);
  const vectors = start + 2 * square;
  // the matrix is used up, so that its place can hold the secular vectors
  const regions = { vectors, secular: start, gathered: start + 3 * square, product: start + 4 * square };
  if (!divideAndConquer(arena, size, diagonal, offDiagonal, regions)) {
    throw new RangeError("the eigenvalues did not converge in 60 sweeps each");
  }
  applyReflectors(arena, size, vectors, tridiagonal, scales);
  for (let k = 0; k < size; k++) diagonal[k]! *= unit;
  return { values: diagonal, vectors: columnsWithSign(memory, vectors, size) };
}

function largestEntry(matrix: Float64Array, size: number): number {
  let largest = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const value = Math.abs(matrix[i * size + j]!);
      if (!(value < Infinity)) {
        throw new RangeError(`expected a finite matrix, entry (${i}, ${j}) was ${matrix[i * size + j]}`);
      }
      if (value > largest) largest = value;
    }
  }
  return largest;
}

/** Dividing by a power of two keeps every digit. */
function powerOfTwoNear(value: number): number {
  return value === 0 ? 1 : 2 ** Math.max(-1022, Math.min(1023, Math.floor(Math.log2(value))));
}

/** Turns eigenvectors in rows into columns whose largest entry is positive. */
function columnsWithSign(memory: Float64Array, rows: number, size: number): Float64Array {
  const signs = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    let lead = 0;
    for (let i = 0; i < size; i++) {
      const entry = memory[rows + k * size + i]!;
      // entries equal up to rounding count as equal, or rounding would choose the sign
      if (Math.abs(entry) > Math.abs(lead) * (1 + 1e-8)) lead = entry;
    }
    signs[k] = lead < 0 ? -1 : 1;
  }
  const out = new Float64Array(size * size);
  const tile = 32;
  for (let top = 0; top < size; top += tile) {
    for (let left = 0; left < size; left += tile) {
      for (let k = top; k < Math.min(size, top + tile); k++) {
        for (let i = left; i < Math.min(size, left + tile); i++)
          out[i * size + k] = signs[k]! * memory[rows + k * size + i]!;
      }
    }
  }
  return out;
}
