import type { Relaxation } from "../../program/choices/choice-model.ts";
import type { ChoiceRecord } from "../../program/choices/choice-proof.ts";
import { hardProgram, lossGoal, nothingGoal } from "../../program/choices/record-goals.ts";
import type { ConvexGoal } from "../../program/goal.ts";
import { type Program, rowScale } from "../../program/program.ts";
import { solveConvex } from "../convex.ts";
import { isSolved, type Outcome, type Solved } from "../outcome.ts";
import { relaxationBound } from "./relaxation-bound.ts";
import { solveRatio } from "../ratio.ts";
import type { Solving } from "../solving.ts";

/** Which rows and assets a relaxation was built with. */
export interface Built {
  readonly cuts: readonly number[];
  readonly apart: readonly number[];
}

/** Solves the convex problem of a relaxation. */
export function solveRelaxation({ goal, program }: Relaxation, start?: Float64Array): Solving<Outcome> {
  return goal.form === "convex" ? solveConvex(goal, program, start) : solveRatio(goal, program);
}

/** A solution as a record. */
export function recordOf(solved: Solved, built: Built, kind: ChoiceRecord["kind"] = "bound", cap = -1): ChoiceRecord {
  return {
    kind,
    cap,
    weights: solved.weights,
    rows: solved.rowDuals.slice(),
    absolutes: solved.absoluteDuals.slice(),
    caps: solved.capDuals.slice(),
    ...built,
    proof: solved.proof,
  };
}

/** A record that proves a relaxation empty, undefined where none was found. */
export function* proveEmpty(relaxation: Relaxation, built: Built): Solving<ChoiceRecord | undefined> {
  const { program } = relaxation;
  const hard = hardProgram(program);
  const elastic = yield* solveConvex(nothingGoal(program.size), elasticProgram(hard));
  if (isSolved(elastic)) {
    const record = recordOf({ ...elastic, capDuals: new Float64Array(program.caps.length) }, built, "empty");
    if (relaxationBound(relaxation, record) === Infinity) return record;
  }
  for (let cap = 0; cap < program.caps.length; cap += 1) {
    const { term, penalty } = program.caps[cap]!;
    if (penalty < Infinity) continue;
    const goal: ConvexGoal = { ...nothingGoal(program.size), risk: term, coefficient: 1 };
    const least = yield* solveConvex(goal, hard);
    if (!isSolved(least)) continue;
    const record = recordOf({ ...least, capDuals: new Float64Array(program.caps.length) }, built, "over-cap", cap);
    if (relaxationBound(relaxation, record) === Infinity) return record;
  }
  return undefined;
}

/** A record that nothing in a relaxation earns more than the risk-free rate. */
export function* proveNoExcess(
  { goal, program, constant }: Relaxation,
  built: Built,
): Solving<ChoiceRecord | undefined> {
  if (goal.form !== "ratio") return undefined;
  const most = yield* solveConvex(lossGoal(goal), program);
  if (!isSolved(most)) return undefined;
  const record = recordOf(most, built, "no-excess");
  return relaxationBound({ goal, program, constant }, record) === 0 ? record : undefined;
}

/** Every row may be broken at a price of 1 for what weights would have to move. */
function elasticProgram(program: Program): Program {
  return {
    ...program,
    rows: program.rows.map((row) => ({ ...row, penalty: 1 / rowScale(row.coefficients, row.lower, row.upper) })),
    absolutes: program.absolutes.map((row) => {
      const largest = row.above.reduce((most, value, i) => Math.max(most, value, row.below[i]!), 0);
      return { ...row, penalty: largest > 0 ? 1 / largest : 1 };
    }),
  };
}
