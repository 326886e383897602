import { diagonalOfForm } from "../../problem/quadratic-form.ts";
import type { Polyhedron } from "../../program/polyhedron.ts";
import type { Cap } from "../../program/program.ts";
import type { QuadraticRisk } from "../../risks/risk-shape.ts";
import { searchRoot, type SearchPoint } from "../root-search.ts";
import type { Solving } from "../solving.ts";
import { formValue } from "./form-value.ts";
import { centreTerm, combined, firstAbove } from "./minimize-quadratic.ts";
import { QuadraticFamily, type QuadraticPoint } from "./quadratic-family.ts";
import { weightedForms } from "./weighted-forms.ts";

/** What {@link minimizeCapped} found. */
export type CappedMinimum =
  | BindingCap
  | { readonly status: "infeasible"; readonly iterations: number }
  | { readonly status: "not-converged"; readonly iterations: number };

/** A minimum at which the cap binds. */
export interface BindingCap {
  readonly status: "optimal";
  readonly weights: Float64Array;
  readonly rowDuals: Float64Array;
  /** d(objective)/d(cap), at most 0. */
  readonly capDual: number;
  readonly iterations: number;
}

/**
 * Minimises [risk +] linear'w under one quadratic cap that binds, by its multiplier: the cap's form enters the objective,
 * and the multiplier is searched at which it meets the cap. With a linear objective only the linear term changes, and the
 * form is linear in the squared parameter on each piece.
 */
export function* minimizeCapped(
  polyhedron: Polyhedron,
  cap: Cap,
  linear: Float64Array,
  objective: { readonly risk: QuadraticRisk; readonly coefficient: number } | undefined,
): Solving<CappedMinimum> {
  const capped = cap.term.quadratic!;
  const limit = capped.root ? cap.upper ** 2 : cap.upper;
  const family = new QuadraticFamily(polyhedron, capped.form, capped.centre);
  const centred = centreTerm(capped);
  const least = family.solve(centred, 0);
  if (least.status !== "optimal")
    return { status: least.status === "infeasible" ? "infeasible" : "not-converged", iterations: family.iterations };
  const leastValue = formValue(capped, least.weights);
  if (leastValue > limit * (1 + 1e-10)) return { status: "infeasible", iterations: family.iterations };
  const low: SearchPoint<QuadraticPoint> = { parameter: 0, value: leastValue - limit, point: least };
  const size = Math.max(...linear.map(Math.abs), ...polyhedron.cost.map(Math.abs));
  if (objective === undefined && size === 0) {
    // nothing to gain: any portfolio under the cap will do
    const { weights, rowDuals } = least;
    return { status: "optimal", weights, rowDuals: rowDuals.map(() => 0), capDual: 0, iterations: family.iterations };
  }
  const found =
    objective === undefined
      ? yield* byLinearTerm(family, capped, centred, limit, low, linear, size)
      : yield* byHessian(polyhedron, capped, limit, linear, objective);
  if (found === undefined) return { status: "not-converged", iterations: family.iterations };
  const { point, parameter } = found;
  const multiplier = capped.root ? 2 * parameter * Math.sqrt(formValue(capped, point.weights)) : parameter;
  return {
    status: "optimal",
    weights: point.weights,
    rowDuals: point.rowDuals,
    capDual: -multiplier,
    iterations: family.iterations + point.iterations,
  };
}

/** min 1/2 form + t linear'w, t >= 0. */
function* byLinearTerm(
  family: QuadraticFamily,
  capped: QuadraticRisk,
  centred: Float64Array,
  limit: number,
  low: SearchPoint<QuadraticPoint>,
  linear: Float64Array,
  size: number,
): Solving<SearchPoint<QuadraticPoint> | undefined> {
  const evaluate = (parameter: number): SearchPoint<QuadraticPoint> => {
    const point = family.solve(combined(linear, parameter, centred), parameter);
    return { parameter, value: formValue(capped, point.weights) - limit, point };
  };
  const variance = Math.max(...diagonalOfForm(capped.form));
  const high = firstAbove(evaluate, Math.sqrt(limit * variance) / size || 1);
  if (high.point.status !== "optimal") return undefined;
  const found = yield* searchRoot("risk cap", low, high, evaluate, {
    tolerance: () => 1e-14 * limit,
    straighten: (value) => value * value,
    restore: Math.sqrt,
  });
  if (found.parameter === 0) return undefined;
  // Q w + t c = A'y with t > 0 is c + (1/2t) 2Q w = A'y/t
  const point = { ...found.point, rowDuals: found.point.rowDuals.map((dual) => dual / found.parameter) };
  return { parameter: 1 / (2 * found.parameter), value: found.value, point };
}

/** min coefficient x risk + t form + linear'w, t >= 0: the Hessian changes with t. */
function* byHessian(
  polyhedron: Polyhedron,
  capped: QuadraticRisk,
  limit: number,
  linear: Float64Array,
  { risk, coefficient }: { readonly risk: QuadraticRisk; readonly coefficient: number },
): Solving<SearchPoint<QuadraticPoint> | undefined> {
  const riskCentre = centreTerm(risk);
  const cappedCentre = centreTerm(capped);
  let iterations = 0;
  const evaluate = (parameter: number): SearchPoint<QuadraticPoint> => {
    const form = weightedForms(risk.form, 2 * coefficient, capped.form, 2 * parameter);
    const term = linear.map((value, i) => value + 2 * coefficient * riskCentre[i]! + 2 * parameter * cappedCentre[i]!);
    const point = new QuadraticFamily(polyhedron, form).solve(term);
    iterations += point.iterations;
    return { parameter, value: limit - formValue(capped, point.weights), point };
  };
  const low = evaluate(0);
  if (low.point.status !== "optimal") return undefined;
  const unit = (coefficient * Math.max(...diagonalOfForm(risk.form))) / Math.max(...diagonalOfForm(capped.form)) || 1;
  const high = firstAbove(evaluate, unit);
  if (high.point.status !== "optimal" || high.value < 0) return undefined;
  const found = yield* searchRoot("risk cap", low, high, evaluate, {
    tolerance: () => 1e-13 * limit,
    straighten: (value) => value / (value + unit),
    restore: (value) => (value * unit) / (1 - value),
  });
  return { ...found, point: { ...found.point, iterations } };
}
