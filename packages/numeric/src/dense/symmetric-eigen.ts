import { householder, reflect } from "./householder.ts";
import { requireLength } from "./shape.ts";
import { tridiagonalQl } from "./tridiagonal-ql.ts";
import { axpy, dot } from "./vector.ts";

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
 * magnitude (the first of equals) positive, so that the answer is reproducible. NaN or Infinity in the matrix throws
 * `RangeError`, as do arrays that are too short.
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
  const work = new Float64Array(size * size);
  let largest = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const value = matrix[i * size + j]!;
      if (!Number.isFinite(value)) throw new RangeError(`expected a finite matrix, entry (${i}, ${j}) was ${value}`);
      work[i * size + j] = value;
      work[j * size + i] = value;
      largest = Math.max(largest, Math.abs(value));
    }
  }
  const unit = largest === 0 ? 1 : largest;
  for (let i = 0; i < work.length; i++) work[i]! /= unit;

  const diagonal = new Float64Array(size);
  const offDiagonal = new Float64Array(size);
  const scales = new Float64Array(size);
  tridiagonalise(work, size, diagonal, offDiagonal, scales);
  const rows = new Float64Array(size * size);
  for (let i = 0; i < size; i++) rows[i * size + i] = 1;
  if (!tridiagonalQl(diagonal, offDiagonal, size, rows, size)) {
    throw new RangeError("the eigenvalues did not converge in 60 sweeps each");
  }
  for (let r = 0; r < size; r++) {
    for (let k = size - 3; k >= 0; k--) {
      reflect(scales[k]!, work, k * size + k + 1, rows, r * size + k + 1, size - k - 1);
    }
  }
  return arrange(diagonal, rows, size, unit);
}

/** Householder tridiagonalisation; the reflector of step k stays in row k right of the diagonal. */
function tridiagonalise(
  work: Float64Array,
  size: number,
  diagonal: Float64Array,
  offDiagonal: Float64Array,
  scales: Float64Array,
): void {
  const product = new Float64Array(size);
  for (let k = 0; k < size - 2; k++) {
    const start = k * size + k + 1;
    const count = size - k - 1;
    const tau = householder(work, start, count, offDiagonal, k);
    scales[k] = tau;
    diagonal[k] = work[k * size + k]!;
    if (tau === 0) continue;
    for (let i = 0; i < count; i++) product[i] = tau * dot(work, work, count, (k + 1 + i) * size + k + 1, start);
    axpy(-0.5 * tau * dot(product, work, count, 0, start), work, product, count, start, 0);
    for (let i = 0; i < count; i++) {
      const row = (k + 1 + i) * size + k + 1;
      axpy(-work[start + i]!, product, work, count, 0, row);
      axpy(-product[i]!, work, work, count, start, row);
    }
  }
  for (let k = Math.max(0, size - 2); k < size; k++) {
    diagonal[k] = work[k * size + k]!;
    if (k + 1 < size) offDiagonal[k] = work[k * size + k + 1]!;
  }
}

/** Sorts the pairs, fixes the signs and turns rows into columns. */
function arrange(values: Float64Array, rows: Float64Array, size: number, unit: number): SymmetricEigen {
  const order = Array.from(values, (_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const sorted = new Float64Array(size);
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => {
    sorted[to] = values[from]! * unit;
    let lead = 0;
    for (let i = 0; i < size; i++) {
      // entries equal up to rounding count as equal, or rounding would choose the sign
      if (Math.abs(rows[from * size + i]!) > Math.abs(lead) * (1 + 1e-8)) lead = rows[from * size + i]!;
    }
    const sign = lead < 0 ? -1 : 1;
    for (let i = 0; i < size; i++) vectors[i * size + to] = sign * rows[from * size + i]!;
  });
  return { values: sorted, vectors };
}
