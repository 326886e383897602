import type { QuadraticProgram } from "./program.ts";
import { crash } from "./crash.ts";
import { invert } from "./invert.ts";
import { limitSizes } from "./limit-sizes.ts";
import { ReducedFactor } from "./reduced-factor.ts";
import { SparseColumns } from "./sparse-columns.ts";
import { AT_LOWER, AT_UPPER, BASIC, HELD, SUPERBASIC } from "./states.ts";

/**
 * The working set of `[A -I](x, s) = 0`: m basic variables that carry the rows, superbasic ones that
 * move freely, all others fixed (Murtagh & Saunders 1978). A null-space basis is `Z = (-B^-1 S, I, 0)`.
 */
export class WorkingSet {
  readonly n: number;
  readonly m: number;
  /** n x m: the columns of the rows, each row divided by its largest coefficient. */
  readonly columns: Float64Array;
  /** The same without zeros. */
  readonly sparse: SparseColumns;
  readonly rowScale: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly x: Float64Array;
  readonly state: Int8Array;
  /** Position among the basic or superbasic variables. */
  readonly place: Int32Array;
  readonly basis: Int32Array;
  /** m x m, B^-1. */
  readonly inverse: Float64Array;
  /** The superbasic variables, `count` of them. */
  free: Int32Array = new Int32Array(64);
  /** B^-1 a for each of them, m entries each. */
  images: Float64Array;
  readonly factor: ReducedFactor;
  /** Size of the numbers in bounds and limits: what a tolerance on x is relative to. */
  readonly magnitude: number;
  /** The smallest of those numbers other than 0: sizes far below it are rounding of 0. */
  readonly grain: number;
  #exchanges = 0;
  #trueLower: Float64Array | undefined;
  #trueUpper: Float64Array | undefined;

  constructor(program: QuadraticProgram) {
    const n = program.size;
    const m = program.rows?.count ?? 0;
    this.n = n;
    this.m = m;
    this.factor = new ReducedFactor(Math.min(64, n));
    this.columns = new Float64Array(n * m);
    this.rowScale = new Float64Array(m).fill(1);
    this.lower = new Float64Array(n + m);
    this.upper = new Float64Array(n + m);
    this.x = new Float64Array(n + m);
    this.state = new Int8Array(n + m);
    this.place = new Int32Array(n + m).fill(-1);
    this.basis = new Int32Array(m);
    this.inverse = new Float64Array(m * m);
    this.images = new Float64Array(64 * m);
    this.lower.set(program.lower);
    this.upper.set(program.upper);
    if (program.rows !== undefined) {
      const { matrix, lower, upper } = program.rows;
      for (let i = 0; i < m; i++) {
        let largest = 0;
        for (let j = 0; j < n; j++) largest = Math.max(largest, Math.abs(matrix[i * n + j]!));
        const scale = largest > 0 ? 1 / largest : 1;
        this.rowScale[i] = scale;
        for (let j = 0; j < n; j++) this.columns[j * m + i] = matrix[i * n + j]! * scale;
        this.lower[n + i] = lower[i]! * scale;
        this.upper[n + i] = upper[i]! * scale;
      }
    }
    this.sparse = new SparseColumns(this.columns, n, m);
    ({ magnitude: this.magnitude, grain: this.grain } = limitSizes(this.lower, this.upper));
    this.start();
  }

  get count(): number {
    return this.factor.count;
  }

