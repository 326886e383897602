import { AT_LOWER, AT_UPPER, HELD } from "./states.ts";
import { ReducedCosts } from "./reduced-costs.ts";

const singularPivot = 1e-11;

/**
 * A quadratic program seen from its working set: directions on the null space of the rows, with a Cholesky factor of the
 * reduced Hessian that is appended to, rotated and exchanged but not rebuilt.
 *
 * The factor only gives directions; multipliers come from the true gradient. What the methods compute stays in the
 * fields that they name until the next call.
 */
export class NullSpace extends ReducedCosts {
  /** Q times the last direction. */
  readonly change: Float64Array = new Float64Array(this.set.n);
  /** Basic part of the last image or direction. */
  readonly image: Float64Array = new Float64Array(this.set.m);
  /** How many of `indices` and `values` the last direction fills: all but slacks. */
  entries = 0;
  /** Z'gradient, one for each superbasic variable. */
  reduced: Float64Array = new Float64Array(64);
  /** The last direction in the superbasic variables. */
  direction: Float64Array = new Float64Array(64);

  /** `reduced` from the gradient; returns its largest entry in units of the tolerance. */
  reducedGradient(): number {
    const set = this.set;
    const { n, m, free, images, count } = set;
    this.#reserve(count);
    let worst = 0;
    for (let k = 0; k < count; k++) {
      const j = free[k]!;
      let value = j < n ? this.gradient[j]! : 0;
      for (let p = 0; p < m; p++) value -= images[k * m + p]! * this.basicGradient[p]!;
      this.reduced[k] = value;
      if (value === 0) continue;
      const scale = this.tolerance(j, this.scale(j));
      worst = Math.max(worst, scale > 0 ? Math.abs(value) / scale : Infinity);
    }
    return worst;
  }

