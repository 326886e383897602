import { diagonalOfForm } from "../problem/quadratic-form.ts";
import type { RatioGoal } from "../program/goal.ts";
import { polyhedronOf } from "../program/polyhedron.ts";
import type { Program } from "../program/program.ts";
import type { QuadraticRisk } from "../risks/risk-shape.ts";
import { solveLinear } from "./linear/solve-linear.ts";
import { isSolved, type Outcome } from "./outcome.ts";
import { improveRatio } from "./improve-ratio.ts";
import { minimizerOf } from "./measures/minimizer-of.ts";
import { maximizeInformationRatio } from "./information-ratio.ts";
import { formValue, isNegligible } from "./quadratic/form-value.ts";
import { QuadraticFamily, type QuadraticPoint } from "./quadratic/quadratic-family.ts";
import { stepRatio } from "./ratio-steps.ts";
import { searchRoot, type SearchPoint } from "./root-search.ts";
import type { Solving } from "./solving.ts";

/** Maximises numerator'w / risk (definition 29) over a program without integers. */
export function* solveRatio(goal: RatioGoal, program: Program): Solving<Outcome> {
  const quadratic = goal.risk.quadratic;
  const served = quadratic !== undefined || minimizerOf(goal.risk) !== undefined;
  // what doesn't grow with the weights is paid out of the numerator
  const fixed = goal.risk.benchmark === undefined && (goal.offset ?? 0) !== 0;
  if (goal.charges.length > 0 || hasPenalty(program) || !served || fixed) return yield* stepRatio(goal, program);
  const outcome =
    quadratic === undefined
      ? yield* improveRatio(goal, program)
      : goal.risk.benchmark !== undefined
        ? yield* maximizeInformationRatio(goal, program, quadratic)
        : isSimplex(program)
          ? solveSimplex(goal, program, quadratic)
          : yield* searchRatio(goal, program, quadratic);
  const open = outcome.status === "unbounded" || outcome.status === "not-converged";
  const broken =
    isSolved(outcome) && program.caps.some((cap) => cap.term.value(outcome.weights) > cap.upper * (1 + 1e-12));
  return broken || (open && program.caps.length > 0) ? yield* stepRatio(goal, program) : outcome;
}

function hasPenalty({ rows, absolutes, caps }: Program): boolean {
  return [...rows, ...absolutes, ...caps].some(({ penalty }) => penalty < Infinity);
}

/** Whether the program is just w >= 0, sum w = budget. */
function isSimplex(program: Program): boolean {
  return (
    program.rows.length === 1 &&
    program.absolutes.length === 0 &&
    program.budget !== undefined &&
    program.budget > 0 &&
    program.rows[0]!.coefficients.every((value) => value === 1) &&
    program.lower.every((value) => value === 0) &&
    program.upper.every((value) => value === Infinity)
  );
}

/** Homogenised: y = k w, minimise y'Qy with numerator'y = 1, y >= 0. One solve, exact. */
function solveSimplex(goal: RatioGoal, program: Program, risk: QuadraticRisk): Outcome {
  const { numerator } = goal;
  const size = program.size;
  const largest = Math.max(...numerator);
  if (largest <= 0) return { status: "no-excess", largest: largest * program.budget! };
  const family = new QuadraticFamily(
    {
      size,
      columns: size,
      lower: program.lower,
      upper: program.upper,
      rows: {
        count: 1,
        matrix: numerator.map((value) => value / largest),
        lower: Float64Array.of(1),
        upper: Float64Array.of(1),
      },
      cost: new Float64Array(size),
      rowScales: Float64Array.of(largest),
      owner: Int32Array.from({ length: size }, (_, i) => i),
      anchor: new Float64Array(size),
    },
    risk.form,
  );
  const point = family.solve(new Float64Array(size));
  if (point.status !== "optimal")
    return { status: "not-converged", iterations: point.iterations, residual: Number.NaN };
  const total = point.weights.reduce((sum, weight) => sum + weight, 0);
  const weights = point.weights.map((weight) => (weight * program.budget!) / total);
  if (isRiskless(risk, weights)) return { status: "unbounded" };
  // the objective doesn't change with the budget, so its multiplier is 0
  return finish(program, weights, new Float64Array(1), family.iterations, "active set, homogenised");
}

