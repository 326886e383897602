import { type FactorHessian, type QuadraticProgram, solveQuadratic } from "@plimsoll/numeric";
import { denseValues, diagonalOfForm, type QuadraticForm } from "../../problem/quadratic-form.ts";
import { type Polyhedron, weightsOf } from "../../program/polyhedron.ts";
import { applyForm } from "./apply-form.ts";

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
 * last one's answer. The objective is scaled so that the mean of Q's diagonal is 1, whatever the unit of returns.
 */
export class QuadraticFamily {
  readonly #polyhedron: Polyhedron;
  readonly #scale: number;
  readonly #hessian: Float64Array | FactorHessian;
  /** Q anchor, by weight. */
  readonly #shift: Float64Array;
  #last: Float64Array | undefined;
  iterations = 0;

  /** `start`: weights near the first answer. */
  constructor(polyhedron: Polyhedron, form: QuadraticForm, start?: Float64Array) {
    this.#polyhedron = polyhedron;
    const { anchor } = polyhedron;
    if (polyhedron.columns === polyhedron.size) this.#last = start?.map((weight, i) => weight - anchor[i]!);
    const diagonal = diagonalOfForm(form);
    let mean = 0;
    for (let i = 0; i < form.size; i += 1) mean += diagonal[i]! / form.size;
    this.#scale = mean > 0 ? 1 / mean : 1;
    this.#hessian = scaledHessian(polyhedron, form, this.#scale);
    this.#shift = applyForm(form, polyhedron.anchor);
  }

  /** Minimises 1/2 w'Qw + linear'w + costFactor x the polyhedron's own costs. */
  solve(linear: Float64Array, costFactor = 1): QuadraticPoint {
    const { columns, lower, upper, rows, owner, cost } = this.#polyhedron;
    const scaled = new Float64Array(columns);
    for (let j = 0; j < columns; j += 1) {
      const i = owner[j]!;
      scaled[j] = ((i < 0 ? 0 : linear[i]! + this.#shift[i]!) + costFactor * cost[j]!) * this.#scale;
    }
    const program: QuadraticProgram = {
      size: columns,
      hessian: this.#hessian,
      linear: scaled,
      lower,
      upper,
      ...(rows.count === 0 ? {} : { rows }),
    };
    const solution = solveQuadratic(program, this.#last === undefined ? {} : { warmStart: { x: this.#last } });
    const status = solution.status === "iteration-limit" ? "optimal" : solution.status;
    if (status === "optimal") this.#last = solution.x;
    this.iterations += solution.iterations;
    const point = {
      status,
      weights: weightsOf(this.#polyhedron, solution.x),
      rowDuals: solution.rowDuals.map((dual, k) => dual / this.#scale / this.#polyhedron.rowScales[k]!),
      iterations: solution.iterations,
    };
    return solution.ray === undefined ? point : { ...point, ray: this.#directionOf(solution.ray) };
  }

  #directionOf(ray: Float64Array): Float64Array {
    const direction = new Float64Array(this.#polyhedron.size);
    ray.forEach((value, j) => {
      const owner = this.#polyhedron.owner[j]!;
      if (owner >= 0) direction[owner]! += value;
    });
    return direction;
  }
}

/** The Hessian of a polyhedron's columns, times `scale`. */
export function scaledHessian(polyhedron: Polyhedron, form: QuadraticForm, scale: number): Float64Array | FactorHessian {
  const { columns, size, owner } = polyhedron;
  if (form.form === "factor" && columns === size && form.factors > 0) {
    return {
      loadings: form.loadings,
      factor: form.factorCovariance.map((value) => value * scale),
      diagonal: form.specificVariance.map((value) => value * scale),
    };
  }
  const dense = denseValues(form);
  if (columns === size) return dense.map((value) => value * scale);
  const hessian = new Float64Array(columns * columns);
  // violations come last
  const firstViolation = owner.indexOf(-1);
  const owned = firstViolation < 0 ? columns : firstViolation;
  for (let i = 0; i < owned; i += 1) {
    for (let j = 0; j < owned; j += 1) hessian[i * columns + j] = dense[owner[i]! * size + owner[j]!]! * scale;
  }
  return hessian;
}
