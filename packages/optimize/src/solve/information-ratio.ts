import type { RatioGoal } from "../program/goal.ts";
import { polyhedronOf } from "../program/polyhedron.ts";
import { absoluteValue, type Program } from "../program/program.ts";
import type { QuadraticRisk } from "../risks/risk-shape.ts";
import { improveRatio } from "./improve-ratio.ts";
import { isFeasible } from "./branching/portfolio-value.ts";
import type { Outcome } from "./outcome.ts";
import { formValue } from "./quadratic/form-value.ts";
import { centreTerm, combined } from "./quadratic/minimize-quadratic.ts";
import { bestDirection } from "./quadratic/best-direction.ts";
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
  const straight = tiltStraight(goal, program, risk, together);
  if (straight !== undefined) return straight;
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

/**
 * The best direction away from a benchmark that is feasible, which has the best ratio of all, followed as far as the
 * constraints allow; undefined where it isn't, or no direction is best.
 */
function tiltStraight(
  { numerator }: RatioGoal,
  program: Program,
  risk: QuadraticRisk,
  together: number,
): Outcome | undefined {
  const start = risk.centre!;
  if (!isFeasible(program, start)) return undefined;
  const polyhedron = polyhedronOf(program);
  const found = bestDirection(
    polyhedron,
    risk.form,
    numerator.map((value) => -value),
    start,
  );
  if (found === undefined) return undefined;
  const { direction, rowDuals, iterations } = found;
  const length = Math.sqrt(formValue({ ...risk, centre: undefined }, direction));
  const gain = direction.reduce((sum, move, i) => sum + move * numerator[i]!, 0);
  // at the best direction both are the square of the ratio
  if (!(gain > 0) || !(Math.abs(gain - length * length) <= held * gain)) return undefined;
  const step = Math.min(roomAlong(program, start, direction), together / length);
  const weights = start.map((weight, i) =>
    Math.min(Math.max(weight + step * direction[i]!, program.lower[i]!), program.upper[i]!),
  );
  const duals = rowDuals.map((dual) => dual / length);
  return {
    status: "optimal",
    weights,
    rowDuals: duals.subarray(0, program.rows.length),
    absoluteDuals: duals.subarray(program.rows.length),
    capDuals: new Float64Array(program.caps.length),
    solver: "active set, tilt of the benchmark",
    iterations,
    nodes: 0,
  };
}

/** How far a program reaches from a portfolio in a direction. */
function roomAlong({ lower, upper, rows, absolutes }: Program, from: Float64Array, direction: Float64Array): number {
  let room = Infinity;
  const limit = (value: number, move: number, low: number, high: number): void => {
    if (move > 0) room = Math.min(room, Math.max(0, high - value) / move);
    else if (move < 0) room = Math.min(room, Math.max(0, value - low) / -move);
  };
  for (let i = 0; i < from.length; i += 1) limit(from[i]!, direction[i]!, lower[i]!, upper[i]!);
  for (const row of rows) {
    let value = 0;
    let move = 0;
    let size = 0;
    for (let i = 0; i < from.length; i += 1) {
      value += row.coefficients[i]! * from[i]!;
      move += row.coefficients[i]! * direction[i]!;
      size += Math.abs(row.coefficients[i]! * direction[i]!);
    }
    if (Math.abs(move) > held * size) limit(value, move, row.lower, row.upper);
  }
  for (const row of absolutes) {
    const fits = (step: number): boolean =>
      absoluteValue(
        row,
        from.map((weight, i) => weight + step * direction[i]!),
      ) <= row.upper;
    let low = 0;
    let high = Math.min(room, 1);
    while (high < room && fits(high)) high *= 2;
    high = Math.min(high, room);
    if (fits(high)) continue;
    for (let k = 0; k < 60; k += 1) {
      const middle = (low + high) / 2;
      if (fits(middle)) low = middle;
      else high = middle;
    }
    room = low;
  }
  return room;
}
