import { dot, gemv } from "@plimsoll/numeric";
import { type DenseForm, diagonalOfForm } from "../../problem/quadratic-form.ts";
import type { Polyhedron } from "../../program/polyhedron.ts";
import type { QuadraticRisk } from "../../risks/risk-shape.ts";
import type { RiskMinimum } from "../risk-minimum.ts";
import { minimizeRoot, type SquareFamily } from "../root-of-square.ts";
import type { SearchPoint } from "../root-search.ts";
import type { Solving } from "../solving.ts";
import { applyForm } from "./apply-form.ts";
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

/** The form's value at weights, (w - centre)'Q(w - centre). */
export function formValue({ form, centre }: QuadraticRisk, weights: Float64Array): number {
  const active = centre === undefined ? weights : weights.map((weight, i) => weight - centre[i]!);
  if (form.form === "dense") return heldValue(form, active);
  const product = applyForm(form, active);
  let sum = 0;
  for (let i = 0; i < form.size; i += 1) sum += active[i]! * product[i]!;
  return Math.max(0, sum);
}

/** x'Qx over the entries other than 0. */
function heldValue({ size, values }: DenseForm, x: Float64Array): number {
  const held = new Int32Array(size);
  let count = 0;
  for (let i = 0; i < size; i += 1) if (x[i] !== 0) held[count++] = i;
  // whole rows are read faster than picked entries
  if (2 * count > size) return Math.max(0, dot(x, gemv(values, size, size, x)));
  let sum = 0;
  for (let a = 0; a < count; a += 1) {
    const i = held[a]!;
    const row = i * size;
    let inner = 0;
    for (let b = 0; b < a; b += 1) inner += values[row + held[b]!]! * x[held[b]!]!;
    sum += x[i]! * (2 * inner + values[row + i]! * x[i]!);
  }
  return Math.max(0, sum);
}

/** Whether a form's value is rounding, measured against the volatilities of its parts added up. */
export function isNegligible(risk: QuadraticRisk, weights: Float64Array): boolean {
  return formValue(risk, weights) <= 9e-16 * undiversified(risk, weights) ** 2;
}

/** The root of a form if all assets moved together, or a millionth of the largest one's where only those hold that have none. */
export function undiversified(risk: QuadraticRisk, weights: Float64Array): number {
  let terms = 0;
  let largest = 0;
  diagonalOfForm(risk.form).forEach((variance, i) => {
    const size = Math.abs(weights[i]!) + Math.abs(risk.centre?.[i] ?? 0);
    terms += Math.sqrt(variance) * size;
    largest = Math.max(largest, Math.sqrt(variance));
  });
  return Math.max(terms, 1e-6 * largest);
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
