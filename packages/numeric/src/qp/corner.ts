import { ActiveSetSolver } from "./active-set.ts";
import type { HessianOperator } from "./hessian.ts";
import type { QuadraticProgram } from "./program.ts";
import { judgeRounded } from "./rounding.ts";

/** A point where the set of active limits changes; between two of them x and duals are linear in the parameter. */
export interface CriticalCorner {
  /** t, in min 1/2 x'Qx + (c - t reward)'x. */
  readonly parameter: number;
  readonly x: Float64Array;
  /** One per row, as in `QuadraticSolution`. */
  readonly rowDuals: Float64Array;
  /** Largest of the relative residuals of the optimality conditions at t, computed from the raw data. */
  readonly residual: number;
}

/** A parametric program: what corners are judged by. */
export interface ParametricProgram {
  readonly program: QuadraticProgram;
  readonly hessian: HessianOperator;
  readonly reward: Float64Array;
  /** Largest residual of a corner. */
  readonly tolerance: number;
}

/** c - t reward. */
export function linearAt({ program, reward }: ParametricProgram, parameter: number): Float64Array {
  const linear = program.linear.slice();
  // a loop: called at every corner
  for (let j = 0; j < linear.length; j++) linear[j] = linear[j]! - parameter * reward[j]!;
  return linear;
}

/** Judges a point at a parameter on the raw data; undefined where it isn't optimal within the tolerance. */
export function cornerAt(
  parametric: ParametricProgram,
  parameter: number,
  x: Float64Array,
  y: Float64Array,
): CriticalCorner | undefined {
  const { program, hessian, tolerance } = parametric;
  const at = { ...program, linear: linearAt(parametric, parameter) };
  const { residuals, rowDuals, x: judged } = judgeRounded(at, hessian, x, y, tolerance);
  const residual = Math.max(residuals.primal, residuals.dual, residuals.gap);
  return residual <= tolerance ? { parameter, x: judged, rowDuals, residual } : undefined;
}

const maxDepth = 30;

/**
 * Corners strictly between two that may not be neighbours, found by halving: none where the point half way is optimal, so
 * that the piece is one.
 */
export function cornersBetween(
  parametric: ParametricProgram,
  a: CriticalCorner,
  b: CriticalCorner,
  depth = 0,
): readonly CriticalCorner[] {
  const parameter = (a.parameter + b.parameter) / 2;
  const mean = (from: Float64Array, to: Float64Array): Float64Array => from.map((value, j) => (value + to[j]!) / 2);
  const middle = cornerAt(parametric, parameter, mean(a.x, b.x), mean(a.rowDuals, b.rowDuals));
  if (middle !== undefined || depth === maxDepth) return [];
  const { program, hessian } = parametric;
  const solver = new ActiveSetSolver({ ...program, linear: linearAt(parametric, parameter) }, hessian);
  const { status, x, y } = solver.solve({ x: b.x });
  const corner = status === "converged" ? cornerAt(parametric, parameter, x, y) : undefined;
  if (corner === undefined) return [];
  return [
    ...cornersBetween(parametric, a, corner, depth + 1),
    corner,
    ...cornersBetween(parametric, corner, b, depth + 1),
  ];
}
