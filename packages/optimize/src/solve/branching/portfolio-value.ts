import { chargesValue } from "../../program/charge.ts";
import type { ConvexGoal, RatioGoal } from "../../program/goal.ts";
import { absoluteValue, penaltyValue, type Program, rowScale } from "../../program/program.ts";
import { ticketsValue } from "../../program/ticket.ts";

/** What a search minimises, fixed costs included: the goal's value, or the negative of its ratio. */
export function portfolioValue(goal: ConvexGoal | RatioGoal, program: Program, weights: Float64Array): number {
  const paid =
    chargesValue(goal.charges, weights) + penaltyValue(program, weights) + ticketsValue(goal.tickets, weights);
  const linear = goal.form === "convex" ? goal.linear : goal.numerator;
  const product = linear.reduce((sum, value, i) => sum + value * weights[i]!, 0);
  if (goal.form === "ratio") return -(product - (goal.offset ?? 0) - paid) / goal.risk.value(weights);
  const risk = goal.risk === undefined || goal.coefficient === 0 ? 0 : goal.coefficient * goal.risk.value(weights);
  return risk + product + paid;
}

/** Size of the objective: its value at equal weights (definition 34). */
export function objectiveScale(goal: ConvexGoal | RatioGoal, program: Program): number {
  const weights = new Float64Array(program.size).fill((program.budget ?? 1) / program.size);
  const value = Math.abs(portfolioValue({ ...goal, tickets: [] }, program, weights));
  return Number.isFinite(value) ? value : 0;
}

/** A row may be broken by this much, relative to its terms. */
const tolerance = 1e-9;

/** Whether weights are within the rows, absolute rows and caps that must hold, but for rounding. */
export function isFeasible({ rows, absolutes, caps }: Program, weights: Float64Array): boolean {
  for (const { coefficients, lower, upper, penalty } of rows) {
    if (penalty < Infinity) continue;
    let value = 0;
    let terms = 0;
    for (let i = 0; i < weights.length; i += 1) {
      value += coefficients[i]! * weights[i]!;
      terms += Math.abs(coefficients[i]! * weights[i]!);
    }
    const unit = Math.max(terms, rowScale(coefficients, lower, upper));
    if (Math.max(lower - value, value - upper) > tolerance * unit) return false;
  }
  for (const row of absolutes) {
    if (row.penalty < Infinity) continue;
    if (absoluteValue(row, weights) > row.upper + tolerance * Math.max(1, Math.abs(row.upper))) return false;
  }
  return caps.every(
    ({ term, upper, penalty }) => penalty < Infinity || term.value(weights) <= upper + tolerance * Math.abs(upper),
  );
}
