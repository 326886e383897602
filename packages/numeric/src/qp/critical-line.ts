import { ActiveSetSolver } from "./active-set.ts";
import type { CriticalCorner } from "./corner.ts";
import { CriticalPath } from "./critical-path.ts";
import { hessianOperator } from "./hessian.ts";
import { assertQuadraticProgram, type FarkasCertificate, type QuadraticProgram } from "./program.ts";

/** What {@link traceCriticalLine} found. */
export interface CriticalLine {
  /**
   * `complete`: the last corner is optimal for every larger parameter. `ray`: beyond it x moves by `ray` per unit of the
   * parameter, for ever. `edge`: the reward is unbounded for every larger parameter. `infeasible` and `unbounded` are those
   * of parameter 0. `iteration-limit`: what follows the last corner is not known.
   */
  readonly status: "complete" | "ray" | "edge" | "infeasible" | "unbounded" | "iteration-limit";
  /** Ascending in the parameter. */
  readonly corners: readonly CriticalCorner[];
  /** With `ray` and `edge`. */
  readonly ray?: Float64Array;
  /** With `ray`: what the row duals change by per unit of the parameter. */
  readonly rayDuals?: Float64Array;
  readonly certificate?: FarkasCertificate;
  readonly iterations: number;
  /** How often rounding made the path start again from a solve at a slightly larger parameter. */
  readonly restarts: number;
}

/** Options of {@link traceCriticalLine}. */
export interface CriticalLineOptions {
  /** Where the first minimiser may be near. */
  readonly start?: Float64Array;
  /** Largest residual of a corner, relative. @defaultValue 1e-8 */
  readonly tolerance?: number;
  /** Changes of the working set. @defaultValue 50 (n + m) + 1000 */
  readonly maxIterations?: number;
}

/**
 * Every minimiser of 1/2 x'Qx + (c - t reward)'x over rows and bounds, for t from 0 to infinity: the critical line
 * (Markowitz 1956), traced as a parametric active set (Best 1996) that starts at the minimiser for t = 0.
 *
 * Works for any rows and bounds and a singular Q: where a variable adds no curvature, x moves along the null vector at a
 * fixed t; kinks and equal rewards are pieces of length 0 like any other event. Each corner is judged on the raw data; where
 * rounding has broken one, the path is taken up again by a solve at t (1 + 1e-6).
 *
 * @throws RangeError where the shapes disagree, a coefficient is not finite, or the Hessian is not symmetric.
 *
 * @example
 * ```ts
 * import { traceCriticalLine } from "@plimsoll/numeric";
 *
 * const line = traceCriticalLine(
 *   {
 *     size: 2,
 *     hessian: Float64Array.of(0.04, 0, 0, 0.01),
 *     linear: new Float64Array(2),
 *     rows: { count: 1, matrix: Float64Array.of(1, 1), lower: Float64Array.of(1), upper: Float64Array.of(1) },
 *     lower: new Float64Array(2),
 *     upper: new Float64Array(2).fill(Infinity),
 *   },
 *   Float64Array.of(0.1, 0.05),
 * );
 * console.log(line.corners.map(({ parameter, x }) => `${parameter.toFixed(2)}: ${x[0]!.toFixed(2)}`).join(", "));
 * // 0.00: 0.20, 0.80: 1.00
 * ```
 */
export function traceCriticalLine(
  program: QuadraticProgram,
  reward: Float64Array,
  options: CriticalLineOptions = {},
): CriticalLine {
  assertQuadraticProgram(program);
  if (reward.length !== program.size || !reward.every(Number.isFinite))
    throw new RangeError(`expected reward to hold ${program.size} finite numbers`);
  const hessian = hessianOperator(program.hessian, program.size);
  const solver = new ActiveSetSolver(program, hessian);
  const first = solver.solve(options.start === undefined ? {} : { x: options.start });
  if (first.status !== "converged") {
    const { status, iterations, ray, certificate } = first;
    const base = { status, corners: [], iterations, restarts: 0 };
    return { ...base, ...(ray === undefined ? {} : { ray }), ...(certificate === undefined ? {} : { certificate }) };
  }
  const { n, m } = solver.space.set;
  const limit = options.maxIterations ?? 50 * (n + m) + 1000;
  const path = new CriticalPath({ program, hessian, reward, tolerance: options.tolerance ?? 1e-8 }, solver, limit);
  const end = path.follow(first);
  return { ...end, corners: path.corners, iterations: path.iterations, restarts: path.restarts };
}
