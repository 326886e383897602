import { choleskyFactor } from "../dense/cholesky.ts";
import { solveLowerRows } from "../dense/lower-rows.ts";
import { syrk } from "../dense/syrk.ts";
import { transpose } from "../dense/transpose.ts";
import { solveLower, solveLowerTransposed } from "../dense/triangular.ts";

/** Columns that are gathered before their products are taken together. */
const BATCH = 256;

/**
 * The trailing block of a sparse factorisation, S = K22 - L21 D1 L21', kept dense: its positive pivots come first, so that
 * two Cholesky factors make it up, L11 L11' = S11 and L22 L22' = S21 S11^-1 S12 - S22.
 */
export class DenseTail {
  readonly size: number;
  readonly #positive: number;
  /** Lower triangle of S, then its factor, row-major. */
  readonly #matrix: Float64Array;
  readonly #batch: Float64Array;
  readonly #product: Float64Array;
  #batched = 0;
  #batchSign: 1 | -1 = 1;

  constructor(size: number, positive: number) {
    this.size = size;
    this.#positive = positive;
    this.#matrix = new Float64Array(size * size);
    this.#batch = new Float64Array(BATCH * size);
    this.#product = new Float64Array(size * size);
  }

  clear(): void {
    this.#matrix.fill(0);
    this.#batched = 0;
  }

  /** Adds to S, row at or below column. */
  add(row: number, column: number, value: number): void {
    this.#matrix[row * this.size + column]! += value;
  }

  /** S -= pivot l l' for a column l whose entries `from` to `to` lie in rows `indices` - `offset`, ascending. */
  subtract(pivot: number, indices: Int32Array, values: Float64Array, from: number, to: number, offset: number): void {
    const { size } = this;
    if (2 * (to - from) < size) {
      const matrix = this.#matrix;
      for (let a = from; a < to; a++) {
        const factor = pivot * values[a]!;
        const row = (indices[a]! - offset) * size - offset;
        for (let b = from; b <= a; b++) matrix[row + indices[b]!]! -= factor * values[b]!;
      }
      return;
    }
    const sign = pivot > 0 ? 1 : -1;
    if (this.#batched === BATCH || (sign !== this.#batchSign && this.#batched > 0)) this.#flush();
    this.#batchSign = sign;
    const root = Math.sqrt(Math.abs(pivot));
    const start = this.#batched * size;
    this.#batch.fill(0, start, start + size);
    for (let a = from; a < to; a++) this.#batch[start + indices[a]! - offset] = root * values[a]!;
    this.#batched++;
  }

  #flush(): void {
    const { size } = this;
    syrk(this.#batch.subarray(0, this.#batched * size), this.#batched, size, this.#product);
    const factor = -this.#batchSign;
    for (let i = 0; i < size; i++)
      for (let p = i * size; p <= i * size + i; p++) this.#matrix[p]! += factor * this.#product[p]!;
    this.#batched = 0;
  }

  /** Factorises S in place; too small a pivot shifts the diagonals until all are positive. False for numbers that aren't finite. */
  factor(): boolean {
    if (this.#batched > 0) this.#flush();
    const { size } = this;
    const p = this.#positive;
    const q = size - p;
    const top = copyBlock(this.#matrix, size, 0, 0, p, p);
    const upper = factorShifted(top, p);
    if (upper === undefined) return false;
    const corner = new Float64Array(q * q);
    for (let i = 0; i < q; i++) for (let j = 0; j <= i; j++) corner[i * q + j] = -this.#matrix[(p + i) * size + p + j]!;
    if (p > 0 && q > 0) {
      const below = solveLowerRows(upper, p, copyBlock(this.#matrix, size, p, 0, q, p), q);
      for (let i = 0; i < q; i++) this.#matrix.set(below.subarray(i * p, (i + 1) * p), (p + i) * size);
      const product = syrk(transpose(below, q, p), p, q);
      for (let k = 0; k < q * q; k++) corner[k]! += product[k]!;
    }
    const lower = factorShifted(corner, q);
    if (lower === undefined) return false;
    for (let i = 0; i < p; i++) this.#matrix.set(upper.subarray(i * p, i * p + i + 1), i * size);
    for (let i = 0; i < q; i++) this.#matrix.set(lower.subarray(i * q, i * q + i + 1), (p + i) * size + p);
    return true;
  }

  /** Solves S x = b in place. */
  solve(b: Float64Array): void {
    solveLower(this.#matrix, this.size, b, b);
    for (let i = this.#positive; i < this.size; i++) b[i] = -b[i]!;
    solveLowerTransposed(this.#matrix, this.size, b, b);
  }
}

function copyBlock(
  matrix: Float64Array,
  stride: number,
  row: number,
  column: number,
  rows: number,
  columns: number,
): Float64Array {
  const block = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    const from = (row + i) * stride + column;
    block.set(matrix.subarray(from, from + columns), i * columns);
  }
  return block;
}

/** Cholesky factor of the block, or of the block with the least shift of its diagonal that it needs. */
function factorShifted(block: Float64Array, size: number): Float64Array | undefined {
  if (size === 0) return block;
  const out = new Float64Array(size * size);
  let largest = 0;
  for (let i = 0; i < size; i++) largest = Math.max(largest, Math.abs(block[i * size + i]!));
  for (let shift = 1e-13 * largest || 1e-13; ; shift *= 100) {
    if (choleskyFactor(block, size, out) === size) return out;
    if (!(shift < Infinity)) return undefined;
    for (let i = 0; i < size; i++) block[i * size + i]! += shift;
  }
}
