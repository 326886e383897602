import type { ConvexGoal, RatioGoal } from "../program/goal.ts";
import type { Program } from "../program/program.ts";
import { ChoiceModel } from "../program/choices/choice-model.ts";
import type { ChoiceProof } from "../program/choices/choice-proof.ts";
import { recordBound } from "./choice-bound.ts";
import type { Pieces } from "./pieces.ts";
import { isSemidefinite } from "./semidefinite.ts";

/**
 * The lower bound on the minimised value (the negative ratio for ratios) that a tree of choices proves. The tree splits
 * the states of one choice after another, which covers everything; the relaxation of each node with a record is built
 * again from the problem, and the record's multipliers are put into its Lagrangian. A node is bounded by its own record
 * or by both of its branches. Undefined where the tree proves nothing. `risk`: as in {@link recordBound}. A piece is a node.
 */
export function* replayChoices(
  goal: ConvexGoal | RatioGoal,
  program: Program,
  proof: ChoiceProof,
  risk: number | undefined,
): Pieces<number | undefined> {
  const { diagonal, cuts, choice, states, first, records } = proof;
  if (diagonal !== undefined && (diagonal.length !== program.size || diagonal.some((value) => !(value >= 0))))
    return undefined;
  const model = new ChoiceModel(goal, program, diagonal);
  const rest = model.restOfRisk();
  if (rest !== undefined && !(yield* isSemidefinite(rest, program.size, 1e-12))) return undefined;
  function* visit(node: number, left: Uint8Array): Pieces<number> {
    yield;
    if (!model.propagate(left)) return Infinity;
    const record = records.get(node);
    let own = -Infinity;
    if (record !== undefined) {
      const chosen = record.cuts.flatMap((at) => cuts[at] ?? []);
      const relaxation = model.relaxation(left, { cuts: chosen, apart: record.apart });
      if (relaxation === undefined) return Infinity;
      own = recordBound(relaxation, record, risk);
    }
    const split = choice[node] ?? -1;
    const child = first[node]!;
    if (split < 0 || own === Infinity)
      return own === -Infinity && model.relaxation(left, { cuts: [], apart: [] }) === undefined ? Infinity : own;
    // branches come later, so that the walk ends
    if (!(child > node && child + 1 < choice.length && split < left.length)) return own;
    const one = left.slice();
    const other = left.slice();
    one[split] = left[split]! & states[node]!;
    other[split] = left[split]! & ~states[node]!;
    return Math.max(own, Math.min(yield* visit(child, one), yield* visit(child + 1, other)));
  }
  const bound = yield* visit(0, model.start());
  return bound > -Infinity ? bound : undefined;
}
