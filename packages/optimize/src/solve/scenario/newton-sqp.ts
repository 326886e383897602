import type { RiskMinimum } from "../risk-minimum.ts";
import type { Solving } from "../solving.ts";
import { bundleStep } from "./bundle-step.ts";
import { firstPortfolio } from "./first-portfolio.ts";
import { ranAway } from "./growing-program.ts";
import { minimizeByNewtonBundle } from "./newton-bundle.ts";
import type { Oracle, Support } from "./oracles.ts";
import { type Cut, cutOf, dot, failedMinimum, minimumOf, type ScenarioProgram, valuesAt } from "./scenario-program.ts";

const mostIterations = 60;
/** Predicted decrease, relative to the risk, that is no more than rounding: steps are then taken unseen. */
const rounding = 1e-13;
/** The same below which the curvature hardly changes any more: it is taken once more, in detail, and kept. */
const close = 1e-5;
/** A few of those make the multipliers exact, which are only as good as the last step is short. */
const lastSteps = 4;
const shortStep = 1e-10;

interface Looked extends Cut {
  readonly at: Float64Array;
  readonly support: Support;
  readonly value: number;
}

/**
 * Minimises a measure that is smooth: each step minimises its second-order model over the polyhedron and is cut back until
 * the measure falls. Where that stalls the optimum has a kink, and the Newton bundle continues.
 */
export function* minimizeByNewton(given: ScenarioProgram, oracle: () => Oracle): Solving<RiskMinimum> {
  yield { phase: "newton", done: 0 };
  const first = firstPortfolio(given);
  if (first.status !== "optimal") return failedMinimum(given, first.status, 0);
  const { program } = first;
  yield { phase: "newton", done: 0 };
  const evaluate = oracle();
  // each reads all scenarios once
  function* look(at: Float64Array, done: number): Solving<Looked> {
    const values = valuesAt(program, at);
    yield { phase: "newton", done };
    const support = evaluate(program, values);
    yield { phase: "newton", done };
    const cut = cutOf(program, support.prices);
    yield { phase: "newton", done };
    return { ...cut, at, support, value: support.value + dot(program.linear, at) };
  }
  let centre = yield* look(first.x, 0);
  let hessian = centre.support.curvature("rough");
  let settled = false;
  let last = 0;
  for (let iteration = 1; iteration <= mostIterations; iteration += 1) {
    yield { phase: "newton", done: iteration };
    const size = Math.abs(centre.value) + Math.abs(centre.support.value);
    const step = bundleStep(program, centre, hessian, [], false);
    if (step === undefined || !step.exact) break;
    const predicted = Math.max(0, centre.value - step.value);
    if (predicted <= rounding * size) {
      last += 1;
      const length = step.x.reduce((longest, value, j) => Math.max(longest, Math.abs(value - centre.at[j]!)), 0);
      if (last > lastSteps || length <= shortStep)
        return asProven(centre.support, minimumOf(program, centre.at, step.rowDuals, centre.prices, iteration));
      centre = yield* look(step.x, iteration);
      continue;
    }
    yield { phase: "newton", done: iteration };
    let next = yield* look(step.x, iteration);
    let share = 1;
    while (next.value > centre.value - 0.05 * share * predicted + 1e-15 * size && share > 1e-4) {
      share /= 2;
      const { at } = centre;
      next = yield* look(
        at.map((value, j) => value + share * (step.x[j]! - value)),
        iteration,
      );
    }
    if (share <= 1e-4) break;
    centre = next;
    if (!settled) {
      settled = predicted <= close * size;
      hessian = centre.support.curvature(settled ? "fine" : "rough");
    }
    if (ranAway(program.polyhedron, centre.at)) return failedMinimum(program, "unbounded", iteration, centre.at);
  }
  return yield* minimizeByNewtonBundle(given, oracle());
}

/** A smooth measure's own gradient at the weights supports it: nothing has to be stored. */
function asProven({ kinked }: Support, { proof, ...minimum }: RiskMinimum): RiskMinimum {
  return kinked === true && proof !== undefined ? { ...minimum, proof } : minimum;
}
