/**
 * A small dense system [H -A'; A 0] (x, y) = (right, limits), solved by Cholesky of H and of the Schur complement.
 * The caller fills `matrix` (lower triangle, rows `size` apart), `right`, `rows` and `limits`, all for the present
 * sizes; nothing is allocated while they stay within what was seen before.
 */
export class SmallKkt {
  matrix: Float64Array = new Float64Array(64 * 64);
  /** Becomes x. */
  readonly right: Float64Array;
  /** Coefficients of each row; overwritten. */
  readonly rows: Float64Array[] = [];
  /** Limits of the rows, each less what the fixed variables give; becomes y. */
  readonly limits: Float64Array;
  /** Least pivot of each variable. */
  readonly floors: Float64Array;
  readonly #schur: Float64Array;
  readonly #stride: number;

  constructor(size: number, rows: number) {
    this.right = new Float64Array(size);
    this.floors = new Float64Array(size);
    this.limits = new Float64Array(rows);
    this.#schur = new Float64Array(rows * rows);
    this.#stride = rows;
  }

  /** Makes room for `size` variables and `count` rows. */
  reserve(size: number, count: number): void {
    if (this.matrix.length < size * size) this.matrix = new Float64Array(4 * size * size);
    while (this.rows.length < count) this.rows.push(new Float64Array(this.right.length));
  }

  solve(size: number, count: number): void {
    const { right, limits, rows } = this;
    this.#factor(size);
    this.#forward(size, right);
    const schur = this.#schur;
    const stride = this.#stride;
    for (let a = 0; a < count; a++) {
      const row = rows[a]!;
      this.#forward(size, row);
      let limit = limits[a]!;
      for (let i = 0; i < size; i++) limit -= row[i]! * right[i]!;
      limits[a] = limit;
      for (let b = 0; b <= a; b++) {
        const other = rows[b]!;
        let sum = 0;
        for (let i = 0; i < size; i++) sum += row[i]! * other[i]!;
        schur[a * stride + b] = sum;
      }
    }
    this.#multipliers(count);
    for (let a = 0; a < count; a++) {
      const value = limits[a]!;
      const row = rows[a]!;
      if (value !== 0) for (let i = 0; i < size; i++) right[i] = right[i]! + value * row[i]!;
    }
    this.#backward(size, right);
  }

  // in place, with a floor for pivots of a singular matrix
  #factor(size: number): void {
    const { matrix, floors } = this;
    for (let i = 0; i < size; i++) {
      const row = i * size;
      let pivot = matrix[row + i]!;
      for (let j = 0; j < i; j++) {
        const other = j * size;
        let sum = matrix[row + j]!;
        for (let k = 0; k < j; k++) sum -= matrix[row + k]! * matrix[other + k]!;
        const value = sum / matrix[other + j]!;
        matrix[row + j] = value;
        pivot -= value * value;
      }
      const floor = floors[i]!;
      matrix[row + i] = Math.sqrt(pivot > floor ? pivot : floor > 0 ? floor : 1e-300);
    }
  }

  #forward(size: number, v: Float64Array): void {
    const { matrix } = this;
    for (let i = 0; i < size; i++) {
      const row = i * size;
      let sum = v[i]!;
      for (let k = 0; k < i; k++) sum -= matrix[row + k]! * v[k]!;
      v[i] = sum / matrix[row + i]!;
    }
  }

  #backward(size: number, v: Float64Array): void {
    const { matrix } = this;
    for (let i = size - 1; i >= 0; i--) {
      const row = i * size;
      const value = v[i]! / matrix[row + i]!;
      v[i] = value;
      for (let k = 0; k < i; k++) v[k] = v[k]! - value * matrix[row + k]!;
    }
  }

  // Cholesky of the Schur complement; a dependent row gets no multiplier
  #multipliers(count: number): void {
    const { limits } = this;
    const schur = this.#schur;
    const stride = this.#stride;
    for (let a = 0; a < count; a++) {
      const own = a * stride;
      const diagonal = schur[own + a]!;
      let pivot = diagonal;
      let right = limits[a]!;
      for (let b = 0; b < a; b++) {
        let sum = schur[own + b]!;
        for (let k = 0; k < b; k++) sum -= schur[own + k]! * schur[b * stride + k]!;
        const value = sum / schur[b * stride + b]!;
        schur[own + b] = value;
        pivot -= value * value;
        right -= value * limits[b]!;
      }
      const root = pivot > 1e-11 * diagonal ? Math.sqrt(pivot) : Infinity;
      schur[own + a] = root;
      limits[a] = right / root;
    }
    for (let a = count - 1; a >= 0; a--) {
      let sum = limits[a]!;
      for (let k = a + 1; k < count; k++) sum -= schur[k * stride + a]! * limits[k]!;
      limits[a] = sum / schur[a * stride + a]!;
    }
  }
}
