import type { Json } from "../problem/normalize.ts";
import { choiceProofFromJson } from "../program/choices/choice-proof.ts";
import { type ConvexGoal, type Goal, isCharged } from "../program/goal.ts";
import { holdingProgramOf } from "../program/holding-program.ts";
import { proofFromJson } from "../program/holding-proof.ts";
import type { Program } from "../program/program.ts";
import { checkedValue } from "./measures/checked-risk.ts";
import type { Pieces } from "./pieces.ts";
import { isSemidefinite } from "./semidefinite.ts";
import { replayProof } from "./replay-branches.ts";
import { replayChoices } from "./replay-choices.ts";

/**
 * The lower bound on the minimised value (the negative ratio for ratios) that a search tree proves, whichever kind of tree
 * it is. Undefined where there is none, or it proves nothing. `weights`: the portfolio that it is claimed for.
 */
export function* replayedBound(
  goal: Goal,
  program: Program,
  weights: Float64Array,
  proof: Json | undefined,
): Pieces<number | undefined> {
  if (!isCharged(goal)) return undefined;
  const choices = choiceProofFromJson(proof);
  if (choices !== undefined) {
    const bound = yield* replayChoices(
      goal,
      program,
      choices,
      goal.risk === undefined ? undefined : checkedValue(goal.risk, weights),
    );
    return bound !== undefined && Number.isFinite(bound) ? bound : undefined;
  }
  return goal.form === "convex" ? yield* replayedHoldings(goal, program, proof) : undefined;
}

/**
 * The lower bound that a tree of the perspective search proves: the tree covers all holdings, each leaf's
 * multipliers are replayed, and each diagonal is checked to leave Q - diag(d) positive semidefinite. Undefined where
 * there is no tree, or it doesn't prove anything.
 */
function* replayedHoldings(goal: ConvexGoal, program: Program, proof: Json | undefined): Pieces<number | undefined> {
  const tree = proofFromJson(proof);
  if (tree === undefined) return undefined;
  const holding = holdingProgramOf(goal, program);
  if ("unsupported" in holding) return undefined;
  yield;
  const { hessian, size } = holding.bare;
  for (const diagonal of tree.diagonals) {
    if (diagonal.length !== size || diagonal.some((value) => !(value >= 0))) return undefined;
    const rest = hessian.slice();
    for (let i = 0; i < size; i += 1) rest[i * size + i] = rest[i * size + i]! - diagonal[i]!;
    if (!(yield* isSemidefinite(rest, size, 1e-12))) return undefined;
    yield;
  }
  if (!coversEverything(tree.variable, tree.first, tree.second)) return undefined;
  const bound = yield* replayProof(holding.bare, tree);
  return Number.isFinite(bound) ? holding.valueOf(bound) : undefined;
}

/** Whether every inner node has two branches that exist and come later, so that the walk ends. */
function coversEverything(variable: Int32Array, first: Int32Array, second: Int32Array): boolean {
  for (let t = 0; t < variable.length; t += 1) {
    if (variable[t]! < 0) continue;
    for (const branch of [first[t]!, second[t]!]) if (!(branch > t && branch < variable.length)) return false;
  }
  return variable.length > 0;
}
