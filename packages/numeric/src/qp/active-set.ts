import { crossedLimits, rayOf } from "./certificates.ts";
import { type CoordinateStart, coordinateStart } from "./coordinate-start.ts";
import { type HessianOperator, hessianOperator } from "./hessian.ts";
import { NullSpace } from "./null-space.ts";
import { findFeasible } from "./phase-one.ts";
import { price } from "./pricing.ts";
import type { FarkasCertificate, QuadraticProgram } from "./program.ts";
import { AT_LOWER, AT_UPPER, HELD } from "./states.ts";

/** What the active-set method found; not yet judged. */
export interface ActiveSetResult {
  readonly status: "converged" | "infeasible" | "unbounded" | "iteration-limit";
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly iterations: number;
  readonly certificate?: FarkasCertificate;
  readonly ray?: Float64Array;
}

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
  /** The program as its working set sees it. */
  readonly space: NullSpace;
  readonly #program: QuadraticProgram;
  readonly #hessian: HessianOperator;
  readonly #crossed: FarkasCertificate | undefined;
  #started = false;
  readonly #reference: number;

  constructor(program: QuadraticProgram, hessian: HessianOperator = hessianOperator(program.hessian, program.size)) {
    const n = program.size;
    this.#program = program;
    this.#hessian = hessian;
    this.space = new NullSpace(program, hessian);
    this.#crossed = crossedLimits(program);
    let sum = 0;
    for (let j = 0; j < n; j++) sum += hessian.diagonal[j]!;
    this.#reference = sum > 0 ? sum / n : 1;
  }

  /** Solves for the linear term `linear`, from the working set of the last solve, or from `x` where it is given. */
  solve(
    options: { readonly linear?: Float64Array; readonly x?: Float64Array; readonly maxIterations?: number } = {},
  ): ActiveSetResult {
    const { space } = this;
    const { set } = space;
    if (options.linear !== undefined) space.linear.set(options.linear);
    const limit = options.maxIterations ?? 50 * (set.n + set.m) + 1000;
    let iterations = 0;
    if (this.#crossed !== undefined) return { ...this.#result("infeasible", 0), certificate: this.#crossed };
    if (!this.#started || options.x !== undefined) {
      set.start(options.x);
      const failure = this.#enterFeasible(limit);
      if (failure !== undefined) return failure;
      this.#started = true;
      space.refresh();
      this.#releaseHeld();
    } else space.refresh();

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
      space.multipliers();
      const residual = space.reducedGradient();
      let singular = false;
      entering = -1;
      if (residual <= 1 || refinements >= 6) {
        entering = price(space, this.#reference, idle > careful);
        if (entering < 0) {
          if (residual > 1 && refinements < 12 && !space.fresh) refinements++;
          else if (set.perturbed) set.restoreBounds();
          else if (space.fresh) {
            if (residual <= 1 || rebuilds++ > 1) return this.#result("converged", iterations);
            // the factor no longer leads to 0: a new one
            if (!this.#restart(limit)) break;
            refinements = 0;
            continue;
          }
          if (!this.#repair(limit)) break;
          continue;
        }
        singular = !space.append(entering);
        refinements = 0;
      } else refinements++;
      const outcome = this.#step(entering, singular, idle > careful);
      if (outcome === "ray") {
        return { ...this.#result("unbounded", iterations), ray: space.ray() };
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

  /**
   * A point near the minimiser for the program's own linear term, to start from where a vertex would be far; with `reward`,
   * near the one at which linear - parameter x reward has parameter x reward'x = x'Qx + linear'x.
   */
  approach(reward?: Float64Array): CoordinateStart {
    return coordinateStart(this.space.set, this.#hessian, this.#program.linear, reward);
  }

  #enterFeasible(limit: number): ActiveSetResult | undefined {
    const { set, linear } = this.space;
    const { n } = set;
    const score = new Float64Array(n);
    for (let j = 0; j < n; j++) score[j] = 0.5 * this.#hessian.diagonal[j]! * set.magnitude + linear[j]!;
    const found = findFeasible(set, this.#program, score, limit);
    if (found.status === "feasible") return undefined;
    const result = this.#result("iteration-limit", found.iterations);
    return found.status === "infeasible" ? { ...result, status: "infeasible", certificate: found.certificate } : result;
  }

  // a new factor from where x is
  #restart(limit: number): boolean {
    const { set } = this.space;
    if (set.perturbed) set.restoreBounds();
    set.start(set.x.slice(0, set.n));
    if (this.#enterFeasible(limit) !== undefined) return false;
    this.space.refresh();
    this.#releaseHeld();
    return true;
  }

  // after new numbers for B^-1, x or bounds: rows hold again, and if that broke a bound, phase one from here
  #repair(limit: number): boolean {
    const { set } = this.space;
    set.restoreRows();
    set.restoreRows();
    const tolerance = 1e-10 * set.magnitude;
    for (let p = 0; p < set.m; p++) {
      const b = set.basis[p]!;
      if (set.x[b]! < set.lower[b]! - tolerance || set.x[b]! > set.upper[b]! + tolerance) {
        return this.#restart(limit);
      }
    }
    this.space.refresh();
    return true;
  }

  // frees every held variable that adds curvature: cheaper than pricing them in one at a time
  #releaseHeld(): void {
    const { n, state } = this.space.set;
    for (let j = 0; j < n; j++) if (state[j] === HELD) this.space.append(j, true);
  }

  #step(entering: number, singular: boolean, careful: boolean): "moved" | "blocked" | "idle" | "ray" | "stuck" {
    const { space } = this;
    const { set, reduced } = space;
    const { n, m, x, basis, lower, upper, free } = set;
    const count = set.count;
    const last = count - 1;
    if (entering >= 0) {
      // what is left in the others is below the tolerance; alone, the entering variable moves the right way
      for (let k = 0; k < last; k++) reduced[k] = 0;
      let value = entering < n ? space.gradient[entering]! : 0;
      for (let p = 0; p < m; p++) value -= space.image[p]! * space.basicGradient[p]!;
      reduced[last] = value;
    }
    if (singular) space.nullDirection(reduced[last]! > 0 ? -1 : 1);
    else space.newtonDirection();
    const longest = space.expand();
    space.curve();
    const { direction, image: basic, change, indices, values, entries } = space;
    let slope = 0,
      curvature = 0,
      terms = 0;
    for (let t = 0; t < entries; t++) {
      const j = indices[t]!;
      slope += space.gradient[j]! * values[t]!;
      curvature += change[j]! * values[t]!;
      terms += values[t]! * values[t]! * this.#hessian.diagonal[j]!;
    }
    if (!Number.isFinite(longest)) return "stuck";
    // a pure slack move, or rounding: the reduced gradient knows the slope better
    let reducedSlope = 0;
    for (let k = 0; k < count; k++) reducedSlope += reduced[k]! * direction[k]!;
    if (!(slope < 0)) slope = reducedSlope;
    if (!(slope < 0)) return entering >= 0 ? this.#giveUp(last) : "moved";
    // along a null vector what curvature is left is rounding, unless it isn't a way to infinity after all
    let newton = curvature > (singular ? 1e-9 : 1e-13) * terms ? -slope / curvature : Infinity;
    if (newton === Infinity && curvature > 0 && !this.#isRay()) newton = -slope / curvature;

    // ratio test: widest step within the tolerance, then the largest pivot among those it meets
    const tolerance = careful ? 0 : 1e-13 * set.magnitude;
    const negligible = 1e-13 * longest;
    let widest = newton;
    for (let t = 0; t < count + m; t++) {
      const value = t < count ? direction[t]! : basic[t - count]!;
      if (Math.abs(value) <= negligible) continue;
      const j = t < count ? free[t]! : basis[t - count]!;
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
    if (step > 0) space.move(step);
    if (blocking < 0) {
      if (singular) space.settle();
      space.measure();
      return "moved";
    }
    const rising = (blocking < count ? direction[blocking]! : basic[blocking - count]!) > 0;
    if (!space.block(blocking, rising)) return "stuck";
    if (singular) space.settle();
    return step * longest > 1e-13 * set.magnitude ? "blocked" : "idle";
  }

  #isRay(): boolean {
    const { space } = this;
    return rayOf({ ...this.#program, linear: space.linear }, this.#hessian, space.ray()) !== undefined;
  }

  // a direction that doesn't descend: the entering variable goes back
  #giveUp(last: number): "stuck" {
    const { set } = this.space;
    const j = set.free[last]!;
    set.fix(last, set.x[j]! <= set.lower[j]! ? AT_LOWER : set.x[j]! >= set.upper[j]! ? AT_UPPER : HELD);
    return "stuck";
  }

  #result(status: ActiveSetResult["status"], iterations: number): ActiveSetResult {
    return { status, ...this.space.point(), iterations };
  }
}
