import { crossedLimits, isRay } from "./certificates.ts";
import { type HessianOperator, hessianOperator } from "./hessian.ts";
import { findFeasible } from "./phase-one.ts";
import type { FarkasCertificate, QuadraticProgram } from "./program.ts";
import { AT_LOWER, AT_UPPER, HELD, WorkingSet } from "./working-set.ts";

/** What the active-set method found; not yet judged. */
export interface ActiveSetResult {
  readonly status: "converged" | "infeasible" | "unbounded" | "iteration-limit";
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly iterations: number;
  readonly certificate?: FarkasCertificate;
  readonly ray?: Float64Array;
}

const reducedTolerance = 1e-12;
const singularPivot = 1e-11;
/** Steps of length 0 in a row before the bounds are perturbed, and before the lowest index decides (Bland 1977). */
const stalled = 10;
const careful = 200;

/**
 * Primal active-set method for a convex quadratic program that starts at a vertex and grows the set of free
 * variables, with a Cholesky factor of the reduced Hessian that is appended to, rotated and exchanged but not rebuilt.
 *
 * The factor only gives directions: steps are exact along them, multipliers come from the true gradient, and both
 * are computed anew before a point is called optimal. Where the reduced Hessian is singular the direction is its
 * null vector, followed to the next bound (inertia control, Gill & Murray 1978), so that at most one pivot is ever 0.
 * The solver keeps its working set: a later `solve` with another linear term starts from there.
 */
export class ActiveSetSolver {
  readonly #program: QuadraticProgram;
  readonly #hessian: HessianOperator;
  readonly #set: WorkingSet;
  readonly #linear: Float64Array;
  readonly #crossed: FarkasCertificate | undefined;
  readonly #gradient: Float64Array;
  readonly #change: Float64Array;
  readonly #pi: Float64Array;
  readonly #image: Float64Array;
  readonly #basicGradient: Float64Array;
  readonly #indices: Int32Array;
  readonly #values: Float64Array;
  #reduced = new Float64Array(64);
  #direction = new Float64Array(64);
  #started = false;
  #fresh = false;
  #volatility = 0;
  readonly #root: Float64Array;
  #reference = 1;

  constructor(program: QuadraticProgram, hessian: HessianOperator = hessianOperator(program.hessian, program.size)) {
    const n = program.size;
    this.#program = program;
    this.#hessian = hessian;
    this.#set = new WorkingSet(program);
    const m = this.#set.m;
    this.#linear = program.linear.slice();
    this.#crossed = crossedLimits(program);
    this.#gradient = new Float64Array(n);
    this.#change = new Float64Array(n);
    this.#pi = new Float64Array(m);
    this.#image = new Float64Array(m);
    this.#basicGradient = new Float64Array(m);
    this.#indices = new Int32Array(n);
    this.#values = new Float64Array(n);
    this.#root = hessian.diagonal.map(Math.sqrt);
    let sum = 0;
    for (let j = 0; j < n; j++) sum += hessian.diagonal[j]!;
    this.#reference = sum > 0 ? sum / n : 1;
  }

