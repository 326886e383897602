import { gemv, gemvTransposed } from "@plimsoll/numeric";
import type { QuadraticForm } from "../../problem/quadratic-form.ts";

/** Q x by numeric's kernels: the solvers' own product, apart from the one that certificates take. */
export function applyForm(form: QuadraticForm, x: Float64Array): Float64Array {
  if (form.form === "dense") return gemv(form.values, form.size, form.size, x);
  const { size, factors, loadings, factorCovariance, specificVariance } = form;
  const exposure = gemvTransposed(loadings, size, factors, x);
  const product = gemv(loadings, size, factors, gemv(factorCovariance, factors, factors, exposure));
  for (let i = 0; i < size; i += 1) product[i] = product[i]! + specificVariance[i]! * x[i]!;
  return product;
}
