import { chargesValue } from "../../program/charge.ts";
import type { ConvexGoal, RatioGoal } from "../../program/goal.ts";
import { penaltyValue, type Program } from "../../program/program.ts";
import { ticketsValue } from "../../program/ticket.ts";

/** What a search minimises, fixed costs included: the goal's value, or the negative of its ratio. */
export function portfolioValue(goal: ConvexGoal | RatioGoal, program: Program, weights: Float64Array): number {
  const paid =
    chargesValue(goal.charges, weights) + penaltyValue(program, weights) + ticketsValue(goal.tickets, weights);
  const linear = goal.form === "convex" ? goal.linear : goal.numerator;
  const product = linear.reduce((sum, value, i) => sum + value * weights[i]!, 0);
  if (goal.form === "ratio") return -(product - paid) / goal.risk.value(weights);
  const risk = goal.risk === undefined || goal.coefficient === 0 ? 0 : goal.coefficient * goal.risk.value(weights);
  return risk + product + paid;
}
