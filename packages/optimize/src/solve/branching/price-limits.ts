import { ChoiceModel } from "../../program/choices/choice-model.ts";
import type { ConvexGoal, RatioGoal } from "../../program/goal.ts";
import type { Program } from "../../program/program.ts";
import { isSolved, type Solved } from "../outcome.ts";
import type { Solving } from "../solving.ts";
import { solveRelaxation } from "./solve-relaxation.ts";

/**
 * Gives the portfolio of a search the shadow prices of its limits: those of the convex problem in which what is held and
 * traded stays as it is, since a change of a limit small enough leaves the best choice as it is.
 */
export function* priceLimits(goal: ConvexGoal | RatioGoal, program: Program, found: Solved): Solving<Solved> {
  const model = new ChoiceModel(goal, program);
  const states = model.start();
  for (const { choice, states: wanted } of model.nearest(states, found.weights)) states[choice]! &= wanted;
  const fixed = model.propagate(states) ? model.relaxation(states, { cuts: [], apart: [] }) : undefined;
  const priced = fixed === undefined ? undefined : yield* solveRelaxation(fixed, found.weights);
  if (priced === undefined || !isSolved(priced)) return found;
  // rows that the choices add come after the program's own
  const prices = {
    rowDuals: priced.rowDuals.slice(0, program.rows.length),
    absoluteDuals: priced.absoluteDuals.slice(0, program.absolutes.length),
    capDuals: priced.capDuals.slice(0, program.caps.length),
  };
  if (priced.proof === undefined) return { ...found, ...prices };
  // at a kink of the risk it says which slopes the prices go with
  const beside = (own: Solved["proof"]): NonNullable<Solved["proof"]> =>
    Object.assign({}, priced.proof as object, own as object) as NonNullable<Solved["proof"]>;
  return {
    ...found,
    ...prices,
    proof: beside(found.proof),
    ...(found.stored === undefined ? {} : { stored: beside(found.stored) }),
  };
}
