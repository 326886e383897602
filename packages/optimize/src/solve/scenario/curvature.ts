import { syrk } from "@plimsoll/numeric";

/**
 * Gathers curvature in the form sum_k scale_k (C_k - C_k x x'C_k / x'C_k x), C_k the weighted covariance of some rows: the
 * second derivative of a measure homogeneous of degree 1 along the rows' spread that leaves the portfolio's own value
 * unchanged.
 */
export class CurvatureSum {
  readonly #columns: number;
  #rows: Float64Array;
  #count = 0;
  readonly #mean: Float64Array;
  readonly #cross: Float64Array;

  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.#rows = new Float64Array(rows * columns);
    this.#mean = new Float64Array(columns);
    this.#cross = new Float64Array(columns);
  }

  /**
   * Adds one covariance. `row(k, into, at)` writes the k-th of `count` rows; `weights` and `values` hold its weight and
   * the portfolio's value on it.
   */
  add(
    count: number,
    row: (k: number, into: Float64Array, at: number) => void,
    weights: (k: number) => number,
    values: (k: number) => number,
    scale: number,
  ): void {
    const columns = this.#columns;
    const from = this.#count * columns;
    this.#reserve(this.#count + count);
    const rows = this.#rows;
    const mean = this.#mean.fill(0);
    let total = 0;
    let centre = 0;
    const cross = this.#cross.fill(0);
    let squares = 0;
    // differences from one of the values: neighbours may all be nearly the same
    const base = values(0);
    for (let k = 0; k < count; k += 1) {
      const at = from + k * columns;
      row(k, rows, at);
      const weight = weights(k);
      const difference = values(k) - base;
      const weighted = weight * difference;
      total += weight;
      centre += weighted;
      squares += weighted * difference;
      for (let j = 0; j < columns; j += 1) {
        const value = rows[at + j]!;
        mean[j]! += weight * value;
        cross[j]! += weighted * value;
      }
    }
    if (!(total > 0)) return;
    centre /= total;
    const variance = squares / total - centre * centre;
    if (!(variance > 1e-14 * (squares / total))) return;
    for (let j = 0; j < columns; j += 1) {
      mean[j]! /= total;
      cross[j] = (cross[j]! / total - centre * mean[j]!) / variance;
    }
    // each row less its regression on the portfolio
    for (let k = 0; k < count; k += 1) {
      const size = Math.sqrt((scale * weights(k)) / total);
      const deviation = values(k) - base - centre;
      const at = from + k * columns;
      for (let j = 0; j < columns; j += 1) rows[at + j] = size * (rows[at + j]! - mean[j]! - deviation * cross[j]!);
    }
    this.#count += count;
  }

  /** The sum, with a ridge that makes it positive definite. */
  hessian(): Float64Array {
    const columns = this.#columns;
    const hessian =
      this.#count === 0
        ? new Float64Array(columns * columns)
        : syrk(this.#rows.subarray(0, this.#count * columns), this.#count, columns);
    addRidge(hessian, columns);
    return hessian;
  }

  #reserve(count: number): void {
    if (count * this.#columns <= this.#rows.length) return;
    const larger = new Float64Array(Math.max(count * this.#columns, 2 * this.#rows.length));
    larger.set(this.#rows);
    this.#rows = larger;
  }
}

/** Adds 1e-10 of the mean diagonal, or 1e-10 where that is 0. */
export function addRidge(hessian: Float64Array, columns: number): void {
  let trace = 0;
  for (let j = 0; j < columns; j += 1) trace += hessian[j * columns + j]!;
  const ridge = 1e-10 * (trace > 0 ? trace / columns : 1);
  for (let j = 0; j < columns; j += 1) hessian[j * columns + j]! += ridge;
}
