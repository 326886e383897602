import type { CompiledProblem } from "../program/compile.ts";
import { isDiscrete } from "../program/program.ts";
import { solveAccounts } from "./accounts/solve-accounts.ts";
import { minimizeConic } from "./conic/minimize-conic.ts";
import { solveConvex } from "./convex.ts";
import { solveDiscrete } from "./discrete.ts";
import type { Outcome } from "./outcome.ts";
import { solveProspect } from "./prospect/solve-prospect.ts";
import { solveRatio } from "./ratio.ts";
import { stepRatio } from "./ratio-steps.ts";
import { solveBudget } from "./risk-budget/solve-budget.ts";
import type { Solving } from "./solving.ts";

/** Chooses the solver by the form of the goal and the shape of the program; `start` is a portfolio that may be near. */
export function* solveProgram(compiled: CompiledProblem, relativeGap: number, start?: Float64Array): Solving<Outcome> {
  const { program } = compiled;
  const { goal } = compiled.lowered;
  if (isDiscrete(program, goal)) return yield* solveDiscrete(goal, program, relativeGap);
  switch (goal.form) {
    case "convex":
      return yield* solveConvex(goal, program, start);
    case "ratio":
      return yield* solveRatio(goal, program);
    case "risk-budget":
      return yield* solveBudget(goal, program);
    case "accounts":
      return yield* solveAccounts(compiled, goal);
    case "prospect":
      return yield* solveProspect(goal, program);
  }
}

/** Another way to the answer of a convex problem or a ratio, for where the first one's can't be proven; undefined where there is none. */
export function solveOtherwise({ lowered: { goal }, program }: CompiledProblem): Solving<Outcome> | undefined {
  if (isDiscrete(program, goal)) return undefined;
  if (goal.form === "ratio") return stepRatio(goal, program, undefined, minimizeConic);
  return goal.form === "convex" ? minimizeConic(goal, program) : undefined;
}
