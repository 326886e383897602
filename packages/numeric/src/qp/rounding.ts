import type { HessianOperator } from "./hessian.ts";
import type { QuadraticProgram } from "./program.ts";
import { type Judgement, judge } from "./residuals.ts";

/**
 * The judgement on an answer, or on the answer without its rounding where only that one passes: numbers that are the
 * rounding of 0 are measured against nothing, and 0 may be the better answer.
 */
export function judgeRounded(
  program: QuadraticProgram,
  hessian: HessianOperator,
  x: Float64Array,
  y: Float64Array,
  tolerance: number,
): Judgement & { readonly x: Float64Array } {
  const judgement = judge(program, hessian, x, y);
  if (passes(judgement, tolerance)) return { ...judgement, x };
  const none = new Float64Array(y.length);
  const cleaned = withoutRounding(program, x);
  for (const [point, multipliers] of [
    [x, none],
    [cleaned, y],
    [cleaned, none],
  ] as const) {
    const other = judge(program, hessian, point, multipliers);
    if (passes(other, tolerance)) return { ...other, x: point };
  }
  return { ...judgement, x };
}

/** Whether every residual is within the tolerance. */
export function passes({ residuals }: Pick<Judgement, "residuals">, tolerance: number): boolean {
  return residuals.primal <= tolerance && residuals.dual <= tolerance && residuals.gap <= tolerance;
}

// what is left of a cancellation against limits of that size
function withoutRounding({ lower, upper, rows }: QuadraticProgram, x: Float64Array): Float64Array {
  let magnitude = 0;
  for (const limits of [lower, upper, rows?.lower ?? lower, rows?.upper ?? upper]) {
    for (const limit of limits) if (Number.isFinite(limit)) magnitude = Math.max(magnitude, Math.abs(limit));
  }
  return x.map((value, j) => {
    const own =
      Math.max(Number.isFinite(lower[j]!) ? -lower[j]! : 0, Number.isFinite(upper[j]!) ? upper[j]! : 0) || magnitude;
    return lower[j]! <= 0 && upper[j]! >= 0 && Math.abs(value) <= 1e-13 * own ? 0 : value;
  });
}
