import { denseValues } from "../../problem/quadratic-form.ts";
import { choiceProofToJson } from "../../program/choices/choice-proof.ts";
import type { ConvexGoal, RatioGoal } from "../../program/goal.ts";
import type { Program } from "../../program/program.ts";
import { separableDiagonal } from "../branch-and-bound/diagonal.ts";
import type { Outcome } from "../outcome.ts";
import type { Solving } from "../solving.ts";
import { ChoiceSearch } from "./choice-search.ts";
import { objectiveScale } from "./portfolio-value.ts";
import { proofSize } from "./search-tree.ts";

/** Numbers of the longest proof that a solution keeps: longer ones are checked at once and then forgotten. */
const largestStored = 200_000;

/** Branches over the choices that rules and fixed costs leave open, with the tree and the multipliers as proof. */
export function* searchChoices(goal: ConvexGoal | RatioGoal, program: Program, relativeGap: number): Solving<Outcome> {
  const sign = goal.sense === "maximize" ? -1 : 1;
  const search = new ChoiceSearch(goal, program, {
    // half the gap for the search: the certificate measures it against a scale of its own
    relativeGap: relativeGap / 2,
    scale: objectiveScale(goal, program),
    diagonal: diagonalOf(goal, program),
  });
  while (search.open) {
    yield* search.step();
    const { bound, value, nodes } = search;
    const { stop } = yield {
      phase: "branch and bound",
      done: nodes,
      ...(Number.isFinite(bound) ? { bound: sign * bound } : {}),
      ...(Number.isFinite(value) ? { incumbent: sign * value } : {}),
    };
    if (stop) break;
  }
  const { status, weights, bound, nodes, iterations, proof, largest } = search.result();
  if (status === "infeasible" || status === "unbounded") return { status };
  if (status === "no-excess") return { status, largest };
  if (status === "unknown" || weights === undefined) return { status: "not-converged", iterations, residual: Infinity };
  const reported = sign * bound;
  const whole = proof === undefined ? { bound: reported } : choiceProofToJson(proof, reported);
  return {
    status,
    weights,
    rowDuals: new Float64Array(program.rows.length),
    absoluteDuals: new Float64Array(program.absolutes.length),
    capDuals: new Float64Array(program.caps.length),
    bound: reported,
    proof: whole,
    stored: proof === undefined || proofSize(proof) <= largestStored ? whole : { bound: reported },
    solver: "branching over choices",
    iterations,
    nodes,
  };
}

/** Part of a quadratic risk's diagonal that counts can make more of. */
function diagonalOf({ risk }: ConvexGoal | RatioGoal, { counts, size }: Program): Float64Array | undefined {
  const quadratic = risk?.quadratic;
  if (counts.length === 0 || quadratic === undefined || quadratic.centre !== undefined) return undefined;
  const diagonal = separableDiagonal(denseValues(quadratic.form), size);
  return diagonal.some((value) => value > 0) ? diagonal : undefined;
}
