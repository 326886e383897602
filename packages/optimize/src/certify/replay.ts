import type { Json } from "../problem/normalize.ts";
import type { ConvexGoal } from "../program/goal.ts";
import { holdingProgramOf } from "../program/holding-program.ts";
import { proofFromJson } from "../program/holding-proof.ts";
import type { Program } from "../program/program.ts";
import { isSemidefinite } from "./semidefinite.ts";
import { replayProof } from "./branch-proof.ts";

/**
 * The lower bound on the minimised objective that a stored search tree proves: the tree covers all holdings, each leaf's
 * multipliers are replayed, and each diagonal is checked to leave Q - diag(d) positive semidefinite. Undefined where
 * there is no tree, or it doesn't prove anything.
 */
export function replayedBound(goal: ConvexGoal, program: Program, proof: Json | undefined): number | undefined {
  const tree = proofFromJson(proof);
  if (tree === undefined) return undefined;
  const holding = holdingProgramOf(goal, program);
  if ("unsupported" in holding) return undefined;
  const { hessian, size } = holding.bare;
  for (const diagonal of tree.diagonals) {
    if (diagonal.length !== size || diagonal.some((value) => !(value >= 0))) return undefined;
    const rest = hessian.slice();
    for (let i = 0; i < size; i += 1) rest[i * size + i] = rest[i * size + i]! - diagonal[i]!;
    if (!isSemidefinite(rest, size, 1e-12)) return undefined;
  }
  if (!coversEverything(tree.variable, tree.first, tree.second)) return undefined;
  const bound = replayProof(holding.bare, tree);
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
