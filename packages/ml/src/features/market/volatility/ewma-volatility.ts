import type { Feature } from "../../feature.ts";
import { count, real } from "../../parameter.ts";
import type { FeatureState } from "../../feature.ts";
import type { MarketRow } from "../market-row.ts";

/** Parameters of {@link ewmaVolatility}. */
export interface EwmaVolatilityParameters {
  /** Weight of the past, from 0 to below 1. */
  readonly decay: number;
  /** Returns whose mean square starts the recursion. */
  readonly start: number;
  /** @defaultValue 252 */
  readonly periodsPerYear: number;
}

class EwmaVolatility implements FeatureState<MarketRow> {
  private readonly decay: number;
  private readonly start: number;
  private readonly periodsPerYear: number;
  private previous = NaN;
  private variance = 0;
  private seen = 0;

  constructor({ decay, start, periodsPerYear }: EwmaVolatilityParameters) {
    this.decay = decay;
    this.start = start;
    this.periodsPerYear = periodsPerYear;
  }

  update({ close }: MarketRow, out: Float64Array, at: number): void {
    const change = Math.log(close / this.previous);
    this.previous = close;
    if (Number.isNaN(change)) {
      out[at] = NaN;
      return;
    }
    const square = change * change;
    if (this.seen < this.start) {
      this.seen++;
      this.variance += (square - this.variance) / this.seen;
    } else this.variance = this.decay * this.variance + (1 - this.decay) * square;
    out[at] = this.seen < this.start ? NaN : Math.sqrt(this.variance * this.periodsPerYear);
  }
}

/** RiskMetrics volatility a year, as known at the row's close: `"ewma-volatility-0.94"`; its recursion starts at the mean square of the first returns. */
export const ewmaVolatility: Feature<MarketRow, "ewma-volatility", EwmaVolatilityParameters> = {
  kind: "ewma-volatility",
  title: "Exponentially weighted volatility a year",
  source: "J.P. Morgan, RiskMetrics (1996), zero mean",
  parameters: { decay: real(0.94, 0, 0.999999), start: count(21, 1), periodsPerYear: real(252, 1) },
  inputs: () => ["close"],
  outputs: [""],
  lookback: ({ start }) => start,
  memory: "fading",
  start: (parameters) => new EwmaVolatility(parameters),
};
