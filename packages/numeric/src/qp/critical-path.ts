import type { ActiveSetResult, ActiveSetSolver } from "./active-set.ts";
import { type CriticalCorner, cornerAt, cornersBetween, linearAt, type ParametricProgram } from "./corner.ts";
import { nextEvent } from "./parametric-ratio.ts";

/** How a path ended; see {@link CriticalLine}. */
export interface PathEnd {
  readonly status: "complete" | "ray" | "edge" | "iteration-limit";
  readonly ray?: Float64Array;
  readonly rayDuals?: Float64Array;
}

/** Parameters this near to each other, relatively, are the same. */
const sameParameter = 1e-13;
/** How far the path jumps ahead where it can't follow. */
const jump = 1e-6;
/** Changes at the same parameter before it does. */
const maxIdle = 60;
/** Parameters below this share of the unit are 0. */
const tiny = 1e-16;

/** The working set of an active-set solver, followed from parameter 0 on. */
export class CriticalPath {
  readonly corners: CriticalCorner[] = [];
  iterations = 0;
  restarts = 0;
  readonly #parametric: ParametricProgram;
  readonly #solver: ActiveSetSolver;
  readonly #limit: number;
  /** A parameter at which reward and curvature weigh the same. */
  readonly #unit: number;
  #parameter = 0;
  /** Whether the last corner didn't hold. */
  #broken = false;
  /** Where the path was last taken up again, and how far ahead of what failed. */
  #resumed = -1;
  #jump = jump;

  constructor(parametric: ParametricProgram, solver: ActiveSetSolver, limit: number) {
    this.#parametric = parametric;
    this.#solver = solver;
    this.#limit = limit;
    const { program, hessian, reward } = parametric;
    let curvature = 0,
      largest = 0;
    for (let j = 0; j < program.size; j++) {
      curvature = Math.max(curvature, hessian.diagonal[j]! * solver.space.set.magnitude, Math.abs(program.linear[j]!));
      largest = Math.max(largest, Math.abs(reward[j]!));
    }
    this.#unit = largest > 0 && curvature > 0 ? curvature / largest : 1;
  }

