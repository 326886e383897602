import type { KktFactor } from "./kkt.ts";

/**
 * Solves [K -A'; A E] (dx, dy) = (p, q) for the given rows of A through the Schur complement A K^-1 A' + E, whose
 * pivots have a floor so that dependent rows share their multiplier instead of failing.
 */
export class RowSchur {
  readonly #n: number;
  readonly #kkt: KktFactor;
  readonly #matrix: Float64Array;
  readonly #rows: Int32Array;
  #count = 0;
  readonly #solved: Float64Array;
  readonly #schur: Float64Array;
  readonly #right: Float64Array;

  constructor(n: number, kkt: KktFactor, matrix: Float64Array, m: number) {
    this.#n = n;
    this.#kkt = kkt;
    this.#matrix = matrix;
    this.#rows = new Int32Array(m);
    this.#solved = new Float64Array(n * m);
    this.#schur = new Float64Array(m * m);
    this.#right = new Float64Array(m);
  }

  /** Prepares for rows `rows[0 .. count)` and a diagonal `extra` (by row number). */
  prepare(rows: Int32Array, count: number, extra: Float64Array): void {
    const n = this.#n;
    this.#count = count;
    this.#rows.set(rows.subarray(0, count));
    for (let a = 0; a < count; a++) {
      const row = this.#rows[a]!;
      const target = this.#solved.subarray(a * n, a * n + n);
      target.set(this.#matrix.subarray(row * n, row * n + n));
      this.#kkt.solve(target);
      for (let b = 0; b <= a; b++) {
        const from = this.#rows[b]! * n;
        let sum = 0;
        for (let j = 0; j < n; j++) sum += this.#matrix[from + j]! * target[j]!;
        this.#schur[a * count + b] = a === b ? sum + extra[row]! : sum;
      }
    }
    // in place, with a floor for pivots
    for (let j = 0; j < count; j++) {
      const own = j * count;
      const diagonal = this.#schur[own + j]!;
      let pivot = diagonal;
      for (let k = 0; k < j; k++) pivot -= this.#schur[own + k]! * this.#schur[own + k]!;
      const root = pivot > 1e-13 * diagonal ? Math.sqrt(pivot) : Infinity;
      this.#schur[own + j] = root;
      for (let i = j + 1; i < count; i++) {
        let sum = this.#schur[i * count + j]!;
        for (let k = 0; k < j; k++) sum -= this.#schur[i * count + k]! * this.#schur[own + k]!;
        this.#schur[i * count + j] = root === Infinity ? 0 : sum / root;
      }
    }
  }

  /** dx in place of p; dy (by row number) from q (by row number). */
  solve(p: Float64Array, q: Float64Array, dy: Float64Array): void {
    const n = this.#n;
    const count = this.#count;
    this.#kkt.solve(p);
    dy.fill(0);
    if (count === 0) return;
    const right = this.#right;
    for (let a = 0; a < count; a++) {
      const row = this.#rows[a]!;
      let sum = q[row]!;
      for (let j = 0; j < n; j++) sum -= this.#matrix[row * n + j]! * p[j]!;
      right[a] = sum;
    }
    const schur = this.#schur;
    for (let i = 0; i < count; i++) {
      let sum = right[i]!;
      for (let k = 0; k < i; k++) sum -= schur[i * count + k]! * right[k]!;
      right[i] = sum / schur[i * count + i]!;
    }
    for (let i = count - 1; i >= 0; i--) {
      let sum = right[i]!;
      for (let k = i + 1; k < count; k++) sum -= schur[k * count + i]! * right[k]!;
      right[i] = sum / schur[i * count + i]!;
    }
    for (let a = 0; a < count; a++) {
      const value = right[a]!;
      dy[this.#rows[a]!] = value;
      if (value === 0) continue;
      const from = a * n;
      for (let j = 0; j < n; j++) p[j] = p[j]! + value * this.#solved[from + j]!;
    }
  }
}
