import { type ActiveSetResult, ActiveSetSolver } from "./active-set.ts";
import { type HessianOperator, hessianOperator } from "./hessian.ts";
import {
  assertQuadraticProgram,
  type QuadraticOptions,
  type QuadraticProgram,
  type QuadraticSolution,
} from "./program.ts";
import { type Judgement, judge } from "./residuals.ts";

/**
 * Minimises 1/2 x'Qx + c'x subject to rowLower <= A x <= rowUpper and lower <= x <= upper, Q positive semidefinite.
 *
 * Every answer is judged on the raw data before it is called optimal: feasibility, stationarity and gap, each relative
 * to the size of its own terms, so the judgement doesn't change with units. An infeasible program comes back with
 * multipliers that prove it, an unbounded one with a ray.
 *
 * @throws RangeError where the shapes disagree, a coefficient is not finite, or the Hessian is not symmetric.
 *
 * @example
 * ```ts
 * import { solveQuadratic } from "@plimsoll/numeric";
 *
 * const solution = solveQuadratic({
 *   size: 2,
 *   hessian: Float64Array.of(0.04, 0, 0, 0.01),
 *   linear: new Float64Array(2),
 *   rows: { count: 1, matrix: Float64Array.of(1, 1), lower: Float64Array.of(1), upper: Float64Array.of(1) },
 *   lower: new Float64Array(2),
 *   upper: new Float64Array(2).fill(Infinity),
 * });
 * console.log(solution.status, Array.from(solution.x, (weight) => weight.toFixed(4)));
 * // optimal [ '0.2000', '0.8000' ]
 * ```
 */
export function solveQuadratic(program: QuadraticProgram, options: QuadraticOptions = {}): QuadraticSolution {
  assertQuadraticProgram(program);
  const hessian = hessianOperator(program.hessian, program.size);
  const tolerance = options.tolerance ?? 1e-9;
  const found = new ActiveSetSolver(program, hessian).solve({
    ...(options.warmStart === undefined ? {} : { x: options.warmStart.x }),
    ...(options.maxIterations === undefined ? {} : { maxIterations: options.maxIterations }),
  });
  return report(program, hessian, found, "active-set", tolerance);
}

function report(
  program: QuadraticProgram,
  hessian: HessianOperator,
  found: ActiveSetResult,
  method: string,
  tolerance: number,
): QuadraticSolution {
  let judgement = judge(program, hessian, found.x, found.y);
  if (!passes(judgement, tolerance)) {
    // multipliers that are rounding of 0 are measured against nothing
    const without = judge(program, hessian, found.x, new Float64Array(found.y.length));
    if (passes(without, tolerance)) judgement = without;
  }
  const { rowDuals, boundDuals, objective, residuals } = judgement;
  const ended = found.status === "converged" ? "iteration-limit" : found.status;
  return {
    status: ended === "iteration-limit" && passes(judgement, tolerance) ? "optimal" : ended,
    x: found.x,
    rowDuals,
    boundDuals,
    objective,
    iterations: found.iterations,
    method,
    residuals,
    ...(found.certificate === undefined ? {} : { certificate: found.certificate }),
    ...(found.ray === undefined ? {} : { ray: found.ray }),
  };
}

function passes({ residuals }: Judgement, tolerance: number): boolean {
  return residuals.primal <= tolerance && residuals.dual <= tolerance && residuals.gap <= tolerance;
}
