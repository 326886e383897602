import type { ReturnInput } from "../input/return-series.ts";
import { estimateTail, type RiskEstimate, type TailOptions } from "./estimate.ts";

/**
 * Value at risk: the loss that is exceeded with probability 1 - confidence over the horizon.
 *
 * @param returns A `ReturnPanel` with `options.weights`, or a series of simple returns, oldest first.
 * @returns A fraction of the portfolio's value, positive for a loss (negative when even the tail gains).
 *
 * NaN in a series, or in an asset with weight, throws `INVALID_INPUT`; so do a confidence outside (0, 1), weights that
 * don't fit the assets and a method outside its domain. One observation throws `NOT_ENOUGH_DATA`.
 *
 * Formulas: definitions 1, 4, 5, 6, 8, 9, 11; the default is minus the type-7 quantile of the returns.
 *
 * @example
 * ```ts
 * import { valueAtRisk } from "@plimsoll/risk";
 *
 * const returns = [0.01, -0.02, 0.005, -0.03, 0.02, 0.001, -0.01, 0.015];
 * console.log(valueAtRisk(returns, { confidence: 0.9 }).toFixed(4)); // 0.0230
 * console.log(valueAtRisk(returns, { confidence: 0.9, method: "gaussian", horizon: 10 }).toFixed(4)); // 0.0744
 * ```
 */
export function valueAtRisk(returns: ReturnInput, options: TailOptions = {}): number {
  return estimateVaR(returns, options).value;
}

/**
 * {@link valueAtRisk} with its standard error, an interval and every convention that was used.
 *
 * @example
 * ```ts
 * import { estimateVaR } from "@plimsoll/risk";
 *
 * const { value, standardError, conventions } = estimateVaR([0.01, -0.02, 0.005, -0.03, 0.02], { confidence: 0.75 });
 * console.log(value, standardError > 0, conventions["quantileType"]); // 0.02 true 7
 * ```
 */
export function estimateVaR(returns: ReturnInput, options: TailOptions = {}): RiskEstimate {
  return estimateTail("valueAtRisk", returns, options);
}
