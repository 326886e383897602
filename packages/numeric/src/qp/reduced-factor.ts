/**
 * Cholesky factor L of a reduced Hessian that grows by a row when a variable is freed and
 * loses one by Givens rotations when a variable is fixed (Gill, Golub, Murray & Saunders 1974).
 */
export class ReducedFactor {
  /** Rows in use. */
  count = 0;
  /** Row-major with `stride`; the lower triangle holds L. */
  values: Float64Array;
  stride: number;
  #scratch: Float64Array;
  #vector: Float64Array;

  constructor(capacity: number) {
    this.stride = Math.max(8, capacity);
    this.values = new Float64Array(this.stride * this.stride);
    this.#scratch = new Float64Array(this.stride);
    this.#vector = new Float64Array(this.stride);
  }

  /** Solves L v = v in place. */
  solveLower(v: Float64Array): void {
    const { values, stride, count } = this;
    for (let i = 0; i < count; i++) {
      const row = i * stride;
      let a = 0,
        b = 0;
      let j = 0;
      for (; j + 1 < i; j += 2) {
        a += values[row + j]! * v[j]!;
        b += values[row + j + 1]! * v[j + 1]!;
      }
      if (j < i) a += values[row + j]! * v[j]!;
      v[i] = (v[i]! - a - b) / values[row + i]!;
    }
  }

  /** Solves L' v = v in place. */
  solveUpper(v: Float64Array): void {
    const { values, stride } = this;
    for (let i = this.count - 1; i >= 0; i--) {
      const row = i * stride;
      const value = v[i]! / values[row + i]!;
      v[i] = value;
      if (value !== 0) for (let j = 0; j < i; j++) v[j] = v[j]! - value * values[row + j]!;
    }
  }

  /** Appends the row (l', pivot), where l = L^-1 h already. */
  append(l: Float64Array, pivot: number): void {
    if (this.count === this.stride) this.#grow();
    const row = this.count * this.stride;
    for (let j = 0; j < this.count; j++) this.values[row + j] = l[j]!;
    this.values[row + this.count] = pivot;
    this.count++;
  }

  /** Removes variable `at`: the rows below move up and are made triangular again. */
  remove(at: number): void {
    this.#lift(at);
    this.count--;
  }

  /**
   * Removes variable `at` while every other variable k takes up -weights[k]/weights[at] of it
   * (the change of null-space basis when a basic variable leaves at `at`'s expense): with the last row
   * (l', lambda) and v the ratios, L L' becomes (L - v l')(L - v l')' + lambda^2 v v'.
   */
  exchange(at: number, weights: Float64Array): void {
    const last = this.count - 1;
    const v = this.#vector;
    const pivot = weights[at]!;
    for (let k = 0, t = 0; k <= last; k++) if (k !== at) v[t++] = weights[k]! / pivot;
    this.#lift(at);
    const { values, stride } = this;
    const l = values.subarray(last * stride, last * stride + last + 1);
    this.count = last;
    const c = this.#scratch;
    c.fill(0, 0, last);
    let tail = l[last]!;
    // rotate l into its last entry; the extra column fills from the bottom, so L stays triangular
    for (let j = last - 1; j >= 0; j--) {
      const a = l[j]!;
      if (a === 0) continue;
      const r = Math.hypot(a, tail);
      const cosine = tail / r;
      const sine = a / r;
      tail = r;
      for (let i = j; i < last; i++) {
        const x = values[i * stride + j]!;
        const y = c[i]!;
        values[i * stride + j] = cosine * x - sine * y;
        c[i] = sine * x + cosine * y;
      }
    }
    for (let i = 0; i < last; i++) c[i] = c[i]! - v[i]! * tail;
    this.#update(c);
  }

  /** Smallest pivot relative to the norm of its row: 0 where singular. */
  weakest(): { readonly at: number; readonly ratio: number } {
    let at = -1;
    let ratio = Infinity;
    for (let i = 0; i < this.count; i++) {
      const row = i * this.stride;
      let norm = 0;
      for (let j = 0; j <= i; j++) norm += this.values[row + j]! * this.values[row + j]!;
      const pivot = this.values[row + i]!;
      const own = norm > 0 ? (pivot * pivot) / norm : 0;
      if (own < ratio) {
        ratio = own;
        at = i;
      }
    }
    return { at, ratio };
  }

  // moves row `at` to the end by cyclic shift, restoring the triangle by rotations of neighbouring columns
  #lift(at: number): void {
    const { values, stride, count } = this;
    const moved = this.#scratch;
    for (let j = 0; j < count; j++) moved[j] = j <= at ? values[at * stride + j]! : 0;
    for (let i = at; i + 1 < count; i++) {
      const to = i * stride;
      values.copyWithin(to, to + stride, to + stride + i + 2);
    }
    for (let j = at; j + 1 < count; j++) {
      const a = values[j * stride + j]!;
      const b = values[j * stride + j + 1]!;
      const r = Math.hypot(a, b);
      if (r === 0) continue;
      const cosine = a / r;
      const sine = b / r;
      values[j * stride + j] = r;
      values[j * stride + j + 1] = 0;
      for (let i = j + 1; i + 1 < count; i++) {
        const row = i * stride;
        const x = values[row + j]!;
        const y = values[row + j + 1]!;
        values[row + j] = cosine * x + sine * y;
        values[row + j + 1] = cosine * y - sine * x;
      }
      const x = moved[j]!;
      const y = moved[j + 1]!;
      moved[j] = cosine * x + sine * y;
      moved[j + 1] = cosine * y - sine * x;
    }
    const end = (count - 1) * stride;
    for (let j = 0; j < count; j++) values[end + j] = moved[j]!;
  }

  // L L' + c c'
  #update(c: Float64Array): void {
    const { values, stride, count } = this;
    for (let j = 0; j < count; j++) {
      const a = values[j * stride + j]!;
      const b = c[j]!;
      if (b === 0) continue;
      const r = Math.hypot(a, b);
      const cosine = a / r;
      const sine = b / r;
      values[j * stride + j] = r;
      for (let i = j + 1; i < count; i++) {
        const at = i * stride + j;
        const x = values[at]!;
        const y = c[i]!;
        values[at] = cosine * x + sine * y;
        c[i] = cosine * y - sine * x;
      }
    }
  }

  #grow(): void {
    const stride = 2 * this.stride;
    const values = new Float64Array(stride * stride);
    for (let i = 0; i < this.count; i++)
      values.set(this.values.subarray(i * this.stride, i * this.stride + this.count), i * stride);
    this.values = values;
    this.stride = stride;
    this.#scratch = new Float64Array(stride);
    this.#vector = new Float64Array(stride);
  }
}
