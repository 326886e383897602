import type { RatioGoal } from "../program/goal.ts";
import { polyhedronOf } from "../program/polyhedron.ts";
import type { Program } from "../program/program.ts";
import type { QuadraticRisk } from "../risks/risk-shape.ts";
import { improveRatio } from "./improve-ratio.ts";
import type { Outcome } from "./outcome.ts";
import { centreTerm, combined, formValue } from "./quadratic/minimize-quadratic.ts";
import { QuadraticFamily, type QuadraticPoint } from "./quadratic/quadratic-family.ts";
import type { Solving } from "./solving.ts";

/** A portfolio that earns more than the benchmark, the parameter that made it, and its ratio. */
interface Tilt {
  readonly parameter: number;
  readonly point: QuadraticPoint;
  readonly deviation: number;
  readonly ratio: number;
  /** Whether it goes as far as its parameter asks for: constraints may hold it back without a loss of ratio. */
  readonly free: boolean;
}

/** Tracking error of the first tilt, in that of all assets together, and the most that it may change a weight. */
const small = 1e-3;
/** Loss of ratio that is no more than rounding. */
const rounding = 1e-12;
/** Share of its own risk by which a tilt may miss what its parameter asks for. */
const held = 1e-9;
const mostDoublings = 60;
const mostShrinks = 8;

/**
 * Maximises (numerator'w - offset) / tracking error. Beside a benchmark that is feasible itself the best ratio is that of
 * the first tilts, min 1/2 form - t numerator'w for small t, and the same for all of them up to the first constraint in
 * their way: the largest tilt is taken.
 */
export function* maximizeInformationRatio(goal: RatioGoal, program: Program, risk: QuadraticRisk): Solving<Outcome> {
  const { numerator, offset = 0 } = goal;
  const family = new QuadraticFamily(polyhedronOf(program), risk.form);
  const centred = centreTerm(risk);
  const together = goal.risk.magnitude(risk.centre!, new Float64Array(program.size));
  const least = family.solve(centred, 0);
  if (least.status !== "optimal" || goal.risk.value(least.weights) > 0) return yield* improveRatio(goal, program);
  const tiltBy = (parameter: number): Tilt => {
    const point = family.solve(combined(numerator, -parameter, centred), parameter);
    const deviation = Math.sqrt(formValue(risk, point.weights));
    const active = point.weights.reduce((sum, weight, i) => sum + weight * numerator[i]!, 0 - offset);
    const free = Math.abs(parameter * active - deviation * deviation) <= held * deviation * deviation;
    return { parameter, point, deviation, ratio: deviation > 0 ? active / deviation : 0, free };
  };
  const largest = numerator.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  let best = tiltBy((small * together * together) / largest);
  // constraints may stand in the way of all but smaller tilts
  for (let k = 0; k < mostShrinks && best.point.status === "optimal"; k += 1) {
    const distance = best.point.weights.reduce(
      (most, weight, i) => Math.max(most, Math.abs(weight - risk.centre![i]!)),
      0,
    );
    if (distance <= 2 * small) break;
    best = tiltBy((best.parameter * small) / distance);
  }
  // a tilt that is none, or not bounded: told apart by a method that asks for both
  if (best.point.status !== "optimal" || !(goal.risk.value(best.point.weights) > 0) || !(best.ratio > 0))
    return yield* improveRatio(goal, program);
  for (let done = 1; done <= mostDoublings && best.deviation < together; done += 1) {
    yield { phase: "ratio", done };
    const larger = tiltBy(2 * best.parameter);
    if (larger.point.status !== "optimal" || !(larger.ratio >= best.ratio * (1 - rounding))) break;
    // multipliers of a tilt that is held back are not those of the ratio
    if (best.free && !larger.free) break;
    best = larger;
  }
  const { point, deviation } = best;
  const rowDuals = point.rowDuals.map((dual) => dual / deviation);
  return {
    status: "optimal",
    weights: point.weights,
    rowDuals: rowDuals.subarray(0, program.rows.length),
    absoluteDuals: rowDuals.subarray(program.rows.length),
    capDuals: new Float64Array(program.caps.length),
    solver: "active set, tilts of the benchmark",
    iterations: family.iterations,
    nodes: 0,
  };
}
