import type { ConvexGoal } from "../../program/goal.ts";
import type { Program } from "../../program/program.ts";
import { isSolved, type Outcome } from "../outcome.ts";
import type { Solving } from "../solving.ts";
import { polished } from "./newton-polish.ts";
import { sharpened } from "./sharpened.ts";
import { generatedRows, learnt, roundTolerance, solveOnce } from "./solve-once.ts";
import { provenWithoutRisk } from "./without-risk.ts";

/** Rounds in which rows are generated. */
const mostRounds = 200;

/**
 * Minimises a convex goal over a program without integers by the interior point method on one cone program: what serves
 * problems that no faster solver fits. Where norms are part of it, a second program without them sharpens the answer.
 */
export function* minimizeConic(goal: ConvexGoal, program: Program): Solving<Outcome> {
  const rows = generatedRows(goal, program);
  let iterations = 0;
  let refined = rows.size === 0;
  let exact = rows.size === 0;
  for (let round = 1; round <= mostRounds; round += 1) {
    const found = yield* solveOnce(goal, program, rows, exact ? {} : { tolerance: roundTolerance });
    if (found.status === "infeasible" || found.status === "not-converged") return found;
    // rows are below the measure: what they leave unbounded or too good may not be so
    const at = found.status === "unbounded" ? found.direction : isSolved(found) ? found.weights : undefined;
    if (found.status === "optimal") ({ iterations } = { iterations: iterations + found.iterations });
    if (at !== undefined && learnt(rows, at, exact ? "exact" : "near")) {
      yield { phase: "generated rows", done: round };
      continue;
    }
    if (found.status !== "optimal") return found;
    if (!refined) {
      refined = true;
      for (const one of rows.values()) one.refine(found.weights);
      continue;
    }
    if (!exact) {
      exact = true;
      continue;
    }
    const sharper = yield* sharpened(goal, program, false, found, (near) => solveOnce(goal, program, rows, { near }));
    if (!isSolved(sharper)) return sharper;
    if (!learnt(rows, sharper.weights))
      return provenWithoutRisk(goal, program, sharper) ?? (yield* polished(goal, program, sharper, rows));
  }
  return { status: "not-converged", iterations, residual: Number.NaN };
}