  /** Follows the path from the solver's minimiser for parameter 0 to its end. */
  follow(first: ActiveSetResult): PathEnd {
    this.iterations = first.iterations;
    const { space } = this.#solver;
    let idle = 0;
    while (this.iterations < this.#limit) {
      this.iterations++;
      const stale = space.set.stale && !space.set.refactor();
      if (this.#broken || stale || !this.#settle() || idle > maxIdle) {
        if (!this.#resume()) break;
        idle = 0;
        continue;
      }
      const event = nextEvent(space, this.#parametric.reward, tiny * this.#unit, idle > 10);
      if (event.kind === "end" || event.kind === "ray") {
        this.#mark();
        if (this.#broken) continue;
        if (event.kind === "end") return { status: "complete" };
        const rayDuals = event.rate.map((value, i) => (space.isTight(i) ? value * space.set.rowScale[i]! : 0));
        return { status: "ray", ray: space.ray(), rayDuals };
      }
      if (event.length > sameParameter * this.#parameter) {
        this.#mark();
        if (!this.#broken) {
          this.#advance(event.length);
          this.#mark();
        }
        if (this.#broken) continue;
        idle = 0;
      } else {
        this.#advance(event.length);
        idle++;
      }
      if (event.kind === "bound") this.#broken = !space.block(event.at, event.rising);
      else if (!space.append(event.at)) {
        const outcome = this.#slide(event.sign);
        this.#broken = outcome === "stuck";
        if (outcome === "ray") {
          this.#mark();
          if (!this.#broken) return { status: "edge", ray: space.ray() };
        }
      }
    }
    return { status: "iteration-limit" };
  }

  #advance(length: number): void {
    const { space } = this.#solver;
    if (length > 0) {
      space.move(length);
      if (space.set.m > 0) space.set.restoreRows();
      space.multipliers();
    }
    this.#parameter += length;
  }

  // gradient and multipliers at the parameter, x put where the reduced gradient is 0 as far as rounding allows
  #settle(): boolean {
    const { space } = this.#solver;
    space.linear.set(linearAt(this.#parametric, this.#parameter));
    space.refresh();
    space.multipliers();
    let last = Infinity;
    for (let round = 0; ; round++) {
      const residual = space.reducedGradient();
      // what is left is judged at the next corner
      if (residual <= 1 || round === 4 || residual > 0.5 * last) return !Number.isNaN(residual);
      last = residual;
      space.newtonDirection();
      if (!Number.isFinite(space.expand()) || !this.#fits()) return false;
      space.change.fill(0);
      space.move(1);
      if (space.set.m > 0) space.set.restoreRows();
      space.refresh();
      space.multipliers();
    }
  }

  // whether the expanded direction stays within the bounds, but for what the next ratio test takes back
  #fits(): boolean {
    const { direction, image, set } = this.#solver.space;
    const { count, m, x, free, basis, lower, upper, magnitude } = set;
    const tolerance = 1e-9 * magnitude;
    for (let t = 0; t < count + m; t++) {
      const j = t < count ? free[t]! : basis[t - count]!;
      const next = x[j]! + (t < count ? direction[t]! : image[t - count]!);
      if (next < lower[j]! - tolerance || next > upper[j]! + tolerance) return false;
    }
    return true;
  }

  // along the null vector of the variable just appended, to the first bound
  #slide(sign: number): "moved" | "ray" | "stuck" {
    const { space } = this.#solver;
    const { set } = space;
    space.nullDirection(sign);
    const longest = space.expand();
    if (!Number.isFinite(longest)) return "stuck";
    const { direction, image } = space;
    const { count, m, x, free, basis, lower, upper } = set;
    let step = Infinity,
      at = -1,
      pivot = 0;
    const tolerance = 1e-13 * set.magnitude;
    for (const pass of [0, 1]) {
      const widest = step;
      for (let t = 0; t < count + m; t++) {
        const value = t < count ? direction[t]! : image[t - count]!;
        if (Math.abs(value) <= 1e-12 * longest) continue;
        const j = t < count ? free[t]! : basis[t - count]!;
        const room = value > 0 ? upper[j]! - x[j]! : x[j]! - lower[j]!;
        if (pass === 0) step = Math.min(step, (room + tolerance) / Math.abs(value));
        else if (room / Math.abs(value) <= widest && Math.abs(value) > pivot) {
          pivot = Math.abs(value);
          at = t;
          step = Math.max(0, room / pivot);
        }
      }
      if (step === Infinity) return "ray";
    }
    space.change.fill(0);
    const rising = (at < count ? direction[at]! : image[at - count]!) > 0;
    space.move(step);
    if (!space.block(at, rising)) return "stuck";
    space.settle();
    return "moved";
  }

  // a corner here, unless the last one is the same point at the same parameter
  #mark(): void {
    const { space } = this.#solver;
    const { x, y } = space.point();
    const last = this.corners.at(-1);
    if (last !== undefined && this.#parameter - last.parameter <= sameParameter * this.#parameter) {
      let distance = 0;
      for (let j = 0; j < x.length; j++) distance = Math.max(distance, Math.abs(x[j]! - last.x[j]!));
      if (distance <= 1e-12 * space.set.magnitude) return;
    }
    const corner = cornerAt(this.#parametric, this.#parameter, x, y);
    if (corner === undefined) this.#broken = true;
    else this.corners.push(corner);
  }

  // a solve a little beyond the last corner that held; false where even that fails
  #resume(): boolean {
    const { space } = this.#solver;
    const least = tiny * this.#unit;
    const last = this.corners.at(-1);
    const from = last?.parameter ?? 0;
    this.#jump = from === this.#resumed ? this.#jump * 10 : jump;
    for (; this.#jump < 1; this.#jump *= 10) {
      this.restarts++;
      this.#parameter = from > least ? from * (1 + this.#jump) : (1e3 * least * this.#jump) / jump;
      const linear = linearAt(this.#parametric, this.#parameter);
      const found = this.#solver.solve({ linear, x: space.set.x.slice(0, space.set.n) });
      this.iterations += found.iterations;
      const corner =
        found.status === "converged" ? cornerAt(this.#parametric, this.#parameter, found.x, found.y) : undefined;
      if (corner === undefined) continue;
      if (last !== undefined) this.corners.push(...cornersBetween(this.#parametric, last, corner));
      this.corners.push(corner);
      this.#broken = false;
      this.#resumed = this.#parameter;
      return true;
    }
    return false;
  }
}
