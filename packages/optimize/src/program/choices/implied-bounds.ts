import type { Program } from "../program.ts";

/** Bounds on each weight: the program's own, or what an exact budget or a row of absolute values leaves. */
export function impliedBounds(program: Program): { readonly lower: Float64Array; readonly upper: Float64Array } {
  const { size, budget, absolutes } = program;
  const lower = program.lower.slice();
  const upper = program.upper.slice();
  for (const { above, below, centres, upper: most, penalty } of absolutes) {
    if (penalty < Infinity) continue;
    for (let i = 0; i < size; i += 1) {
      if (above[i]! > 0) upper[i] = Math.min(upper[i]!, centres[i]! + most / above[i]!);
      if (below[i]! > 0) lower[i] = Math.max(lower[i]!, centres[i]! - most / below[i]!);
    }
  }
  if (budget !== undefined && program.rows.every(({ penalty }) => penalty === Infinity)) {
    let least = 0;
    let most = 0;
    for (let i = 0; i < size; i += 1) {
      least += lower[i]!;
      most += upper[i]!;
    }
    for (let i = 0; i < size; i += 1) {
      const highest = Number.isFinite(least) ? budget - (least - lower[i]!) : Infinity;
      const lowest = Number.isFinite(most) ? budget - (most - upper[i]!) : -Infinity;
      // a margin for the rounding of the sums
      const margin = 1e-13 * (Math.abs(budget) + 1);
      upper[i] = Math.min(upper[i]!, Math.max(highest + margin, lower[i]!));
      lower[i] = Math.max(lower[i]!, Math.min(lowest - margin, upper[i]!));
    }
  }
  return { lower, upper };
}
