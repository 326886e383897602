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
  #inverse: Float64Array = new Float64Array(64 * 64);
  readonly #parts: Float64Array[] = [];

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
    while (this.rows.length < count) {
      this.rows.push(new Float64Array(this.right.length));
      this.#parts.push(new Float64Array(this.right.length));
    }
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

  /**
   * The diagonal of the inverse on the null space of the rows, into `out`: 1/2 x_a^2 over entry a is what the system's
   * objective loses, to second order, where variable a is held at 0.
   */
  freedoms(size: number, count: number, out: Float64Array): void {
    const { matrix, rows } = this;
    if (this.#inverse.length < size * size) this.#inverse = new Float64Array(4 * size * size);
    const inverse = this.#inverse;
    out.fill(0, 0, size);
    for (let i = 0; i < size; i++) {
      const row = i * size;
      const pivot = 1 / matrix[row + i]!;
      for (let a = 0; a < i; a++) inverse[row + a] = 0;
      for (let k = 0; k < i; k++) {
        const factor = matrix[row + k]! * pivot;
        const other = k * size;
        for (let a = 0; a <= k; a++) inverse[row + a] = inverse[row + a]! - factor * inverse[other + a]!;
      }
      inverse[row + i] = pivot;
      for (let a = 0; a <= i; a++) out[a] = out[a]! + inverse[row + a]! * inverse[row + a]!;
    }
    // less what the rows hold
    const schur = this.#schur;
    for (let r = 0; r < count; r++) {
      const part = this.#parts[r]!;
      part.fill(0, 0, size);
      for (let i = 0; i < size; i++) {
        const value = rows[r]![i]!;
        if (value !== 0) for (let a = 0; a <= i; a++) part[a] = part[a]! + value * inverse[i * size + a]!;
      }
      for (let q = 0; q < r; q++) {
        const factor = schur[r * this.#stride + q]!;
        const other = this.#parts[q]!;
        for (let a = 0; a < size; a++) part[a] = part[a]! - factor * other[a]!;
      }
      const pivot = 1 / schur[r * this.#stride + r]!;
      for (let a = 0; a < size; a++) {
        part[a] = part[a]! * pivot;
        out[a] = out[a]! - part[a]! * part[a]!;
      }
    }
  }

  // in place, with a floor for pivots of a singular matrix; two rows by two columns at a time
  #factor(size: number): void {
    const { matrix, floors } = this;
    let i = 0;
    for (; i + 1 < size; i += 2) {
      const first = i * size;
      const second = first + size;
      for (let j = 0; j < i; j += 2) {
        const upper = j * size;
        const lower = upper + size;
        let a = matrix[first + j]!,
          b = matrix[first + j + 1]!,
          c = matrix[second + j]!,
          d = matrix[second + j + 1]!;
        for (let k = 0; k < j; k++) {
          const p = matrix[first + k]!;
          const q = matrix[second + k]!;
          const u = matrix[upper + k]!;
          const v = matrix[lower + k]!;
          a -= p * u;
          b -= p * v;
          c -= q * u;
          d -= q * v;
        }
        const cross = matrix[lower + j]!;
        const scale = matrix[upper + j]!;
        const next = matrix[lower + j + 1]!;
        a /= scale;
        c /= scale;
        matrix[first + j] = a;
        matrix[second + j] = c;
        matrix[first + j + 1] = (b - a * cross) / next;
        matrix[second + j + 1] = (d - c * cross) / next;
      }
      let own = matrix[first + i]!,
        cross = matrix[second + i]!,
        last = matrix[second + i + 1]!;
      for (let k = 0; k < i; k++) {
        const p = matrix[first + k]!;
        const q = matrix[second + k]!;
        own -= p * p;
        cross -= p * q;
        last -= q * q;
      }
      const root = pivotRoot(own, floors[i]!);
      cross /= root;
      matrix[first + i] = root;
      matrix[second + i] = cross;
      matrix[second + i + 1] = pivotRoot(last - cross * cross, floors[i + 1]!);
    }
    if (i === size) return;
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
    matrix[row + i] = pivotRoot(pivot, floors[i]!);
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

function pivotRoot(pivot: number, floor: number): number {
  return Math.sqrt(pivot > floor ? pivot : floor > 0 ? floor : 1e-300);
}
