import type { Pieces } from "./pieces.ts";

/** Multiplications between two looks up: some milliseconds. */
const pieceSize = 4e6;

/**
 * Whether a symmetric matrix is positive semidefinite: Cholesky of its correlation matrix plus `tolerance` on the diagonal.
 * The checker's own: certificates call no solver. A piece is a few rows.
 */
export function* isSemidefinite(values: Float64Array, size: number, tolerance: number): Pieces<boolean> {
  const scales = new Float64Array(size);
  for (let i = 0; i < size; i += 1) {
    const variance = values[i * size + i]!;
    if (!(variance >= 0)) return false;
    scales[i] = variance > 0 ? 1 / Math.sqrt(variance) : 0;
  }
  const lower = new Float64Array(size * size);
  let work = 0;
  for (let i = 0; i < size; i += 1) {
    const row = i * size;
    work += i * i;
    if (work > pieceSize) {
      work = 0;
      yield;
    }
    if (scales[i] === 0) for (let j = 0; j < size; j += 1) if (values[row + j] !== 0) return false;
    for (let j = 0; j <= i; j += 1) {
      const other = j * size;
      let sum = i === j ? 1 + tolerance * size : values[row + j]! * scales[i]! * scales[j]!;
      for (let k = 0; k < j; k += 1) sum -= lower[row + k]! * lower[other + k]!;
      if (i === j) {
        if (!(sum > 0)) return false;
        lower[row + i] = Math.sqrt(sum);
      } else {
        lower[row + j] = sum / lower[other + j]!;
      }
    }
  }
  return true;
}
