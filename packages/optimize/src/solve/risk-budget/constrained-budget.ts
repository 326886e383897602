import { denseValues, identityForm } from "../../problem/quadratic-form.ts";
import type { BudgetGoal } from "../../program/goal.ts";
import { polyhedronOf } from "../../program/polyhedron.ts";
import { type Program, budgetRowOf } from "../../program/program.ts";
import type { QuadraticRisk } from "../../risks/risk-shape.ts";
import type { Outcome } from "../outcome.ts";
import { applyForm } from "../quadratic/apply-form.ts";
import { formValue } from "../quadratic/form-value.ts";
import { QuadraticFamily } from "../quadratic/quadratic-family.ts";
import { searchRoot, type SearchPoint } from "../root-search.ts";
import type { Solving } from "../solving.ts";
import { budgeted } from "./budgeted.ts";
import { noBudget } from "./no-budget.ts";

interface InnerPoint {
  readonly weights: Float64Array;
  /** Multipliers of the rows without the budget. */
  readonly rowDuals: Float64Array;
  readonly converged: boolean;
}

/**
 * Risk budgets under constraints (Richard & Roncalli 2019, definition 28): w(l) minimises risk - l sum b_i ln w_i over the
 * constraints without the budget, by sequential quadratic programs, and l is searched at which the weights meet it.
 */
export function* constrainedBudget(
  goal: BudgetGoal,
  program: Program,
  risk: QuadraticRisk,
  start: Float64Array,
): Solving<Outcome> {
  const budget = program.budget!;
  const budgetRow = budgetRowOf(program);
  const rows = program.rows.filter((_, k) => k !== budgetRow);
  const inner: Program = { ...program, rows, budget: undefined, caps: [], absolutes: [] };
  const first = yield* anyInterior(inner, start);
  if (first === undefined) return { status: "infeasible" };
  let warm = first;
  let iterations = 0;
  const evaluate = (parameter: number): SearchPoint<InnerPoint> => {
    const point = minimizeBarrier(inner, risk, goal.budgets, parameter, warm);
    iterations += 1;
    if (point.converged) warm = point.weights;
    return { parameter, value: point.weights.reduce((sum, weight) => sum + weight, 0) - budget, point };
  };
  const unit = Math.sqrt(formValue(risk, start));
  let low = evaluate(unit);
  let high = low;
  for (let k = 0; k < 20 && low.value > 0; k += 1) {
    yield { phase: "risk budget", done: iterations };
    low = evaluate(low.parameter / 4);
  }
  for (let k = 0; k < 20 && high.value < 0; k += 1) {
    yield { phase: "risk budget", done: iterations };
    high = evaluate(high.parameter * 4);
  }
  // bounds that fix the sum leave no l on one side: the nearest point stands if it meets the budget
  const found =
    low.value <= 0 && high.value >= 0
      ? yield* searchRoot("risk budget", low, high, evaluate, {
          tolerance: () => 1e-13 * budget,
          straighten: Math.log,
          restore: Math.exp,
        })
      : low.value > 0
        ? low
        : high;
  if (Math.abs(found.value) > 1e-9 * budget) {
    const nearest = new QuadraticFamily(polyhedronOf({ ...program, caps: [] }), identityForm(program.size)).solve(
      start.map((weight) => -weight),
    );
    if (nearest.status !== "optimal") return { status: "infeasible" };
    throw noBudget(budget, found.value);
  }
  if (!found.point.converged) return { status: "not-converged", iterations, residual: found.value };
  const rowDuals = new Float64Array(program.rows.length);
  let k = 0;
  program.rows.forEach((_, row) => {
    if (row !== budgetRow) rowDuals[row] = found.point.rowDuals[k++]!;
  });
  return budgeted(program, found.point.weights, rowDuals, found.parameter, iterations, "sequential quadratic programs");
}

/** The point of the constraints nearest to `start`, moved off 0; undefined where there is none. */
function* anyInterior(program: Program, start: Float64Array): Solving<Float64Array | undefined> {
  const size = program.size;
  const lower = program.lower.map((value, i) => Math.max(value, Math.min(1e-6 * start[i]!, program.upper[i]!)));
  const polyhedron = polyhedronOf({ ...program, lower });
  yield { phase: "risk budget", done: 0 };
  const point = new QuadraticFamily(polyhedron, identityForm(size)).solve(start.map((weight) => -weight));
  return point.status === "optimal" && point.weights.every((weight) => weight > 0) ? point.weights : undefined;
}

/** min risk - l sum b_i ln w_i over the program's rows and bounds, from a positive feasible point. */
function minimizeBarrier(
  program: Program,
  risk: QuadraticRisk,
  budgets: Float64Array,
  l: number,
  start: Float64Array,
): InnerPoint {
  const size = program.size;
  const matrix = denseValues(risk.form);
  let weights: Float64Array = start.slice();
  let rowDuals: Float64Array = new Float64Array(program.rows.length);
  const objective = (w: Float64Array): number =>
    Math.sqrt(formValue(risk, w)) - l * w.reduce((sum, weight, i) => sum + budgets[i]! * Math.log(weight), 0);
  let value = objective(weights);
  for (let iteration = 0; iteration < 60; iteration += 1) {
    const deviation = Math.sqrt(formValue(risk, weights));
    const g = applyForm(risk.form, weights).map((entry) => entry / deviation);
    const hessian = new Float64Array(size * size);
    for (let i = 0; i < size; i += 1) {
      for (let j = 0; j < size; j += 1) hessian[i * size + j] = (matrix[i * size + j]! - g[i]! * g[j]!) / deviation;
      hessian[i * size + i]! += (l * budgets[i]!) / weights[i]! ** 2;
    }
    const gradient = g.map((entry, i) => entry - (l * budgets[i]!) / weights[i]!);
    // the step keeps a tenth of every weight, so that logarithms stay finite
    const lower = program.lower.map((bound, i) => Math.max(bound, weights[i]! / 10));
    const form = { form: "dense", size, values: hessian } as const;
    const linear = applyForm(form, weights).map((entry, i) => gradient[i]! - entry);
    const point = new QuadraticFamily(polyhedronOf({ ...program, lower }), form).solve(linear);
    if (point.status !== "optimal") return { weights, rowDuals, converged: false };
    const step = point.weights.map((weight, i) => weight - weights[i]!);
    const relative = step.reduce((worst, change, i) => Math.max(worst, Math.abs(change) / weights[i]!), 0);
    const slope = step.reduce((sum, change, i) => sum + change * gradient[i]!, 0);
    ({ rowDuals } = point);
    if (relative < 1e-13 || -slope < 1e-16 * Math.abs(value))
      return { weights: relative < 1e-6 ? point.weights : weights, rowDuals, converged: true };
    let length = 1;
    let next = point.weights;
    let nextValue = objective(next);
    while (nextValue > value + 1e-4 * length * slope + 1e-15 * Math.abs(value) && length > 1e-8) {
      length /= 2;
      next = weights.map((weight, i) => weight + length * step[i]!);
      nextValue = objective(next);
    }
    weights = next;
    value = nextValue;
  }
  return { weights, rowDuals, converged: false };
}
