import type { Json } from "../../problem/normalize.ts";

/** A risk as the checker evaluates it, by code of its own. */
export interface CheckedMeasure {
  /** The risk of a portfolio. */
  value(weights: Float64Array): number;
  /**
   * Writes into `gradient` a g with R(v) >= r + g'(v - weights) for every v, whatever `proof` says, and returns r: the risk
   * of the weights, or somewhat less where the proof, by which nonsmooth measures pick g, supports the risk elsewhere.
   */
  support(weights: Float64Array, gradient: Float64Array, proof: Json | undefined): number;
}

/** gradient'weights. */
export function productOf(gradient: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i += 1) sum += gradient[i]! * weights[i]!;
  return sum;
}

/** A function of weights that knows its last answer: a check asks for the same portfolio several times. */
export function lastRemembered<Answer>(of: (weights: Float64Array) => Answer): (weights: Float64Array) => Answer {
  let last: { readonly weights: Float64Array; readonly answer: Answer } | undefined;
  return (weights) => {
    if (last === undefined || !last.weights.every((weight, i) => weight === weights[i]))
      last = { weights: weights.slice(), answer: of(weights) };
    return last.answer;
  };
}
