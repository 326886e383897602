import type { ReturnInput } from "../input/return-series.ts";
import { estimateTail, type RiskEstimate, type TailOptions } from "./estimate.ts";

/**
 * Expected shortfall: the mean of the worst 1 - confidence of the losses over the horizon.
 *
 * Same arguments, sign, errors and NaN policy as {@link valueAtRisk}. The default is the exact, coherent tail mean of
 * the sample (definitions 2, Acerbi & Tasche 2002); `estimator: "mean-beyond"` is PerformanceAnalytics' convention.
 *
 * @example
 * ```ts
 * import { expectedShortfall } from "@plimsoll/risk";
 *
 * const returns = [0.01, -0.02, 0.005, -0.03, 0.02, 0.001, -0.01, 0.015];
 * console.log(expectedShortfall(returns, { confidence: 0.75 })); // 0.025, the mean of the two worst
 * ```
 */
export function expectedShortfall(returns: ReturnInput, options: TailOptions = {}): number {
  return estimateES(returns, options).value;
}

/** {@link expectedShortfall} with its standard error, an interval and every convention that was used. */
export function estimateES(returns: ReturnInput, options: TailOptions = {}): RiskEstimate {
  return estimateTail("expectedShortfall", returns, options);
}
