import type { Program } from "./program.ts";

const passes = 4;

/** Bounds of each weight: its own, and what rows and the bounds of other weights leave; infinite where nothing limits it. */
export function impliedBox({ size, lower, upper, rows, absolutes }: Program): {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
} {
  const low = lower.slice();
  const high = upper.slice();
  for (const { above, below, centres, upper: most, penalty } of absolutes) {
    // each term is at least 0 only where both slopes are
    if (penalty < Infinity) continue;
    for (let i = 0; i < size; i += 1) {
      if (above[i]! > 0) high[i] = Math.min(high[i]!, centres[i]! + most / above[i]!);
      if (below[i]! > 0) low[i] = Math.max(low[i]!, centres[i]! - most / below[i]!);
    }
  }
  for (let pass = 0; pass < passes; pass += 1) {
    for (const { coefficients, lower: least, upper: most, penalty } of rows) {
      if (penalty < Infinity) continue;
      if (most < Infinity) tighten(coefficients, most, 1, low, high);
      if (least > -Infinity) tighten(coefficients, -least, -1, low, high);
    }
  }
  return { lower: low, upper: high };
}

/** sign x coefficients'w <= most: each term is at most what the least of all others leaves. */
function tighten(coefficients: Float64Array, most: number, sign: 1 | -1, low: Float64Array, high: Float64Array): void {
  let least = 0;
  let open = 0;
  const leastOf = (i: number): number => {
    const slope = sign * coefficients[i]!;
    return slope === 0 ? 0 : slope * (slope > 0 ? low[i]! : high[i]!);
  };
  for (let i = 0; i < coefficients.length; i += 1) {
    const term = leastOf(i);
    if (term === -Infinity) open += 1;
    else least += term;
  }
  if (open > 1) return;
  for (let i = 0; i < coefficients.length; i += 1) {
    const slope = sign * coefficients[i]!;
    const own = leastOf(i);
    if (slope === 0 || (open === 1 && own !== -Infinity)) continue;
    const limit = (most - (least - (own === -Infinity ? 0 : own))) / slope;
    if (slope > 0) high[i] = Math.min(high[i]!, Math.max(limit, low[i]!));
    else low[i] = Math.max(low[i]!, Math.min(limit, high[i]!));
  }
}
