import { leastSquares } from "../dense/least-squares.ts";
import type { HessianOperator } from "./hessian.ts";
import { isFactorHessian, type QuadraticProgram } from "./program.ts";
import { judge } from "./residuals.ts";

const mostRounds = 3;
/** Equations up to which a dense factor is worth its price. */
const mostEquations = 400;

/**
 * Corrects an answer whose active set is right by the equations of that set, each in the size of its own terms, and
 * multipliers and free variables at once: where curvatures are many orders apart a small share of the largest slope is all
 * of the smallest one. Undefined where there are too many.
 */
export function refineAtActiveSet(
  program: QuadraticProgram,
  hessian: HessianOperator,
  start: Float64Array,
  multipliers: Float64Array,
): { readonly x: Float64Array; readonly y: Float64Array } | undefined {
  const { size: n, rows } = program;
  const { rowDuals: y } = judge(program, hessian, start, multipliers);
  const x = start.slice();
  const free: number[] = [];
  for (let j = 0; j < n; j++) if (x[j] !== program.lower[j] && x[j] !== program.upper[j]) free.push(j);
  const active: number[] = [];
  for (let i = 0; i < y.length; i++) if (y[i] !== 0 || rows!.lower[i] === rows!.upper[i]) active.push(i);
  const count = free.length + active.length;
  if (count > mostEquations || isFactorHessian(program.hessian)) return undefined;
  const values = program.hessian;
  for (let round = 0; round < mostRounds; round++) {
    const matrix = new Float64Array(count * count);
    const right = new Float64Array(count);
    free.forEach((j, at) => {
      let slope = program.linear[j]!;
      let size = Math.abs(slope);
      const add = (term: number): void => {
        slope += term;
        size += Math.abs(term);
      };
      for (let k = 0; k < n; k++) add(values[j * n + k]! * x[k]!);
      for (const i of active) add(-rows!.matrix[i * n + j]! * y[i]!);
      const unit = size || 1;
      free.forEach((k, column) => (matrix[at * count + column] = values[j * n + k]! / unit));
      active.forEach((i, column) => (matrix[at * count + free.length + column] = -rows!.matrix[i * n + j]! / unit));
      right[at] = -slope / unit;
    });
    active.forEach((i, position) => {
      const at = free.length + position;
      // of a row without a multiplier the limits are the same
      let missing = y[i]! < 0 ? rows!.upper[i]! : rows!.lower[i]!;
      let size = Math.abs(missing);
      for (let j = 0; j < n; j++) {
        const term = rows!.matrix[i * n + j]! * x[j]!;
        missing -= term;
        size += Math.abs(term);
      }
      const unit = size || 1;
      free.forEach((j, column) => (matrix[at * count + column] = rows!.matrix[i * n + j]! / unit));
      right[at] = missing / unit;
    });
    const { coefficients } = leastSquares(matrix, count, count, right);
    free.forEach((j, at) => {
      x[j] = Math.min(Math.max(x[j]! + coefficients[at]!, program.lower[j]!), program.upper[j]!);
    });
    active.forEach((i, at) => (y[i] = y[i]! + coefficients[free.length + at]!));
  }
  return { x, y };
}
