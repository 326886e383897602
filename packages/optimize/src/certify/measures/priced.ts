import { gemv, gemvTransposed } from "@plimsoll/numeric";
import type { Scenarios } from "../../problem/context.ts";
import type { Json } from "../../problem/normalize.ts";
import { type CheckedMeasure, lastRemembered, productOf } from "./checked-measure.ts";

/** A measure of scenario losses that is the largest of sum p_t loss_t over the prices p that it allows. */
export interface PricedMeasure {
  value(losses: Float64Array): number;
  /** Prices at which the losses reach the measure. */
  prices(losses: Float64Array): ArrayLike<number>;
  /** Changes prices, as little as need be, into allowed ones. */
  fit(prices: ArrayLike<number>): Float64Array;
}

/** Supports the measure by stated prices, made allowed first, or by those of the portfolio itself. */
export function checkedPrices(scenarios: Scenarios, measure: PricedMeasure): CheckedMeasure {
  const { rows, values } = scenarios;
  const size = values.length / rows;
  const lossesOf = lastRemembered((weights) => gemv(values, rows, size, weights).map((earned) => 0 - earned));
  return {
    value: (weights) => measure.value(lossesOf(weights)),
    support(weights, gradient, proof) {
      const fitted = measure.fit(readPrices(proof, rows) ?? measure.prices(lossesOf(weights)));
      const pulled = gemvTransposed(values, rows, size, fitted);
      for (let i = 0; i < size; i += 1) gradient[i] = 0 - pulled[i]!;
      return productOf(gradient, weights);
    },
  };
}

/** Undefined where the proof has another shape: then the portfolio's own prices support the measure. */
function readPrices(proof: Json | undefined, rows: number): readonly number[] | undefined {
  const { prices } = (proof ?? {}) as { readonly prices?: readonly number[] };
  const sound = Array.isArray(prices) && prices.length === rows && prices.every((price) => Number.isFinite(price));
  return sound ? prices : undefined;
}