  /** All slacks basic; every variable at a bound, or where `x` puts it. */
  start(x?: Float64Array): void {
    const { n, m, state, place, lower, upper } = this;
    this.factor.count = 0;
    place.fill(-1);
    for (let j = 0; j < n; j++) {
      const low = lower[j]!;
      const high = upper[j]!;
      const given = x?.[j];
      const close = 1e-12 * this.magnitude;
      if (given !== undefined && given > low + close && given < high - close) {
        this.x[j] = given;
        state[j] = HELD;
      } else if (given !== undefined && given >= high - close && high > low) {
        this.x[j] = high;
        state[j] = AT_UPPER;
      } else if (low > -Infinity) {
        this.x[j] = low;
        state[j] = AT_LOWER;
      } else if (high < Infinity) {
        this.x[j] = high;
        state[j] = AT_UPPER;
      } else {
        this.x[j] = 0;
        state[j] = HELD;
      }
    }
    this.inverse.fill(0);
    for (let i = 0; i < m; i++) {
      this.basis[i] = n + i;
      state[n + i] = BASIC;
      place[n + i] = i;
      this.inverse[i * m + i] = -1;
      this.x[n + i] = 0;
    }
    this.#exchanges = 0;
    this.restoreRows();
    if (x !== undefined) crash(this);
  }

  /** out = B^-1 a_j. */
  image(j: number, out: Float64Array, at = 0): void {
    const { n, m, inverse } = this;
    const { starts, entryRow, entryValue } = this.sparse;
    if (j >= n) {
      for (let p = 0; p < m; p++) out[at + p] = -inverse[p * m + j - n]!;
      return;
    }
    const from = starts[j]!;
    const to = starts[j + 1]!;
    for (let p = 0; p < m; p++) {
      let sum = 0;
      for (let e = from; e < to; e++) sum += inverse[p * m + entryRow[e]!]! * entryValue[e]!;
      out[at + p] = sum;
    }
  }

  /** pi = B^-T v, v given by basis position. */
  multipliers(v: Float64Array, pi: Float64Array): void {
    const { m, inverse } = this;
    pi.fill(0);
    for (let p = 0; p < m; p++) {
      const value = v[p]!;
      if (value !== 0) for (let i = 0; i < m; i++) pi[i] = pi[i]! + value * inverse[p * m + i]!;
    }
  }

  /** Puts `entering`, whose image is given, into basis position `p`; the caller gives the leaving variable its state. */
  pivot(p: number, entering: number, image: Float64Array, at = 0): void {
    const { m, inverse } = this;
    const leaving = this.basis[p]!;
    this.place[leaving] = -1;
    this.basis[p] = entering;
    this.place[entering] = p;
    this.state[entering] = BASIC;
    const scale = 1 / image[at + p]!;
    const own = p * m;
    for (let i = 0; i < m; i++) inverse[own + i] = inverse[own + i]! * scale;
    for (let q = 0; q < m; q++) {
      const ratio = image[at + q]!;
      if (q === p || ratio === 0) continue;
      const row = q * m;
      for (let i = 0; i < m; i++) inverse[row + i] = inverse[row + i]! - ratio * inverse[own + i]!;
    }
    this.#exchanges++;
  }

  /** Adds `j` to the superbasic variables, given the part of its reduced Hessian row already solved. */
  release(j: number, image: Float64Array, l: Float64Array, pivot: number): void {
    const k = this.factor.count;
    if (k === this.free.length) {
      const free = new Int32Array(2 * k);
      free.set(this.free);
      this.free = free;
      const images = new Float64Array(2 * k * this.m);
      images.set(this.images);
      this.images = images;
    }
    this.free[k] = j;
    for (let p = 0; p < this.m; p++) this.images[k * this.m + p] = image[p]!;
    this.state[j] = SUPERBASIC;
    this.place[j] = k;
    this.factor.append(l, pivot);
  }

  /** Takes superbasic number `k` out; `state` is what it becomes. */
  fix(k: number, state: number): void {
    const j = this.free[k]!;
    this.factor.remove(k);
    this.#drop(k);
    this.place[j] = -1;
    this.state[j] = state;
  }

  /** Basic variable at position `p` becomes fixed in `state`, superbasic number `k` takes its place. */
  swap(p: number, k: number, state: number): void {
    const { m, images } = this;
    const leaving = this.basis[p]!;
    const count = this.factor.count;
    const weights = new Float64Array(count);
    for (let t = 0; t < count; t++) weights[t] = images[t * m + p]!;
    this.factor.exchange(k, weights);
    const entering = this.free[k]!;
    const image = images.slice(k * m, k * m + m);
    for (let t = 0; t < count; t++) {
      if (t === k) continue;
      const ratio = weights[t]! / weights[k]!;
      if (ratio === 0) continue;
      const row = t * m;
      for (let q = 0; q < m; q++) images[row + q] = q === p ? ratio : images[row + q]! - ratio * image[q]!;
    }
    this.#drop(k);
    this.pivot(p, entering, image);
    this.state[leaving] = state;
  }

