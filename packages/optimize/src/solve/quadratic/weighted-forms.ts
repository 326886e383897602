import { denseValues, type QuadraticForm } from "../../problem/quadratic-form.ts";

/** a P + b Q, dense. */
export function weightedForms(p: QuadraticForm, a: number, q: QuadraticForm, b: number): QuadraticForm {
  const left = denseValues(p);
  const right = denseValues(q);
  return { form: "dense", size: p.size, values: left.map((value, i) => a * value + b * right[i]!) };
}
