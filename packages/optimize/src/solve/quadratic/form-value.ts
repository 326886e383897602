import { dot, gemv } from "@plimsoll/numeric";
import { type DenseForm, diagonalOfForm } from "../../problem/quadratic-form.ts";
import type { QuadraticRisk } from "../../risks/risk-shape.ts";
import { applyForm } from "./apply-form.ts";

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
