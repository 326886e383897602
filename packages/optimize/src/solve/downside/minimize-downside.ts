import { syrk } from "@plimsoll/numeric";
import type { Scenarios } from "../../problem/context.ts";
import { columnsOf, type Polyhedron, withCostTimes } from "../../program/polyhedron.ts";
import type { DownsideSpec } from "../../risks/downside-spec.ts";
import type { RootProof } from "../../risks/root-proof.ts";
import type { RiskMinimum } from "../risk-minimum.ts";
import { scenarioMagnitude } from "../../risks/scenario-magnitude.ts";
import { failed } from "../quadratic/minimize-quadratic.ts";
import { QuadraticFamily } from "../quadratic/quadratic-family.ts";
import { minimizeRoot, type SquareFamily } from "../root-of-square.ts";
import type { Solving } from "../solving.ts";
import { DownsideObjective } from "./downside-objective.ts";

const maxSteps = 100;
/** Difference between the slopes at a portfolio and those its multipliers belong to, relative to their terms. */
const tolerance = 1e-12;
/** Share of the slopes of equal weights below which slopes count as none. */
const hardly = 1e-4;

/** Minimises coefficient x downside + linear'w over a polyhedron, the downside a sum of squared shortfalls or its root. */
export function* minimizeDownside(
  scenarios: Scenarios,
  spec: DownsideSpec,
  root: boolean,
  polyhedron: Polyhedron,
  coefficient: number,
  linear: Float64Array,
  state?: unknown,
): Solving<RiskMinimum> {
  if (!root) return yield* bySteps(scenarios, spec, false, polyhedron, coefficient, linear, state);
  const family = rootFamily(scenarios, spec, polyhedron, linear, state);
  // with nothing but the root to minimise its square has the same minimiser
  if (linear.every((value) => value === 0) && polyhedron.cost.every((value) => value === 0)) {
    const square = yield* family.solve(0);
    if (square.status !== "optimal") return square;
    const risk = Math.sqrt(family.squareOf(square.weights));
    if (risk <= 1e-13 * family.sizeOf(square.weights)) {
      // at a risk of 0 no limit has a price: the objective can't fall further, whatever the slope of rounding says
      const proof: RootProof = { at: Array.from(square.weights), share: 0 };
      return { ...square, rowDuals: square.rowDuals.map(() => 0), proof: { ...proof } };
    }
    return { ...square, rowDuals: square.rowDuals.map((dual) => (dual * coefficient) / risk) };
  }
  const direct = yield* bySteps(scenarios, spec, true, polyhedron, coefficient, linear, state);
  // the root has a kink where nothing falls short, the square has none
  return direct.status === "not-converged" ? yield* minimizeRoot(family, coefficient) : direct;
}

/** The squares beside more and more of the rest of an objective. */
function rootFamily(
  scenarios: Scenarios,
  spec: DownsideSpec,
  polyhedron: Polyhedron,
  linear: Float64Array,
  state: unknown,
): Omit<SquareFamily, "solve"> & { solve(parameter: number): Solving<RiskMinimum> } {
  const objective = new DownsideObjective(scenarios, spec, false, 1, linear);
  const slopes = new Float64Array(polyhedron.size);
  const spread = Math.sqrt(scenarios.rows / spec.divisor);
  const equal = slopes.map(() => 1 / polyhedron.size);
  let last = state;
  return {
    *solve(parameter) {
      const rest = linear.map((value) => parameter * value);
      const costly = withCostTimes(polyhedron, parameter);
      const found = yield* bySteps(scenarios, spec, false, costly, 0.5, rest, last);
      if (found.status === "optimal") last = found.state;
      return found;
    },
    squareOf: (weights) => objective.squareOf(objective.lossesOf(weights)),
    sizeOf: (weights) =>
      Math.max(
        scenarioMagnitude(scenarios, weights, slopes, spread),
        scenarioMagnitude(scenarios, equal, slopes, spread),
      ),
  };
}

/**
 * Newton's method: the quadratic of the piece is minimised on the true constraints, with an exact search along the step.
 * The square is quadratic on each piece, so that a step that stays on its piece is exact.
 */
function* bySteps(
  scenarios: Scenarios,
  spec: DownsideSpec,
  root: boolean,
  polyhedron: Polyhedron,
  coefficient: number,
  linear: Float64Array,
  state?: unknown,
): Solving<RiskMinimum> {
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
  // where hardly anything falls short slopes are measured against those of equal weights
  const least = root ? 0 : hardly * slopeOfEqual(scenarios, spec, coefficient, size);
  const typical = scenarioMagnitude(scenarios, linear.slice().fill(1 / size), new Float64Array(size), 1);
  let losses = objective.lossesOf(weights);
  for (let step = 1; step <= maxSteps; step += 1) {
    if (root && objective.squareOf(losses) <= (1e-13 * Math.max(largestOf(losses), typical)) ** 2) break;
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
      const unit = terms.reduce((most, value) => Math.max(most, value), least);
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
    const share = objective.step(
      weights,
      next,
      losses,
      nextLosses,
      costOf(polyhedron, next) - costOf(polyhedron, weights),
    );
    const from = weights;
    weights = share === 1 ? next : from.map((weight, i) => weight + share * (next[i]! - weight));
    losses = share === 1 ? nextLosses : objective.lossesOf(weights);
    if (largestOf(weights) > 1e8) break;
  }
  const status = largestOf(weights) > 1e8 ? "unbounded" : "not-converged";
  return { status, weights, rowDuals: new Float64Array(polyhedron.rows.count), iterations };
}

/** The polyhedron's own costs of weights, but for violations. */
function costOf(polyhedron: Polyhedron, weights: Float64Array): number {
  const { cost } = polyhedron;
  return columnsOf(polyhedron, weights).reduce((sum, value, j) => sum + cost[j]! * value, 0);
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

/** Largest slope of a sum of squares at equal weights if nothing offset another. */
function slopeOfEqual(scenarios: Scenarios, { divisor }: DownsideSpec, coefficient: number, size: number): number {
  const slopes = new Float64Array(size);
  const together = scenarioMagnitude(scenarios, slopes.slice().fill(1 / size), slopes, 1);
  return ((2 * coefficient * scenarios.rows) / divisor) * together * largestOf(slopes);
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
