import { argsort, sorted } from "../statistics/index.ts";
import { checkSeries } from "./check.ts";

/** Adds to `weights[i]` the weight of the i-th smallest return. */
export type FillWeights = (weights: Float64Array) => void;

/** Sum of w_i x_(i) over the ascending series: an L-statistic. */
export function sortedSum(series: Float64Array, fill: FillWeights): number {
  checkSeries(series);
  const ascending = sorted(series);
  const weights = new Float64Array(ascending.length);
  fill(weights);
  let total = 0;
  for (let i = 0; i < ascending.length; i++) total += weights[i]! * ascending[i]!;
  return total;
}

/** The derivative of {@link sortedSum}: each return gets the weight of its rank. */
export function sortedGradient(series: Float64Array, fill: FillWeights): Float64Array {
  checkSeries(series);
  const order = argsort(series);
  const weights = new Float64Array(series.length);
  fill(weights);
  const gradient = new Float64Array(series.length);
  for (let i = 0; i < order.length; i++) gradient[order[i]!] = weights[i]!;
  return gradient;
}

/** Minus each value: a series of losses as a series of returns, and back. */
export function negated(series: Float64Array): Float64Array {
  return series.map((value) => 0 - value);
}
