import { type ConvexGoal, type Goal, type RatioGoal, isCharged } from "../program/goal.ts";
import { type HoldingProgram, holdingProgramOf } from "../program/holding-program.ts";
import { proofInMemory, proofToJson } from "../program/holding-proof.ts";
import type { Program } from "../program/program.ts";
import { searchCardinality } from "./branch-and-bound/index.ts";
import { objectiveScale } from "./branching/portfolio-value.ts";
import { priceLimits } from "./branching/price-limits.ts";
import { searchChoices } from "./branching/search-choices.ts";
import { isSolved, type Outcome } from "./outcome.ts";
import type { Solving } from "./solving.ts";

/** Nodes of the largest tree that a solution keeps: larger ones are checked at once and then forgotten. */
const largestStored = 2000;
/** Nodes of the largest tree that is checked: beyond, the bound is the search's word. */
const largestChecked = 20_000;

/**
 * Rules about which assets are held or traded: perspective branch and bound for quadratic goals with counts and smallest
 * holdings, which takes microseconds a node, branching over choices for everything else.
 */
export function* solveDiscrete(goal: Goal, program: Program, relativeGap: number): Solving<Outcome> {
  // all assets of a risk budget are held, and accounts refuse them: no rule is left
  if (!isCharged(goal)) throw new Error(`a goal of the form "${goal.form}" has no choices`);
  const outcome = yield* search(goal, program, relativeGap);
  return isSolved(outcome) ? yield* priceLimits(goal, program, outcome) : outcome;
}

function* search(goal: ConvexGoal | RatioGoal, program: Program, relativeGap: number): Solving<Outcome> {
  const holding = goal.form === "convex" ? holdingProgramOf(goal, program) : undefined;
  if (goal.form === "ratio" || holding === undefined || "unsupported" in holding)
    return yield* searchChoices(goal, program, relativeGap);
  const outcome = yield* searchHoldings(goal, program, holding, relativeGap);
  // found nothing, and no proof that there is nothing
  return outcome ?? (yield* searchChoices(goal, program, relativeGap));
}

function* searchHoldings(
  goal: ConvexGoal,
  program: Program,
  { bare, valueOf, offset, bareOf }: HoldingProgram,
  relativeGap: number,
): Solving<Outcome | undefined> {
  const sign = goal.sense === "maximize" ? -1 : 1;
  // half the gap for the search: the certificate measures it against a scale of its own
  const gap = relativeGap / 2;
  const size = bareOf(objectiveScale(goal, program));
  // a gap g s of a root is one of (g s)^2 of its square
  const scale = goal.risk!.quadratic!.root ? gap * size : size;
  const search = searchCardinality(bare, { relativeGap: gap, scale, offset });
  let stopped = false;
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
    stopped ||= stop;
    step = search.next(stop ? "stop" : undefined);
  }
  const { status, x, bound, nodes, proof } = step.value;
  if (status === "infeasible") return { status: "infeasible" };
  if (status === "unknown" && !stopped) return undefined;
  if (status === "unknown" || x === undefined)
    return { status: "not-converged", iterations: nodes, residual: Infinity };
  const reported = sign * valueOf(bound);
  return {
    status,
    weights: x.slice(0, program.size),
    rowDuals: new Float64Array(program.rows.length),
    absoluteDuals: new Float64Array(program.absolutes.length),
    capDuals: new Float64Array(program.caps.length),
    bound: reported,
    proof: nodes <= largestChecked ? proofInMemory(proof, reported) : { bound: reported },
    stored: nodes <= largestStored ? proofToJson(proof, reported) : { bound: reported },
    solver: "perspective branch and bound",
    iterations: nodes,
    nodes,
  };
}
