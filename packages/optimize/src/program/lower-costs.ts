import { invalidInput } from "@plimsoll/core";
import { type Cost, costKindOf } from "../costs/table.ts";
import type { ProblemContext } from "../problem/context.ts";
import type { Charge } from "./charge.ts";
import type { Ticket } from "./ticket.ts";
import { type Goal, isCharged } from "./goal.ts";
import { freeName } from "./named-constraint.ts";

/** The goal with the problem's costs: added to what is minimised, taken out of what a ratio earns. */
export function withCosts(goal: Goal, costs: readonly Cost[], context: ProblemContext, objective: string): Goal {
  if (costs.length === 0) return goal;
  if (goal.form === "risk-budget" || objective === "equal-weight" || objective === "inverse-volatility") {
    throw invalidInput(
      "costs",
      `the objective "${objective}" names a portfolio whatever it costs: leave costs out, or choose an objective that weighs return or risk`,
    );
  }
  if (!isCharged(goal))
    throw invalidInput(
      "costs",
      `the objective "${objective}" doesn't say what a cost is worth: take costs off the expected returns or the scenarios`,
    );
  const taken = new Set<string>();
  for (const { name } of costs) {
    if (name === undefined) continue;
    if (taken.has(name)) throw invalidInput("costs", `two costs are called "${name}": give each a name of its own`);
    taken.add(name);
  }
  const charges: Charge[] = [];
  const tickets: Ticket[] = [];
  for (const cost of costs) {
    const name = cost.name ?? freeName(`${cost.kind} cost`, taken);
    const lowered = costKindOf(cost).lower(cost, name, context);
    charges.push(...lowered.charges);
    tickets.push(...(lowered.tickets ?? []));
  }
  const paid = { charges: [...goal.charges, ...charges] };
  return tickets.length === 0 ? { ...goal, ...paid } : { ...goal, ...paid, tickets };
}