/** min 1/2 w'Qw - t numerator'w: the ratio is greatest where t numerator'w = w'Qw, which is linear in t on each piece. */
function* searchRatio(goal: RatioGoal, program: Program, risk: QuadraticRisk): Solving<Outcome> {
  const { numerator } = goal;
  const polyhedron = polyhedronOf(program);
  let family = new QuadraticFamily(polyhedron, risk.form);
  const excessOf = (weights: Float64Array): number =>
    weights.reduce((sum, weight, i) => sum + weight * numerator[i]!, 0);
  const evaluate = (parameter: number): SearchPoint<QuadraticPoint> => {
    const point = family.solve(
      numerator.map((value) => -parameter * value),
      parameter,
    );
    return { parameter, value: parameter * excessOf(point.weights) - formValue(risk, point.weights), point };
  };
  const tolerance = ({ point: at }: SearchPoint<QuadraticPoint>): number => 1e-15 * formValue(risk, at.weights);
  const near = yield* searchNear(family.approach(numerator), evaluate, tolerance);
  if (near !== undefined && excessOf(near.weights) > 0 && !isRiskless(risk, near.weights))
    return rootOf(program, risk, near, family.iterations);
  family = new QuadraticFamily(polyhedron, risk.form);
  const low = evaluate(0);
  if (low.point.status === "infeasible") return { status: "infeasible" };
  if (low.point.status !== "optimal")
    return { status: "not-converged", iterations: family.iterations, residual: Number.NaN };
  const leastVariance = formValue(risk, low.point.weights);
  const excess = excessOf(low.point.weights);
  const size = Math.max(...numerator.map(Math.abs));
  const riskless = isRiskless(risk, low.point.weights);
  if (excess > 1e-12 * size && riskless) return { status: "unbounded", direction: low.point.weights };
  let high = evaluate(excess > 1e-3 * size ? leastVariance / excess : leastVariance / size || 1);
  for (let k = 0; k < 12 && high.value <= 0 && high.point.status === "optimal"; k += 1) {
    yield { phase: "ratio", done: k };
    high = evaluate(high.parameter * 8);
  }
  if (high.point.status === "unbounded")
    return { status: "unbounded", direction: high.point.ray ?? high.point.weights };
  if (high.value <= 0) {
    const vertex = yield* solveLinear(
      polyhedron,
      numerator.map((value) => -value),
    );
    if (vertex.status === "unbounded") return { status: "unbounded" };
    const best = excessOf(vertex.weights);
    if (vertex.status === "optimal" && best <= 1e-12 * size) return { status: "no-excess", largest: best };
    // at this parameter the search's value is above 0 whatever the shape of the frontier
    if (vertex.status === "optimal") high = evaluate(formValue(risk, vertex.weights) / best);
  }
  if (high.point.status !== "optimal" || high.value < 0)
    return { status: "not-converged", iterations: family.iterations, residual: high.value };
  let start = low;
  // beside cash that earns nothing every small parameter has the best ratio, but 0, where cash is all there is
  for (let k = riskless ? 1 : 13; k <= 12 && start === low; k += 1) {
    const part = evaluate(high.parameter * 8 ** -k);
    if (part.value <= 1e-12 * formValue(risk, part.point.weights) && !isRiskless(risk, part.point.weights))
      start = part;
  }
  const { point } = yield* searchRoot("ratio", start, high, evaluate, {
    tolerance,
    straighten: (value) => value,
    restore: (value) => value,
  });
  if (isRiskless(risk, point.weights)) return { status: "unbounded", direction: point.weights };
  return rootOf(program, risk, point, family.iterations);
}

const maxNear = 8;

/**
 * The root from a parameter near it, by secants: any root with a positive excess return is the greatest ratio, because where
 * it minimises w'Qw/2 - t numerator'w no portfolio improves the ratio to first order, which suffices for a ratio of a
 * linear and a convex function. Undefined where it isn't found at once.
 */
function* searchNear(
  start: number | undefined,
  evaluate: (parameter: number) => SearchPoint<QuadraticPoint>,
  tolerance: (at: SearchPoint<QuadraticPoint>) => number,
): Solving<QuadraticPoint | undefined> {
  if (start === undefined || !(start > 0 && start < Infinity)) return undefined;
  let older: SearchPoint<QuadraticPoint> | undefined;
  let best: SearchPoint<QuadraticPoint> | undefined;
  let parameter = start;
  for (let done = 0; done < maxNear; done += 1) {
    yield { phase: "ratio", done };
    const at = evaluate(parameter);
    if (at.point.status !== "optimal") return undefined;
    const within = tolerance(at);
    if (Math.abs(at.value) <= within) return at.point;
    // what no longer falls is rounding
    if (best !== undefined && Math.abs(at.value) >= Math.abs(best.value) / 2 && Math.abs(best.value) <= 100 * within)
      return best.point;
    if (best === undefined || Math.abs(at.value) < Math.abs(best.value)) best = at;
    // the first step as if no weight moved
    const slope =
      older === undefined
        ? (at.value + within / 1e-15) / parameter
        : (at.value - older.value) / (parameter - older.parameter);
    const next = parameter - at.value / slope;
    if (!(next > 0 && next < Infinity) || next === parameter)
      return Math.abs(best.value) <= 100 * within ? best.point : undefined;
    older = at;
    parameter = next;
  }
  return undefined;
}

function rootOf(program: Program, risk: QuadraticRisk, point: QuadraticPoint, iterations: number): Outcome {
  const deviation = Math.sqrt(formValue(risk, point.weights));
  return finish(
    program,
    point.weights,
    point.rowDuals.map((dual) => dual / deviation),
    iterations,
    "active set, ratio search",
  );
}

/** A portfolio whose variance is rounding, measured against its variance if all assets were uncorrelated. */
function isRiskless(risk: QuadraticRisk, weights: Float64Array): boolean {
  let uncorrelated = 0;
  diagonalOfForm(risk.form).forEach((variance, i) => (uncorrelated += variance * weights[i]! ** 2));
  return formValue(risk, weights) <= 1e-14 * uncorrelated || isNegligible(risk, weights);
}

function finish(
  program: Program,
  weights: Float64Array,
  rowDuals: Float64Array,
  iterations: number,
  solver: string,
): Outcome {
  return {
    status: "optimal",
    weights,
    rowDuals: rowDuals.subarray(0, program.rows.length),
    absoluteDuals: rowDuals.subarray(program.rows.length),
    capDuals: new Float64Array(program.caps.length),
    solver,
    iterations,
    nodes: 0,
  };
}
