import type { HessianOperator } from "./hessian.ts";
import type { QuadraticProgram, QuadraticResiduals } from "./program.ts";

/** The judgement on an answer: multipliers with impossible signs removed, and what is then left over. */
export interface Judgement {
  readonly rowDuals: Float64Array;
  readonly boundDuals: Float64Array;
  readonly objective: number;
  readonly residuals: QuadraticResiduals;
}

/**
 * Measures an answer against the optimality conditions of the raw data, without anything the solver kept.
 *
 * Given x and y, z is what is left of Qx + c - A'y: a multiplier where x is at a bound of that sign, an error
 * elsewhere. The gap then is the complementarity of the rows. Each residual is relative to the size of the
 * terms that it is the sum of (its backward error).
 */
export function judge(
  program: QuadraticProgram,
  hessian: HessianOperator,
  x: Float64Array,
  y: Float64Array,
): Judgement {
  const n = program.size;
  const rows = program.rows;
  const m = rows?.count ?? 0;
  const { linear, lower, upper } = program;
  const qx = new Float64Array(n);
  const support = new Int32Array(n);
  const entries = new Float64Array(n);
  let count = 0;
  for (let j = 0; j < n; j++) {
    if (x[j] === 0) continue;
    support[count] = j;
    entries[count++] = x[j]!;
  }
  const z = new Float64Array(n);
  const size = hessian.absoluteProduct(x, qx);
  let xqx = 0,
    cx = 0,
    terms = 0,
    primal = 0;
  for (let j = 0; j < n; j++) {
    z[j] = qx[j]! + linear[j]!;
    size[j] = size[j]! + Math.abs(linear[j]!);
    xqx += x[j]! * qx[j]!;
    cx += linear[j]! * x[j]!;
    terms += Math.abs(x[j]!) * size[j]!;
  }
  const rowDuals = new Float64Array(m);
  let dualObjective = -0.5 * xqx;
  let largest = 0;
  for (let j = 0; j < n; j++) largest = Math.max(largest, Math.abs(x[j]!));
  if (rows !== undefined) {
    for (let i = 0; i < m; i++) {
      const row = i * n;
      let activity = 0,
        activitySize = 0;
      for (let t = 0; t < count; t++) {
        const term = rows.matrix[row + support[t]!]! * entries[t]!;
        activity += term;
        activitySize += Math.abs(term);
      }
      const low = rows.lower[i]!;
      const high = rows.upper[i]!;
      const violation = Math.max(low - activity, activity - high, 0);
      if (violation > 0) {
        const limit = Math.max(activitySize, Math.abs(activity < low ? low : high), Number.MIN_VALUE);
        // terms that are themselves rounding, such as x1 - x2 = 0 at x = 0, are measured by the coefficients
        if (violation > primal * limit)
          primal = Math.max(
            primal,
            violation / Math.max(limit, 1e-3 * largestCoefficient(rows.matrix, row, n) * largest),
          );
      }
      // a multiplier without a limit of its sign proves nothing
      const value = y[i]! > 0 ? (low > -Infinity ? y[i]! : 0) : y[i]! < 0 && high < Infinity ? y[i]! : 0;
      rowDuals[i] = value;
      if (value === 0) continue;
      dualObjective += value * (value > 0 ? low : high);
      terms += Math.abs(value) * activitySize;
      for (let j = 0; j < n; j++) {
        const coefficient = rows.matrix[row + j]!;
        if (coefficient === 0) continue;
        const term = coefficient * value;
        z[j] = z[j]! - term;
        size[j] = size[j]! + Math.abs(term);
      }
    }
  }
  // a reduced cost matters by what it can change: below this one, moving the variable by the size of x changes nothing
  const floor = largest > 0 ? terms / largest : 0;
  let dual = 0;
  for (let j = 0; j < n; j++) {
    const value = z[j]!;
    const low = lower[j]!;
    const high = upper[j]!;
    const violation = Math.max(low - x[j]!, x[j]! - high, 0);
    if (violation > 0)
      primal = Math.max(
        primal,
        violation / Math.max(Math.abs(x[j]!), Math.abs(x[j]! < low ? low : high), Number.MIN_VALUE),
      );
    if (value === 0) continue;
    const limit = value > 0 ? low : high;
    dualObjective += value * x[j]!;
    if (Math.abs(limit - x[j]!) <= 1e-12 * Math.abs(x[j]!)) terms += Math.abs(value * x[j]!);
    else {
      dual = Math.max(dual, Math.abs(value) / Math.max(size[j]!, floor));
      z[j] = 0;
    }
  }
  const objective = 0.5 * xqx + cx;
  const gap = objective - dualObjective;
  return {
    rowDuals,
    boundDuals: z,
    objective,
    residuals: { primal, dual, gap: gap === 0 ? 0 : Math.abs(gap) / terms },
  };
}

function largestCoefficient(matrix: Float64Array, row: number, n: number): number {
  let largest = 0;
  for (let j = 0; j < n; j++) largest = Math.max(largest, Math.abs(matrix[row + j]!));
  return largest;
}