  #drop(k: number): void {
    const last = this.factor.count;
    for (let t = k; t < last; t++) {
      this.free[t] = this.free[t + 1]!;
      this.place[this.free[t]!] = t;
    }
    this.images.copyWithin(k * this.m, (k + 1) * this.m, (last + 1) * this.m);
  }

  /** Moves the basic variables so that every row holds; returns the largest correction. */
  restoreRows(): number {
    const { n, m, x, basis, inverse } = this;
    const { starts, entryRow, entryValue } = this.sparse;
    if (m === 0) return 0;
    const residual = new Float64Array(m);
    for (let i = 0; i < m; i++) residual[i] = -x[n + i]!;
    for (let j = 0; j < n; j++) {
      const value = x[j]!;
      if (value === 0) continue;
      for (let e = starts[j]!; e < starts[j + 1]!; e++)
        residual[entryRow[e]!] = residual[entryRow[e]!]! + entryValue[e]! * value;
    }
    let largest = 0;
    for (let p = 0; p < m; p++) {
      let sum = 0;
      for (let i = 0; i < m; i++) sum += inverse[p * m + i]! * residual[i]!;
      x[basis[p]!] = x[basis[p]!]! - sum;
      largest = Math.max(largest, Math.abs(sum));
    }
    return largest;
  }

  /** Whether the bounds are wider than those of the program. */
  get perturbed(): boolean {
    return this.#trueLower !== undefined;
  }

  /** Widens every bound by its own tiny amount: at a degenerate vertex steps then have a length (the amounts vary with `seed`). */
  perturb(seed: number): void {
    const { lower, upper, magnitude } = this;
    this.#trueLower = lower.slice();
    this.#trueUpper = upper.slice();
    let state = (seed * 2654435761 + 12345) >>> 0;
    for (let j = 0; j < lower.length; j++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const amount = 1e-8 * magnitude * (0.5 + state / 4294967296);
      if (lower[j] === upper[j]) continue;
      lower[j] = lower[j]! - amount;
      upper[j] = upper[j]! + amount;
    }
  }

  /** Takes the perturbation back: variables at a bound move with it, the rows are restored by the caller. */
  restoreBounds(): void {
    if (this.#trueLower === undefined || this.#trueUpper === undefined) return;
    this.lower.set(this.#trueLower);
    this.upper.set(this.#trueUpper);
    this.#trueLower = undefined;
    this.#trueUpper = undefined;
    for (let j = 0; j < this.n + this.m; j++) {
      if (this.state[j] === AT_LOWER) this.x[j] = this.lower[j]!;
      else if (this.state[j] === AT_UPPER) this.x[j] = this.upper[j]!;
      else if (this.state[j] === SUPERBASIC) this.x[j] = Math.min(Math.max(this.x[j]!, this.lower[j]!), this.upper[j]!);
    }
  }

  /** True when enough exchanges have passed that B^-1 should be computed anew. */
  get stale(): boolean {
    return this.m > 1 && this.#exchanges > 60;
  }

  /** Computes B^-1 and the images anew. False where B is singular. */
  refactor(): boolean {
    const { n, m, basis, columns, inverse } = this;
    this.#exchanges = 0;
    const work = new Float64Array(m * m);
    for (let p = 0; p < m; p++) {
      const j = basis[p]!;
      if (j >= n) work[(j - n) * m + p] = -1;
      else for (let i = 0; i < m; i++) work[i * m + p] = columns[j * m + i]!;
    }
    const result = invert(work, m);
    if (result === undefined) return false;
    inverse.set(result);
    for (let k = 0; k < this.factor.count; k++) this.image(this.free[k]!, this.images, k * m);
    return true;
  }
}