  /** Solves for the linear term `linear`, from the working set of the last solve, or from `x` where it is given. */
  solve(
    options: { readonly linear?: Float64Array; readonly x?: Float64Array; readonly maxIterations?: number } = {},
  ): ActiveSetResult {
    const set = this.#set;
    const { n, m } = set;
    if (options.linear !== undefined) this.#linear.set(options.linear);
    const limit = options.maxIterations ?? 50 * (n + m) + 1000;
    let iterations = 0;
    if (this.#crossed !== undefined) return { ...this.#result("infeasible", 0), certificate: this.#crossed };
    if (!this.#started || options.x !== undefined) {
      set.start(options.x);
      const failure = this.#enterFeasible(limit);
      if (failure !== undefined) return failure;
      this.#started = true;
      this.#refresh();
      this.#releaseHeld();
    } else this.#refresh();

    let refinements = 0,
      idle = 0,
      entering = -1,
      restarts = 0,
      rebuilds = 0;
    for (; iterations < limit; iterations++) {
      if (set.stale) {
        if (!set.refactor()) break;
        if (!this.#repair(limit)) break;
      }
      this.#multipliers();
      const residual = this.#reducedGradient();
      let singular = false;
      entering = -1;
      if (residual <= 1 || refinements >= 6) {
        entering = this.#price(idle > careful);
        if (entering < 0) {
          if (residual > 1 && refinements < 12 && !this.#fresh) refinements++;
          else if (set.perturbed) set.restoreBounds();
          else if (this.#fresh) {
            if (residual <= 1 || rebuilds++ > 1) return this.#result("converged", iterations);
            // the factor no longer leads to 0: a new one
            if (!this.#restart(limit)) break;
            refinements = 0;
            continue;
          }
          if (!this.#repair(limit)) break;
          continue;
        }
        singular = !this.#append(entering);
        refinements = 0;
      } else refinements++;
      const outcome = this.#step(entering, singular, idle > careful);
      if (outcome === "ray") {
        return { ...this.#result("unbounded", iterations), ray: this.#ray() };
      }
      if (outcome === "stuck") {
        // rounding in the factor or gradient: start again from this point, a few times
        if (restarts++ > 3 || !this.#restart(limit)) break;
        continue;
      }
      if (outcome === "blocked") refinements = 0;
      idle = outcome === "idle" ? idle + 1 : 0;
      if (idle === stalled && !set.perturbed) set.perturb(iterations);
    }
    return this.#result("iteration-limit", iterations);
  }

  #count = 0;

  #enterFeasible(limit: number): ActiveSetResult | undefined {
    const set = this.#set;
    const { n } = set;
    const score = new Float64Array(n);
    for (let j = 0; j < n; j++) score[j] = 0.5 * this.#hessian.diagonal[j]! * set.magnitude + this.#linear[j]!;
    const found = findFeasible(set, this.#program, score, limit);
    if (found.status === "feasible") return undefined;
    const result = this.#result("iteration-limit", found.iterations);
    return found.status === "infeasible" ? { ...result, status: "infeasible", certificate: found.certificate } : result;
  }

  // a new factor from where x is
  #restart(limit: number): boolean {
    const set = this.#set;
    if (set.perturbed) set.restoreBounds();
    set.start(set.x.slice(0, set.n));
    if (this.#enterFeasible(limit) !== undefined) return false;
    this.#refresh();
    this.#releaseHeld();
    return true;
  }

  // after new numbers for B^-1, x or bounds: rows hold again, and if that broke a bound, phase one from here
  #repair(limit: number): boolean {
    const set = this.#set;
    set.restoreRows();
    set.restoreRows();
    const tolerance = 1e-10 * set.magnitude;
    for (let p = 0; p < set.m; p++) {
      const b = set.basis[p]!;
      if (set.x[b]! < set.lower[b]! - tolerance || set.x[b]! > set.upper[b]! + tolerance) {
        return this.#restart(limit);
      }
    }
    this.#refresh();
    return true;
  }

  #refresh(): void {
    const { n, x } = this.#set;
    const gradient = this.#gradient;
    gradient.set(this.#linear);
    let count = 0;
    for (let j = 0; j < n; j++) {
      if (x[j] === 0) continue;
      this.#indices[count] = j;
      this.#values[count++] = x[j]!;
    }
    this.#hessian.addProduct(gradient, this.#indices, this.#values, count);
    this.#fresh = true;
    this.#sizes();
  }

  // sum of sqrt(Q_kk) |x_k|: times sqrt(Q_jj) it bounds the size of the terms of (Qx)_j
  #sizes(): void {
    const { n, x } = this.#set;
    let sum = 0;
    for (let j = 0; j < n; j++) if (x[j] !== 0) sum += this.#root[j]! * Math.abs(x[j]!);
    this.#volatility = sum;
  }

  // frees every held variable that adds curvature: cheaper than pricing them in one at a time
  #releaseHeld(): void {
    const { n, state } = this.#set;
    for (let j = 0; j < n; j++) if (state[j] === HELD) this.#append(j, true);
  }

  #multipliers(): void {
    const set = this.#set;
    const { n, m, basis } = set;
    for (let p = 0; p < m; p++) this.#basicGradient[p] = basis[p]! < n ? this.#gradient[basis[p]!]! : 0;
    set.multipliers(this.#basicGradient, this.#pi);
  }

  // size of a reduced cost, for tolerances
  #scale(j: number): number {
    const { n, m, columns } = this.#set;
    if (j >= n) return Math.abs(this.#pi[j - n]!) + 1e-3 * this.#sumPi();
    let size = this.#root[j]! * this.#volatility + Math.abs(this.#linear[j]!);
    for (let i = 0; i < m; i++) size += Math.abs(this.#pi[i]! * columns[j * m + i]!);
    return size;
  }

  #sumPi(): number {
    let sum = 0;
    for (let i = 0; i < this.#pi.length; i++) sum += Math.abs(this.#pi[i]!);
    return sum;
  }

  // Z'g into #reduced; returns its largest entry in units of the tolerance
  #reducedGradient(): number {
    const set = this.#set;
    const { n, m, free, images, count } = set;
    if (this.#reduced.length <= count + 1) {
      this.#reduced = new Float64Array(2 * count + 2);
      this.#direction = new Float64Array(2 * count + 2);
    }
    let worst = 0;
    for (let k = 0; k < count; k++) {
      const j = free[k]!;
      let value = j < n ? this.#gradient[j]! : 0;
      for (let p = 0; p < m; p++) value -= images[k * m + p]! * this.#basicGradient[p]!;
      this.#reduced[k] = value;
      if (value === 0) continue;
      const scale = reducedTolerance * this.#scale(j);
      worst = Math.max(worst, scale > 0 ? Math.abs(value) / scale : Infinity);
    }
    return worst;
  }

  // the fixed variable whose release promises most, or -1
  #price(careful: boolean): number {
    const set = this.#set;
    const { n, m, state, lower, upper, columns } = set;
    const pi = this.#pi;
    const diagonal = this.#hessian.diagonal;
    const sumPi = this.#sumPi();
    let curvature = 0,
      structural = 0;
    for (let p = 0; p < m; p++) {
      const b = set.basis[p]!;
      if (b < n) {
        curvature += diagonal[b]!;
        structural++;
      }
    }
    const base = structural > 0 && curvature > 0 ? curvature / structural : this.#reference;
    let best = -1,
      bestValue = 0;
    for (let j = 0; j < n + m; j++) {
      const own = state[j]!;
      if (own > HELD || lower[j] === upper[j]) continue;
      let d: number,
        size: number,
        weight = base;
      if (j >= n) {
        d = pi[j - n]!;
        size = Math.abs(d) + 1e-3 * sumPi;
      } else {
        d = this.#gradient[j]!;
        if (m === 1) {
          const term = pi[0]! * columns[j]!;
          d -= term;
          size = Math.abs(term);
        } else {
          size = 0;
          for (let i = 0; i < m; i++) {
            const term = pi[i]! * columns[j * m + i]!;
            d -= term;
            size += Math.abs(term);
          }
        }
        if (own === AT_LOWER ? d >= 0 : own === AT_UPPER ? d <= 0 : d === 0) continue;
        size += this.#root[j]! * this.#volatility + Math.abs(this.#linear[j]!);
        weight += diagonal[j]!;
      }
      if (own === AT_LOWER ? d >= 0 : own === AT_UPPER ? d <= 0 : d === 0) continue;
      if (Math.abs(d) <= reducedTolerance * size) continue;
      if (careful) return j;
      const value = (d * d) / weight;
      if (value > bestValue) {
        bestValue = value;
        best = j;
      }
    }
    return best;
  }

  // adds the null-space column of j to the factor; false where it adds no curvature (`skipSingular`: then it stays out)
  #append(j: number, skipSingular = false): boolean {
    const set = this.#set;
    const { n, m, basis, free, images, count } = set;
    if (this.#reduced.length <= count + 1) this.#reducedGradient();
    set.image(j, this.#image);
    let entries = 0;
    if (j < n) {
      this.#indices[entries] = j;
      this.#values[entries++] = 1;
    }
    for (let p = 0; p < m; p++) {
      if (basis[p]! < n && this.#image[p] !== 0) {
        this.#indices[entries] = basis[p]!;
        this.#values[entries++] = -this.#image[p]!;
      }
    }
    const change = this.#change.fill(0);
    this.#hessian.addProduct(change, this.#indices, this.#values, entries);
    let curvature = 0;
    for (let t = 0; t < entries; t++) curvature += this.#values[t]! * change[this.#indices[t]!]!;
    const l = this.#direction;
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
    set.release(j, this.#image, l, Math.sqrt(Math.max(pivot, 0)));
    return !singular;
  }

  #step(entering: number, singular: boolean, careful: boolean): "moved" | "blocked" | "idle" | "ray" | "stuck" {
    const set = this.#set;
    const { n, m, x, basis, lower, upper, images, free } = set;
    const count = set.count;
    const direction = this.#direction;
    const reduced = this.#reduced;
    const last = count - 1;
    if (entering >= 0) {
      // what is left in the others is below the tolerance; alone, the entering variable moves the right way
      for (let k = 0; k < last; k++) reduced[k] = 0;
      let value = entering < n ? this.#gradient[entering]! : 0;
      for (let p = 0; p < m; p++) value -= this.#image[p]! * this.#basicGradient[p]!;
      reduced[last] = value;
    }
    if (singular) {
      const row = last * set.factor.stride;
      for (let k = 0; k < last; k++) direction[k] = set.factor.values[row + k]!;
      set.factor.count = last;
      set.factor.solveUpper(direction);
      set.factor.count = count;
      const sign = reduced[last]! > 0 ? 1 : -1;
      for (let k = 0; k < last; k++) direction[k] = direction[k]! * sign;
      direction[last] = -sign;
    } else {
      for (let k = 0; k < count; k++) direction[k] = -reduced[k]!;
      set.factor.solveLower(direction);
      set.factor.solveUpper(direction);
    }
    // the whole direction; basic part in #image
    const basic = this.#image.fill(0);
    let entries = 0,
      longest = 0;
    for (let k = 0; k < count; k++) {
      const value = direction[k]!;
      if (value === 0) continue;
      longest = Math.max(longest, Math.abs(value));
      for (let p = 0; p < m; p++) basic[p] = basic[p]! - images[k * m + p]! * value;
      if (free[k]! < n) {
        this.#indices[entries] = free[k]!;
        this.#values[entries++] = value;
      }
    }
    for (let p = 0; p < m; p++) {
      if (basis[p]! < n && basic[p] !== 0) {
        this.#indices[entries] = basis[p]!;
        this.#values[entries++] = basic[p]!;
        longest = Math.max(longest, Math.abs(basic[p]!));
      }
    }
    this.#count = entries;
    const change = this.#change.fill(0);
    this.#hessian.addProduct(change, this.#indices, this.#values, entries);
    let slope = 0,
      curvature = 0,
      terms = 0;
    for (let t = 0; t < entries; t++) {
      const j = this.#indices[t]!;
      slope += this.#gradient[j]! * this.#values[t]!;
      curvature += change[j]! * this.#values[t]!;
      terms += this.#values[t]! * this.#values[t]! * this.#hessian.diagonal[j]!;
    }
    if (!Number.isFinite(longest)) return "stuck";
    // a pure slack move, or rounding: the reduced gradient knows the slope better
    let reducedSlope = 0;
    for (let k = 0; k < count; k++) reducedSlope += reduced[k]! * direction[k]!;
    if (!(slope < 0)) slope = reducedSlope;
    if (!(slope < 0)) return entering >= 0 ? this.#giveUp(last) : "moved";
    // along a null vector what curvature is left is rounding, unless it isn't a way to infinity after all
    let newton = curvature > (singular ? 1e-9 : 1e-13) * terms ? -slope / curvature : Infinity;
    if (
      newton === Infinity &&
      curvature > 0 &&
      !isRay({ ...this.#program, linear: this.#linear }, this.#hessian, this.#ray())
    )
      newton = -slope / curvature;

    // ratio test: widest step within the tolerance, then the largest pivot among those it meets
    const tolerance = careful ? 0 : 1e-13 * set.magnitude;
    const negligible = 1e-13 * longest;
    let widest = newton;
    for (let k = 0; k < count; k++) {
      const value = direction[k]!;
      if (Math.abs(value) <= negligible) continue;
      const j = free[k]!;
      const step = value > 0 ? (upper[j]! + tolerance - x[j]!) / value : (lower[j]! - tolerance - x[j]!) / value;
      if (step < widest) widest = step;
    }
    for (let p = 0; p < m; p++) {
      const value = basic[p]!;
      if (Math.abs(value) <= negligible) continue;
      const j = basis[p]!;
      const step = value > 0 ? (upper[j]! + tolerance - x[j]!) / value : (lower[j]! - tolerance - x[j]!) / value;
      if (step < widest) widest = step;
    }
    if (widest === Infinity) return "ray";
    let step = newton,
      blocking = -1,
      pivot = 0;
    if (widest < newton) {
      for (let t = 0; t < count + m; t++) {
        const value = t < count ? direction[t]! : basic[t - count]!;
        if (Math.abs(value) <= negligible) continue;
        const j = t < count ? free[t]! : basis[t - count]!;
        const exact = value > 0 ? (upper[j]! - x[j]!) / value : (lower[j]! - x[j]!) / value;
        if (exact > widest) continue;
        const better = careful
          ? blocking < 0 || j < (blocking < count ? free[blocking]! : basis[blocking - count]!)
          : Math.abs(value) > pivot;
        if (!better) continue;
        blocking = t;
        pivot = Math.abs(value);
        step = Math.max(0, exact);
      }
    }
    // move
    if (step > 0) {
      for (let k = 0; k < count; k++) x[free[k]!] = x[free[k]!]! + step * direction[k]!;
      for (let p = 0; p < m; p++) x[basis[p]!] = x[basis[p]!]! + step * basic[p]!;
      for (let j = 0; j < n; j++) this.#gradient[j] = this.#gradient[j]! + step * change[j]!;
      this.#fresh = false;
    }
    if (blocking < 0) {
      if (singular) this.#settle();
      this.#sizes();
      return "moved";
    }
    const rising = (blocking < count ? direction[blocking]! : basic[blocking - count]!) > 0;
    const state = rising ? AT_UPPER : AT_LOWER;
    if (blocking < count) {
      const j = free[blocking]!;
      x[j] = rising ? upper[j]! : lower[j]!;
      set.fix(blocking, state);
    } else if (!this.#leaveBasis(blocking - count, state)) return "stuck";
    if (singular) this.#settle();
    return step * longest > 1e-13 * set.magnitude ? "blocked" : "idle";
  }

  #ray(): Float64Array {
    const ray = new Float64Array(this.#set.n);
    for (let t = 0; t < this.#count; t++) ray[this.#indices[t]!] = this.#values[t]!;
    return ray;
  }

  // a direction that doesn't descend: the entering variable goes back
  #giveUp(last: number): "stuck" {
    const set = this.#set;
    const j = set.free[last]!;
    set.fix(last, set.x[j]! <= set.lower[j]! ? AT_LOWER : set.x[j]! >= set.upper[j]! ? AT_UPPER : HELD);
    return "stuck";
  }

  #leaveBasis(p: number, state: number): boolean {
    const set = this.#set;
    const { m, images, free, x, lower, upper } = set;
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
      const room = weight * Math.min(x[j]! - lower[j]!, upper[j]! - x[j]!, set.magnitude);
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

  // after a null direction: no pivot may stay at 0
  #settle(): void {
    const set = this.#set;
    for (;;) {
      const { at, ratio } = set.factor.weakest();
      if (ratio > 1e-13) return;
      set.fix(at, HELD);
    }
  }

  #result(status: ActiveSetResult["status"], iterations: number): ActiveSetResult {
    const set = this.#set;
    const { n, m } = set;
    const x = set.x.slice(0, n);
    const { lower, upper } = this.#program;
    for (let j = 0; j < n; j++) {
      x[j] = Math.min(Math.max(x[j]!, lower[j]!), upper[j]!);
    }
    const y = new Float64Array(m);
    for (let i = 0; i < m; i++) {
      const own = set.state[n + i]!;
      // a slack that can move has no price
      if (own === AT_LOWER || own === AT_UPPER) y[i] = this.#pi[i]! * set.rowScale[i]!;
    }
    return { status, x, y, iterations };
  }
}
