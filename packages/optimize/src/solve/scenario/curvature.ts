import { syrk } from "@plimsoll/numeric";

/** Rows that are multiplied at once: as many as stay in cache. */
const atOnce = 512;

/** Rows of points, or differences between two of them, with the weight of each and the portfolio's value on it. */
export interface WeightedRows {
  readonly points: Float64Array;
  readonly plus: Int32Array;
  readonly minus?: Int32Array;
  readonly weights: Float64Array;
  readonly values: Float64Array;
}

/**
 * Gathers curvature in the form sum_k scale_k (C_k - C_k x x'C_k / x'C_k x), C_k the weighted covariance of some rows: the
 * second derivative of a measure homogeneous of degree 1 along the rows' spread that leaves the portfolio's own value
 * unchanged.
 */
export class CurvatureSum {
  readonly #columns: number;
  readonly #sum: Float64Array;
  readonly #product: Float64Array;
  readonly #rows: Float64Array;
  #count = 0;
  readonly #mean: Float64Array;
  readonly #cross: Float64Array;

  constructor(columns: number) {
    this.#columns = columns;
    this.#sum = new Float64Array(columns * columns);
    this.#product = new Float64Array(columns * columns);
    this.#rows = new Float64Array(atOnce * columns);
    this.#mean = new Float64Array(columns);
    this.#cross = new Float64Array(columns);
  }

  /** Adds `scale` times the covariance of some rows. */
  add({ points, plus, minus, weights, values }: WeightedRows, scale: number): void {
    const columns = this.#columns;
    const count = plus.length;
    // differences from one of the values: neighbours may all be nearly the same
    const base = values[0]!;
    let total = 0;
    let centre = 0;
    let squares = 0;
    for (let k = 0; k < count; k += 1) {
      const difference = values[k]! - base;
      total += weights[k]!;
      centre += weights[k]! * difference;
      squares += weights[k]! * difference * difference;
    }
    if (!(total > 0)) return;
    centre /= total;
    const variance = squares / total - centre * centre;
    if (!(variance > 1e-14 * (squares / total))) return;
    const mean = this.#mean.fill(0);
    const cross = this.#cross.fill(0);
    for (let k = 0; k < count; k += 1) {
      const weight = weights[k]! / total;
      const weighted = (weight * (values[k]! - base - centre)) / variance;
      const from = plus[k]! * columns;
      if (minus === undefined) {
        for (let j = 0; j < columns; j += 1) {
          const value = points[from + j]!;
          mean[j]! += weight * value;
          cross[j]! += weighted * value;
        }
      } else {
        const less = minus[k]! * columns;
        for (let j = 0; j < columns; j += 1) {
          const value = points[from + j]! - points[less + j]!;
          mean[j]! += weight * value;
          cross[j]! += weighted * value;
        }
      }
    }
    // each row less its regression on the portfolio
    const rows = this.#rows;
    for (let k = 0; k < count; k += 1) {
      if (this.#count === atOnce) this.#flush();
      const size = Math.sqrt((scale * weights[k]!) / total);
      const deviation = values[k]! - base - centre;
      const at = this.#count * columns;
      const from = plus[k]! * columns;
      if (minus === undefined) {
        for (let j = 0; j < columns; j += 1)
          rows[at + j] = size * (points[from + j]! - mean[j]! - deviation * cross[j]!);
      } else {
        const less = minus[k]! * columns;
        for (let j = 0; j < columns; j += 1)
          rows[at + j] = size * (points[from + j]! - points[less + j]! - mean[j]! - deviation * cross[j]!);
      }
      this.#count += 1;
    }
  }

  /** The sum, with a ridge that makes it positive definite. */
  hessian(): Float64Array {
    this.#flush();
    const hessian = this.#sum.slice();
    addRidge(hessian, this.#columns);
    return hessian;
  }

  #flush(): void {
    if (this.#count === 0) return;
    const columns = this.#columns;
    const product = syrk(this.#rows, this.#count, columns, this.#product);
    for (let k = 0; k < product.length; k += 1) this.#sum[k]! += product[k]!;
    this.#count = 0;
  }
}

/** sum weights_t point_t point_t'. */
export function weightedSquares(points: Float64Array, columns: number, weights: Float64Array): Float64Array {
  const sum = new Float64Array(columns * columns);
  const product = new Float64Array(columns * columns);
  const rows = new Float64Array(Math.min(atOnce, weights.length) * columns);
  for (let from = 0; from < weights.length; from += atOnce) {
    const count = Math.min(atOnce, weights.length - from);
    for (let k = 0; k < count; k += 1) {
      const root = Math.sqrt(weights[from + k]!);
      const at = (from + k) * columns;
      for (let j = 0; j < columns; j += 1) rows[k * columns + j] = root * points[at + j]!;
    }
    syrk(rows, count, columns, product);
    for (let k = 0; k < sum.length; k += 1) sum[k]! += product[k]!;
  }
  return sum;
}

/** Adds 1e-10 of the mean diagonal, or 1e-10 where that is 0. */
export function addRidge(hessian: Float64Array, columns: number): void {
  let trace = 0;
  for (let j = 0; j < columns; j += 1) trace += hessian[j * columns + j]!;
  const ridge = 1e-10 * (trace > 0 ? trace / columns : 1);
  for (let j = 0; j < columns; j += 1) hessian[j * columns + j]! += ridge;
}
