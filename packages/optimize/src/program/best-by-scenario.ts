import { invalidInput, PlimsollError } from "@plimsoll/core";
import type { Scenarios } from "../problem/context.ts";
import type { Program } from "./program.ts";

/**
 * The greatest return that a feasible portfolio has in each scenario, where the feasible set is bounds and an exact
 * budget: the assets are filled from the best downwards. Throws `UNSUPPORTED` under other constraints, `INVALID_INPUT`
 * where the bounds let a return grow without limit.
 */
export function bestByScenario({ rows, values }: Scenarios, program: Program): Float64Array {
  const { size, budget } = program;
  const others = program.rows.filter((row) => row.lower !== row.upper || row.coefficients.some((value) => value !== 1));
  const named = [...others, ...program.absolutes, ...program.caps][0]?.label;
  if (named !== undefined || budget === undefined)
    throw new PlimsollError(
      "UNSUPPORTED",
      `regret against the best portfolio is supported under bounds and an exact budget, not under "${named ?? "budget"}": take against: "asset"`,
      { feature: "regret against the best portfolio under other constraints" },
    );
  const best = new Float64Array(rows);
  const order = Array.from({ length: size }, (_, i) => i);
  for (let s = 0; s < rows; s += 1) {
    const returns = values.subarray(s * size, (s + 1) * size);
    order.sort((a, b) => returns[b]! - returns[a]!);
    best[s] = filled(returns, order, program, budget);
  }
  return best;
}

/** Bounds as weights below the most valuable ones: `order` is by value, downwards. */
function filled(returns: Float64Array, order: readonly number[], { lower, upper }: Program, budget: number): number {
  let left = budget;
  let earned = 0;
  for (let i = 0; i < lower.length; i += 1) {
    if (lower[i] === -Infinity)
      throw invalidInput(
        "constraints",
        "regret against the best portfolio needs lower bounds on all weights: with unlimited shorts the best return has no limit",
      );
    left -= lower[i]!;
    earned += lower[i]! * returns[i]!;
  }
  for (const i of order) {
    const amount = Math.min(left, upper[i]! - lower[i]!);
    earned += amount * returns[i]!;
    left -= amount;
    if (left <= 0) break;
  }
  return earned;
}
