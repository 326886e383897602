import { denseValues, type QuadraticForm } from "../../problem/quadratic-form.ts";

/** Spread of volatilities from which each column is counted in its own. */
const wide = 100;
/** Variance, in the mean one, below which an asset counts as having none. */
const none = 1e-18;

/** Volatilities in the root mean variance, where they are far apart; assets without any count as the mean. */
export function relativeSizes(diagonal: Float64Array, mean: number): Float64Array | undefined {
  let least = Infinity;
  let most = 0;
  for (const variance of diagonal) {
    if (!(variance > none * mean)) continue;
    least = Math.min(least, variance);
    most = Math.max(most, variance);
  }
  if (!(most > wide * wide * least)) return undefined;
  return diagonal.map((variance) => (variance > none * mean ? Math.sqrt(variance / mean) : 1));
}

/** The form of weights that are multiplied by sizes. */
export function inSizes(form: QuadraticForm, sizes: Float64Array): QuadraticForm {
  const { size } = form;
  if (form.form === "factor") {
    const { factors } = form;
    return {
      ...form,
      loadings: form.loadings.map((value, k) => value / sizes[Math.floor(k / factors)]!),
      specificVariance: form.specificVariance.map((value, i) => value / sizes[i]! ** 2),
    };
  }
  const values = denseValues(form).slice();
  for (let i = 0; i < size; i += 1) for (let j = 0; j < size; j += 1) values[i * size + j]! /= sizes[i]! * sizes[j]!;
  return { form: "dense", size, values };
}
