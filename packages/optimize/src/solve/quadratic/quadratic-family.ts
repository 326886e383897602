import {
  ActiveSetSolver,
  type FactorHessian,
  type QuadraticProgram,
  type QuadraticSolution,
  solveQuadratic,
} from "@plimsoll/numeric";
import { denseValues, diagonalOfForm, type QuadraticForm } from "../../problem/quadratic-form.ts";
import { columnsOf, type Polyhedron, weightsOf } from "../../program/polyhedron.ts";
import { withScaledColumns } from "../scaled-columns.ts";
import { applyForm } from "./apply-form.ts";
import { inSizes, relativeSizes } from "./column-sizes.ts";

/** A minimiser of 1/2 w'Qw + linear'w over a polyhedron, with its multipliers in the units of the problem. */
export interface QuadraticPoint {
  /** `optimal` may be an answer that stopped at its iteration limit: the certificate is the judge. */
  readonly status: "optimal" | "infeasible" | "unbounded";
  readonly weights: Float64Array;
  /** One for each row of the polyhedron: d(objective)/d(limit). */
  readonly rowDuals: Float64Array;
  readonly iterations: number;
  /** With `unbounded`: a direction of the weights. */
  readonly ray?: Float64Array;
}

/**
 * The quadratic programs that share a Hessian and a polyhedron and differ in the linear term: each solve starts from the
 * last one's answer. The objective is scaled so that the mean of Q's diagonal is 1, whatever the unit of returns, and columns
 * so that all of it is where volatilities are far apart.
 */
export class QuadraticFamily {
  readonly #polyhedron: Polyhedron;
  readonly #scale: number;
  readonly #hessian: Float64Array | FactorHessian;
  /** Q anchor, by weight. */
  readonly #shift: Float64Array;
  /** What each column was multiplied by; undefined = 1. */
  readonly #scales: Float64Array | undefined;
  #last: Float64Array | undefined;
  /** Keeps its working set from solve to solve; undefined where so many weights are free that blocks are faster. */
  #solver: ActiveSetSolver | undefined;
  /** Whether that set is to be made anew from the last answer. */
  #restart = false;
  iterations = 0;

  /** `start`: weights near the first answer. */
  constructor(polyhedron: Polyhedron, form: QuadraticForm, start?: Float64Array) {
    const { owner } = polyhedron;
    const diagonal = diagonalOfForm(form);
    let mean = 0;
    for (let i = 0; i < form.size; i += 1) mean += diagonal[i]! / form.size;
    this.#scale = mean > 0 ? 1 / mean : 1;
    const sizes = relativeSizes(diagonal, mean);
    const scales = sizes === undefined ? undefined : Float64Array.from(owner, (i) => (i < 0 ? 1 : sizes[i]!));
    this.#scales = scales;
    this.#polyhedron = scales === undefined ? polyhedron : withScaledColumns(polyhedron, scales);
    this.#hessian = scaledHessian(polyhedron, sizes === undefined ? form : inSizes(form, sizes), this.#scale);
    if (start !== undefined) {
      const x = columnsOf(polyhedron, start);
      this.#last = scales === undefined ? x : x.map((value, j) => value * scales[j]!);
    }
    this.#shift = applyForm(form, polyhedron.anchor);
  }

