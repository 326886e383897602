import { chargesValue } from "../program/charge.ts";
import type { ConvexGoal, RatioGoal } from "../program/goal.ts";
import { penaltyValue, type Program } from "../program/program.ts";
import { solveConvex } from "./convex.ts";
import { isSolved, type Outcome, type Solved } from "./outcome.ts";
import type { Solving } from "./solving.ts";

const maxSteps = 60;
/** Relative change of the ratio that is rounding, and one at which the multipliers still prove it. */
const rounding = 1e-13;
const acceptable = 1e-8;
/** Steps without a better answer. */
const patience = 2;

/**
 * Maximises (numerator'w - offset - charges - penalties) / risk over any convex program (Dinkelbach 1967): minimise
 * risk - theta net for the theta = risk / net of the best portfolio so far, each time as a convex problem with caps and
 * costs; no value below 0 proves the best ratio, by the multipliers of the last step.
 */
export function* stepRatio(
  goal: RatioGoal,
  program: Program,
  start?: Float64Array,
  solveStep: typeof solveConvex = solveConvex,
): Solving<Outcome> {
  const { numerator, risk, offset = 0, charges } = goal;
  const netOf = (weights: Float64Array): number =>
    weights.reduce((sum, weight, i) => sum + weight * numerator[i]!, -offset) -
    chargesValue(charges, weights) -
    penaltyValue(program, weights);
  const size = numerator.reduce((most, value) => Math.max(most, Math.abs(value)), Math.abs(offset));
  let iterations = 0;
  let weights = start;
  if (weights === undefined || !(netOf(weights) > 0)) {
    const most = yield* solveConvex(lossGoal(goal), program);
    if (most.status === "unbounded") {
      const less = yield* solveConvex(stepGoal(goal, 1), timesPenalty(program, 1));
      if (!isSolved(less)) return less;
      ({ weights } = less);
    } else if (!isSolved(most)) return most;
    else ({ weights } = most);
    const largest = netOf(weights);
    if (largest <= 1e-12 * size) return { status: "no-excess", largest };
  }
  const slopes = new Float64Array(program.size);
  let best: { readonly step: Solved; readonly miss: number } | undefined;
  let stalled = 0;
  for (let done = 1; done <= maxSteps && stalled < patience; done += 1) {
    const value = risk.value(weights);
    const scale = risk.magnitude(weights, slopes);
    // without risk there is no greatest ratio
    if (value <= 1e-13 * scale) return { status: "unbounded", direction: weights };
    const theta: number = value / netOf(weights);
    const next: Outcome = yield* solveStep(stepGoal(goal, theta), timesPenalty(program, theta), weights);
    if (!isSolved(next)) return next;
    iterations += next.iterations;
    // caps are kept but for rounding, so a ratio may fall by as much again
    const miss = netOf(next.weights) > 0 ? Math.abs(risk.value(next.weights) / netOf(next.weights) / theta - 1) : 1;
    if (miss < acceptable) stalled += best !== undefined && miss > best.miss / 2 ? 1 : 0;
    if (best === undefined || miss < best.miss)
      best = { step: { ...next, solver: `${next.solver}, ratio steps`, iterations }, miss };
    if (miss <= rounding) break;
    // on the way to a portfolio of less than no risk and no excess return there is one with excess return and no risk
    if (netOf(next.weights) <= 0) return { status: "unbounded", direction: next.weights };
    yield { phase: "ratio", done };
    ({ weights } = next);
  }
  return best === undefined || best.miss > acceptable
    ? { status: "not-converged", iterations, residual: best?.miss ?? Number.NaN }
    : best.step;
}

/** Least of the negative numerator after costs. */
function lossGoal(goal: RatioGoal): ConvexGoal {
  return {
    form: "convex",
    sense: "minimize",
    risk: undefined,
    coefficient: 0,
    linear: goal.numerator.map((value) => -value),
    charges: goal.charges,
  };
}

/** risk - theta (numerator'w - charges). */
function stepGoal({ risk, numerator, charges }: RatioGoal, theta: number): ConvexGoal {
  const times = (values: Float64Array): Float64Array => values.map((value) => theta * value);
  return {
    form: "convex",
    sense: "minimize",
    risk,
    coefficient: 1,
    linear: numerator.map((value) => -theta * value),
    charges: charges.map((charge) => ({
      ...charge,
      above: times(charge.above),
      below: times(charge.below),
      quadratic: times(charge.quadratic),
      threeHalves: times(charge.threeHalves),
    })),
  };
}

/** The program in which breaking a limit costs `factor` as much. */
function timesPenalty(program: Program, factor: number): Program {
  const times = <Limited extends { readonly penalty: number }>(limited: Limited): Limited => ({
    ...limited,
    penalty: limited.penalty * factor,
  });
  return {
    ...program,
    rows: program.rows.map(times),
    absolutes: program.absolutes.map(times),
    caps: program.caps.map(times),
  };
}
