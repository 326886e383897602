import type { ProspectGoal } from "../../program/goal.ts";
import { polyhedronOf } from "../../program/polyhedron.ts";
import type { Program } from "../../program/program.ts";
import type { Outcome } from "../outcome.ts";
import type { Solving } from "../solving.ts";
import { ascend, type Valued } from "./ascend.ts";
import { ProspectFunction } from "./prospect-function.ts";
import { startingPortfolios } from "./starting-portfolios.ts";

/** How each climb is begun, and how the best of them is ended. */
const first = { steps: 60, tolerance: 1e-7 };
const last = { steps: 600, tolerance: 1e-11 };
/** Least distance between portfolios to climb from. */
const apart = 0.02;

/**
 * Searches for the greatest prospect value: climbs from the best of many portfolios that lie apart, and further from the best
 * of what that finds. It proves nothing: the checker bounds the value by itself.
 */
export function* solveProspect(goal: ProspectGoal, program: Program): Solving<Outcome> {
  const polyhedron = polyhedronOf(program);
  const prospect = new ProspectFunction(goal);
  const portfolios = yield* startingPortfolios(goal, polyhedron);
  if (portfolios === undefined) return { status: "infeasible" };
  if (portfolios.length === 0) return { status: "not-converged", iterations: 0, residual: Number.NaN };
  const valued: Valued[] = [];
  for (const [k, weights] of portfolios.entries()) {
    valued.push({ weights, value: prospect.value(weights) });
    if (k % 64 === 0) yield { phase: "starts", done: k, total: portfolios.length };
  }
  let best: Valued | undefined;
  const chosen = apartFrom(valued, goal.starts);
  for (const [k, start] of chosen.entries()) {
    const found = yield* ascend(prospect, polyhedron, start.weights, first);
    if (best === undefined || found.value > best.value) best = found;
    const { stop } = yield { phase: "climbs", done: k + 1, total: chosen.length, incumbent: best.value };
    if (stop) break;
  }
  const { weights } = yield* ascend(prospect, polyhedron, best!.weights, last);
  return {
    status: "feasible",
    weights,
    rowDuals: new Float64Array(program.rows.length),
    absoluteDuals: new Float64Array(program.absolutes.length),
    capDuals: new Float64Array(0),
    solver: "multistart ascent",
    iterations: prospect.evaluations,
    nodes: 0,
  };
}

/** The best portfolios, none near a better one. */
function apartFrom(valued: readonly Valued[], count: number): readonly Valued[] {
  const chosen: Valued[] = [];
  for (const candidate of [...valued].sort((a, b) => b.value - a.value)) {
    if (chosen.length === count) break;
    const near = chosen.some(({ weights }) =>
      weights.every((weight, i) => Math.abs(weight - candidate.weights[i]!) < apart),
    );
    if (!near) chosen.push(candidate);
  }
  return chosen;
}