  /** Minimises 1/2 w'Qw + linear'w + costFactor x the polyhedron's own costs. */
  solve(linear: Float64Array, costFactor = 1): QuadraticPoint {
    const { columns, lower, upper, rows, owner, cost } = this.#polyhedron;
    const scaled = new Float64Array(columns);
    for (let j = 0; j < columns; j += 1) {
      const i = owner[j]!;
      const slope = i < 0 ? 0 : (linear[i]! + this.#shift[i]!) / (this.#scales?.[j] ?? 1);
      scaled[j] = (slope + costFactor * cost[j]!) * this.#scale;
    }
    const program: QuadraticProgram = {
      size: columns,
      hessian: this.#hessian,
      linear: scaled,
      lower,
      upper,
      ...(rows.count === 0 ? {} : { rows }),
    };
    const solution = this.#continued(program) ?? this.#fromLast(program);
    const status = solution.status === "iteration-limit" ? "optimal" : solution.status;
    this.iterations += solution.iterations;
    const point = {
      status,
      weights: weightsOf(this.#polyhedron, this.#unscaled(solution.x)),
      rowDuals: solution.rowDuals.map((dual, k) => dual / this.#scale / this.#polyhedron.rowScales[k]!),
      iterations: solution.iterations,
    };
    return solution.ray === undefined ? point : { ...point, ray: this.#directionOf(solution.ray) };
  }

  /**
   * Starts the next solve near the greatest reward'w / sqrt(w'Qw) and returns the parameter for which that minimises
   * 1/2 w'Qw - parameter x reward'w; undefined where columns aren't the weights themselves.
   */
  approach(reward: Float64Array): number | undefined {
    const { columns, size, lower, upper, rows, cost, anchor } = this.#polyhedron;
    const plain = columns === size && cost.every(isZero) && anchor.every(isZero);
    if (!plain || this.#scales !== undefined || !(this.#hessian instanceof Float64Array)) return undefined;
    const solver = new ActiveSetSolver({
      size,
      hessian: this.#hessian,
      linear: new Float64Array(size),
      lower,
      upper,
      ...(rows.count === 0 ? {} : { rows }),
    });
    const { x, parameter } = solver.approach(reward);
    this.#last = x;
    this.#solver = freeShare({ size, lower, upper }, x) > manyFree ? undefined : solver;
    this.#restart = true;
    return parameter / this.#scale;
  }

  /** From the working set of the last solve; undefined where there is none, or where it leads nowhere. */
  #continued(program: QuadraticProgram): Solution | undefined {
    if (this.#scales !== undefined || this.#last === undefined || !(program.hessian instanceof Float64Array))
      return undefined;
    if (this.#solver === undefined) {
      if (freeShare(program, this.#last) > manyFree) return undefined;
      this.#solver = new ActiveSetSolver(program);
      this.#restart = true;
    }
    const { status, x, y, iterations } = this.#solver.solve({
      linear: program.linear,
      ...(this.#restart ? { x: this.#last } : {}),
    });
    this.#restart = false;
    if (status === "converged") {
      this.#last = x;
      return { status: "optimal", x, rowDuals: y, iterations };
    }
    this.#solver = undefined;
    return undefined;
  }

  #fromLast(program: QuadraticProgram): Solution {
    const solution = solveQuadratic(program, {
      ...(this.#last === undefined ? {} : { warmStart: { x: this.#last } }),
      ...(this.#scales === undefined ? {} : { tolerance: 1e-14 }),
    });
    if (solution.status === "optimal" || solution.status === "iteration-limit") this.#last = solution.x;
    return solution;
  }

  #unscaled(x: Float64Array): Float64Array {
    const scales = this.#scales;
    return scales === undefined ? x : x.map((value, j) => value / scales[j]!);
  }

  #directionOf(ray: Float64Array): Float64Array {
    const direction = new Float64Array(this.#polyhedron.size);
    this.#unscaled(ray).forEach((value, j) => {
      const owner = this.#polyhedron.owner[j]!;
      if (owner >= 0) direction[owner]! += value;
    });
    return direction;
  }
}

type Solution = Pick<QuadraticSolution, "status" | "x" | "rowDuals" | "iterations" | "ray">;

/** Above this share of free columns the active set's factor is as large as the Hessian. */
const manyFree = 0.3;

function isZero(value: number): boolean {
  return value === 0;
}

function freeShare(
  { size, lower, upper }: Pick<QuadraticProgram, "size" | "lower" | "upper">,
  x: Float64Array,
): number {
  let count = 0;
  for (let j = 0; j < size; j += 1) if (x[j]! > lower[j]! && x[j]! < upper[j]!) count += 1;
  return size < 20 ? 0 : count / size;
}

/** The Hessian of a polyhedron's columns, times `scale`. */
export function scaledHessian(
  polyhedron: Polyhedron,
  form: QuadraticForm,
  scale: number,
): Float64Array | FactorHessian {
  const { columns, size, owner } = polyhedron;
  if (form.form === "factor" && columns === size && form.factors > 0) {
    return {
      loadings: form.loadings,
      factor: form.factorCovariance.map((value) => value * scale),
      diagonal: form.specificVariance.map((value) => value * scale),
    };
  }
  const dense = denseValues(form);
  if (columns === size) return times(dense, scale);
  const hessian = new Float64Array(columns * columns);
  // violations come last
  const firstViolation = owner.indexOf(-1);
  const owned = firstViolation < 0 ? columns : firstViolation;
  for (let i = 0; i < owned; i += 1) {
    for (let j = 0; j < owned; j += 1) hessian[i * columns + j] = dense[owner[i]! * size + owner[j]!]! * scale;
  }
  return hessian;
}

// a loop: a callback for each of a million entries costs more than the product
function times(values: Float64Array, factor: number): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i += 1) out[i] = values[i]! * factor;
  return out;
}
