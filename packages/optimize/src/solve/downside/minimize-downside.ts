import { syrk } from "@plimsoll/numeric";
import type { Scenarios } from "../../problem/context.ts";
import type { Polyhedron } from "../../program/polyhedron.ts";
import type { DownsideSpec } from "../../risks/downside-spec.ts";
import type { RiskMinimum } from "../../risks/risk-kind.ts";
import { failed } from "../quadratic/minimize-quadratic.ts";
import { QuadraticFamily } from "../quadratic/quadratic-family.ts";
import type { Solving } from "../solving.ts";
import { DownsideObjective } from "./downside-objective.ts";

const maxSteps = 100;
/** Difference between the slopes at a portfolio and those its multipliers belong to, relative to their terms. */
const tolerance = 1e-12;

/**
 * Minimises coefficient x downside + linear'w over a polyhedron, the downside a sum of squared shortfalls or its root.
 * Newton's method: the quadratic of the piece is minimised on the true constraints, with an exact search along the step.
 * The square is quadratic on each piece, so that a step that stays on its piece is exact.
 */
export function* minimizeDownside(
  scenarios: Scenarios,
  spec: DownsideSpec,
  root: boolean,
  polyhedron: Polyhedron,
  coefficient: number,
  linear: Float64Array,
  state?: unknown,
): Solving<RiskMinimum> {
  // with nothing but the root to minimise its square has the same minimiser
  if (root && linear.every((value) => value === 0)) {
    const square = yield* minimizeDownside(scenarios, spec, false, polyhedron, 1, linear, state);
    if (square.status !== "optimal") return square;
    const objective = new DownsideObjective(scenarios, spec, false, 1, linear);
    const losses = objective.lossesOf(square.weights);
    const risk = Math.sqrt(objective.squareOf(losses));
    // at a risk of 0 no limit has a price: the objective can't fall further
    const factor = risk <= 1e-13 * largestOf(losses) ? 0 : coefficient / (2 * risk);
    return { ...square, rowDuals: square.rowDuals.map((dual) => dual * factor) };
  }
  const { size } = polyhedron;
  const objective = new DownsideObjective(scenarios, spec, root, coefficient, linear);
  let iterations = 0;
  let weights: Float64Array;
  if (state instanceof Float64Array) weights = state;
  else {
    // all scenarios, gains too: feasible, and not far
    const values = syrk(scenarios.values, scenarios.rows, size);
    const first = new QuadraticFamily(polyhedron, { form: "dense", size, values }).solve(new Float64Array(size));
    if (first.status !== "optimal") return failed(first);
    ({ weights } = first);
    iterations += first.iterations;
  }
  let losses = objective.lossesOf(weights);
  for (let step = 1; step <= maxSteps; step += 1) {
    if (root && objective.squareOf(losses) <= (1e-13 * largestOf(losses)) ** 2) break;
    const gradient = objective.gradient(losses);
    const hessian = objective.hessian(losses);
    let ridge = 0;
    let point = solveModel(polyhedron, weights, gradient, hessian);
    iterations += point.iterations;
    if (point.status === "infeasible") return failed(point);
    if (point.status !== "optimal") {
      // few shortfalls may leave directions without curvature: stay near
      ridge = ridgeOf(scenarios, coefficient, size) / step;
      for (let i = 0; i < size; i += 1) hessian[i * size + i] = hessian[i * size + i]! + ridge;
      point = solveModel(polyhedron, weights, gradient, hessian);
      iterations += point.iterations;
      if (point.status !== "optimal") return failed(point);
    }
    const next = point.weights;
    const nextLosses = objective.lossesOf(next);
    if (!root || objective.squareOf(nextLosses) > 0) {
      const there = objective.gradient(nextLosses);
      const terms = objective.terms(nextLosses);
      const unit = terms.reduce((most, value) => Math.max(most, value), 0);
      let error = 0;
      for (let i = 0; i < size; i += 1) {
        let predicted = gradient[i]!;
        for (let j = 0; j < size; j += 1) predicted += hessian[i * size + j]! * (next[j]! - weights[j]!);
        error = Math.max(error, Math.abs(there[i]! - predicted));
      }
      if (error <= tolerance * unit)
        return { status: "optimal", weights: next, rowDuals: point.rowDuals, iterations, state: next };
    }
    yield { phase: "downside", done: step };
    const share = objective.step(weights, next, losses, nextLosses);
    const from = weights;
    weights = share === 1 ? next : from.map((weight, i) => weight + share * (next[i]! - weight));
    losses = share === 1 ? nextLosses : objective.lossesOf(weights);
    if (largestOf(weights) > 1e8) break;
  }
  const status = largestOf(weights) > 1e8 ? "unbounded" : "not-converged";
  return { status, weights, rowDuals: new Float64Array(polyhedron.rows.count), iterations };
}

/** Minimises gradient'(v - w) + 1/2 (v - w)'H(v - w). */
function solveModel(
  polyhedron: Polyhedron,
  weights: Float64Array,
  gradient: Float64Array,
  values: Float64Array,
): ReturnType<QuadraticFamily["solve"]> {
  const { size } = polyhedron;
  const linear = gradient.map((slope, i) => {
    let product = 0;
    for (let j = 0; j < size; j += 1) product += values[i * size + j]! * weights[j]!;
    return slope - product;
  });
  return new QuadraticFamily(polyhedron, { form: "dense", size, values }, weights).solve(linear);
}

/** A thousandth of the mean square return. */
function ridgeOf({ values }: Scenarios, coefficient: number, size: number): number {
  let squares = 0;
  for (let i = 0; i < values.length; i += 1) squares += values[i]! * values[i]!;
  return (1e-3 * coefficient * squares) / (values.length / size) || 1;
}

function largestOf(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