  #reserve(count: number): void {
    if (this.reduced.length > count + 1) return;
    const reduced = new Float64Array(2 * count + 2);
    reduced.set(this.reduced);
    this.reduced = reduced;
    this.direction = new Float64Array(2 * count + 2);
  }

  /** Adds the null-space column of j to the factor; false where it adds no curvature (`skipSingular`: then it stays out). */
  append(j: number, skipSingular = false): boolean {
    const set = this.set;
    const { n, m, basis, free, images, count } = set;
    this.#reserve(count);
    set.image(j, this.image);
    let entries = 0;
    if (j < n) {
      this.indices[entries] = j;
      this.values[entries++] = 1;
    }
    for (let p = 0; p < m; p++) {
      if (basis[p]! < n && this.image[p] !== 0) {
        this.indices[entries] = basis[p]!;
        this.values[entries++] = -this.image[p]!;
      }
    }
    const change = this.change.fill(0);
    this.hessian.addProduct(change, this.indices, this.values, entries);
    let curvature = 0;
    for (let t = 0; t < entries; t++) curvature += this.values[t]! * change[this.indices[t]!]!;
    const l = this.direction;
    for (let k = 0; k < count; k++) {
      const f = free[k]!;
      let value = f < n ? change[f]! : 0;
      for (let p = 0; p < m; p++) if (basis[p]! < n) value -= images[k * m + p]! * change[basis[p]!]!;
      l[k] = value;
    }
    set.factor.solveLower(l);
    let pivot = curvature;
    for (let k = 0; k < count; k++) pivot -= l[k]! * l[k]!;
    const singular = !(pivot > singularPivot * curvature) || curvature <= 0;
    if (singular && skipSingular) return false;
    set.release(j, this.image, l, Math.sqrt(Math.max(pivot, 0)));
    return !singular;
  }

  /** `direction` = -(Z'QZ)^-1 `reduced`. */
  newtonDirection(): void {
    const { factor, count } = this.set;
    const { direction, reduced } = this;
    for (let k = 0; k < count; k++) direction[k] = -reduced[k]!;
    factor.solveLower(direction);
    factor.solveUpper(direction);
  }

  /** `direction` = the null vector of a factor whose last pivot is 0, its last entry of the sign given. */
  nullDirection(sign: number): void {
    const { factor, count } = this.set;
    const { direction } = this;
    const last = count - 1;
    const row = last * factor.stride;
    for (let k = 0; k < last; k++) direction[k] = factor.values[row + k]!;
    factor.count = last;
    factor.solveUpper(direction);
    factor.count = count;
    for (let k = 0; k < last; k++) direction[k] = direction[k]! * -sign;
    direction[last] = sign;
  }

  /** The whole of `direction`: its basic part into `image`, its variables into `indices` and `values`; returns its largest entry. */
  expand(): number {
    const set = this.set;
    const { n, m, basis, images, free, count } = set;
    const direction = this.direction;
    const basic = this.image.fill(0);
    let entries = 0,
      longest = 0;
    for (let k = 0; k < count; k++) {
      const value = direction[k]!;
      if (value === 0) continue;
      longest = Math.max(longest, Math.abs(value));
      for (let p = 0; p < m; p++) basic[p] = basic[p]! - images[k * m + p]! * value;
      if (free[k]! < n) {
        this.indices[entries] = free[k]!;
        this.values[entries++] = value;
      }
    }
    for (let p = 0; p < m; p++) {
      if (basis[p]! < n && basic[p] !== 0) {
        this.indices[entries] = basis[p]!;
        this.values[entries++] = basic[p]!;
        longest = Math.max(longest, Math.abs(basic[p]!));
      }
    }
    this.entries = entries;
    return longest;
  }

  /** `change` = Q times the expanded direction. */
  curve(): void {
    this.hessian.addProduct(this.change.fill(0), this.indices, this.values, this.entries);
  }

  /** Moves along the expanded direction; the gradient follows by `change`. */
  move(step: number): void {
    const { n, m, x, basis, free, count } = this.set;
    const { direction, image, gradient, change } = this;
    for (let k = 0; k < count; k++) x[free[k]!] = x[free[k]!]! + step * direction[k]!;
    for (let p = 0; p < m; p++) x[basis[p]!] = x[basis[p]!]! + step * image[p]!;
    for (let j = 0; j < n; j++) gradient[j] = gradient[j]! + step * change[j]!;
    this.fresh = false;
  }

  /** The expanded direction by variable. */
  ray(): Float64Array {
    const ray = new Float64Array(this.set.n);
    for (let t = 0; t < this.entries; t++) ray[this.indices[t]!] = this.values[t]!;
    return ray;
  }

  /** Fixes what met a bound: superbasic number `t`, or from `count` on a basic variable, whose place another takes. */
  block(t: number, rising: boolean): boolean {
    const { set } = this;
    const state = rising ? AT_UPPER : AT_LOWER;
    if (t >= set.count) return this.#leaveBasis(t - set.count, state);
    const j = set.free[t]!;
    set.x[j] = rising ? set.upper[j]! : set.lower[j]!;
    set.fix(t, state);
    return true;
  }

  // the superbasic variable with most room becomes basic
  #leaveBasis(p: number, state: number): boolean {
    const set = this.set;
    const { n, m, images, free, x, lower, upper } = set;
    const b = set.basis[p]!;
    let largest = 0;
    for (let k = 0; k < set.count; k++) largest = Math.max(largest, Math.abs(images[k * m + p]!));
    if (largest < 1e-9) return false;
    let best = -1,
      bestRoom = -1;
    for (let k = 0; k < set.count; k++) {
      const weight = Math.abs(images[k * m + p]!);
      if (weight < 0.1 * largest) continue;
      const j = free[k]!;
      // multipliers are as exact as the gradients of the basic variables: rather those of small volatility
      const volatility = (j < n ? this.root[j]! : 0) + 1e-6 * this.largestRoot;
      const room = (weight * Math.min(x[j]! - lower[j]!, upper[j]! - x[j]!, set.magnitude)) / (volatility || 1);
      if (room > bestRoom) {
        bestRoom = room;
        best = k;
      }
    }
    if (best < 0) return false;
    x[b] = state === AT_UPPER ? upper[b]! : lower[b]!;
    set.swap(p, best, state);
    return true;
  }

  /** After a null direction no pivot may stay at 0: what has none is held. */
  settle(): void {
    const set = this.set;
    for (;;) {
      const { at, ratio } = set.factor.weakest();
      if (ratio > 1e-13) return;
      set.fix(at, HELD);
    }
  }

  /** Whether row i can't move; a slack that can has no price. */
  isTight(i: number): boolean {
    const state = this.set.state[this.set.n + i]!;
    return state === AT_LOWER || state === AT_UPPER;
  }

  /** x within its bounds, and the multipliers of rows that can't move. */
  point(): { readonly x: Float64Array; readonly y: Float64Array } {
    const { n, x: all, rowScale } = this.set;
    const { lower, upper } = this.program;
    const x = all.slice(0, n);
    for (let j = 0; j < n; j++) x[j] = Math.min(Math.max(x[j]!, lower[j]!), upper[j]!);
    return { x, y: this.pi.map((price, i) => (this.isTight(i) ? price * rowScale[i]! : 0)) };
  }
}
