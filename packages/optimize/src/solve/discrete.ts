import type { Goal } from "../program/goal.ts";
import { holdingProgramOf } from "../program/holding-program.ts";
import type { Program } from "../program/program.ts";
import { proofToJson } from "../program/holding-proof.ts";
import { searchCardinality } from "./branch-and-bound/index.ts";
import { unsupported } from "./convex.ts";
import type { Outcome } from "./outcome.ts";
import type { Solving } from "./solving.ts";

/** Larger trees are too long for a stored proof: their bound is the search's word. */
const largestProof = 2000;

/** Counts and zero-or-at-least rules: perspective branch and bound, with the tree's leaves as proof. */
export function* solveDiscrete(goal: Goal, program: Program, relativeGap: number): Solving<Outcome> {
  if (goal.form !== "convex") throw unsupported(`cardinality with a ${goal.form} objective`);
  const holding = holdingProgramOf(goal, program);
  if ("unsupported" in holding) throw unsupported(holding.unsupported);
  const { bare, valueOf } = holding;
  const sign = goal.sense === "maximize" ? -1 : 1;
  // half the gap for the search: the certificate measures it against a scale of its own
  const search = searchCardinality(bare, { relativeGap: relativeGap / 2 });
  let step = search.next();
  while (step.done !== true) {
    const { bound, incumbent, nodes } = step.value;
    const progress = {
      phase: "branch and bound",
      done: nodes,
      ...(Number.isFinite(bound) ? { bound: sign * valueOf(bound) } : {}),
      ...(Number.isFinite(incumbent) ? { incumbent: sign * valueOf(incumbent) } : {}),
    };
    const { stop } = yield progress;
    step = search.next(stop ? "stop" : undefined);
  }
  const { status, x, bound, nodes, proof } = step.value;
  if (status === "infeasible") return { status: "infeasible" };
  if (status === "unknown" || x === undefined)
    return { status: "not-converged", iterations: nodes, residual: Infinity };
  const reported = sign * valueOf(bound);
  return {
    status,
    weights: x,
    rowDuals: new Float64Array(program.rows.length),
    absoluteDuals: new Float64Array(program.absolutes.length),
    capDuals: new Float64Array(program.caps.length),
    bound: reported,
    proof: nodes <= largestProof && status === "optimal" ? proofToJson(proof, reported) : { bound: reported },
    solver: "perspective branch and bound",
    iterations: nodes,
    nodes,
  };
}
