import type { Polyhedron } from "../../program/polyhedron.ts";
import type { QuadraticRisk } from "../../risks/risk-shape.ts";
import type { RiskMinimum } from "../risk-minimum.ts";
import { minimizeRoot, type SquareFamily } from "../root-of-square.ts";
import type { SearchPoint } from "../root-search.ts";
import type { Solving } from "../solving.ts";
import { applyForm } from "./apply-form.ts";
import { formValue, isNegligible, undiversified } from "./form-value.ts";
import { QuadraticFamily, type QuadraticPoint } from "./quadratic-family.ts";
import { risklessBest } from "./riskless-best.ts";

/**
 * Minimises coefficient x risk + linear'w + the polyhedron's own costs, risk a quadratic form or its root, coefficient
 * above 0.
 */
export function* minimizeQuadratic(
  polyhedron: Polyhedron,
  risk: QuadraticRisk,
  coefficient: number,
  linear: Float64Array,
  start?: Float64Array,
): Solving<RiskMinimum> {
  const family = new QuadraticFamily(polyhedron, risk.form, start);
  const centred = centreTerm(risk);
  const flat = linear.every((value) => value === 0) && polyhedron.cost.every((value) => value === 0);
  if (risk.root && !flat) {
    const parametric: SquareFamily = {
      solve(parameter) {
        const point = family.solve(combined(linear, parameter, centred), parameter);
        return point.status === "optimal" ? { ...point, status: "optimal" } : failed(point);
      },
      squareOf: (weights: Float64Array) => formValue(risk, weights),
      sizeOf: (weights: Float64Array) => undiversified(risk, weights),
      risklessBest: (weights: Float64Array) => risklessBest(polyhedron, risk.form, coefficient, linear, weights),
    };
    return yield* minimizeRoot(parametric, coefficient);
  }
  const inner = risk.root ? 1 : 2 * coefficient;
  const point = family.solve(combined(linear, 1 / inner, centred), 1 / inner);
  if (point.status !== "optimal") return failed(point);
  // at a risk of 0 no limit has a price: the objective can't fall further
  const factor = !risk.root
    ? inner
    : isNegligible(risk, point.weights)
      ? 0
      : coefficient / Math.sqrt(formValue(risk, point.weights));
  return {
    status: "optimal",
    weights: point.weights,
    rowDuals: point.rowDuals.map((dual) => dual * factor),
    iterations: family.iterations,
  };
}

/** The first member of a growing sequence of parameters whose value is not below 0, or that isn't solved. */
export function firstAbove(
  evaluate: (parameter: number) => SearchPoint<QuadraticPoint>,
  start: number,
): SearchPoint<QuadraticPoint> {
  let next = evaluate(start);
  for (let k = 0; k < 40 && next.value < 0 && next.point.status === "optimal"; k += 1)
    next = evaluate(next.parameter * 4);
  return next;
}

/** -Q centre: the linear term that moves a form to its centre. */
export function centreTerm({ form, centre }: QuadraticRisk): Float64Array {
  if (centre === undefined) return new Float64Array(form.size);
  return applyForm(form, centre).map((value) => -value);
}

/** factor x linear + constant. */
export function combined(linear: Float64Array, factor: number, constant: Float64Array): Float64Array {
  return linear.map((value, i) => factor * value + constant[i]!);
}

/** A point that isn't optimal, as the outcome it stands for. */
export function failed(point: QuadraticPoint): RiskMinimum {
  return {
    status: point.status,
    weights: point.ray ?? point.weights,
    rowDuals: point.rowDuals,
    iterations: point.iterations,
  };
}
