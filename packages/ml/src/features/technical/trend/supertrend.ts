import type { Feature, FeatureState } from "../../feature.ts";
import { count, real } from "../../parameter.ts";
import { priceOf, type Bar } from "../bar.ts";
import { AverageTrueRange } from "../volatility/average-true-range.ts";

/** The parameters of the supertrend. */
export interface SupertrendParameters {
  /** Bars of the average true range. @defaultValue 10 */
  readonly window: number;
  /** Ranges from the median price to each band. @defaultValue 3 */
  readonly multiple: number;
}

class Supertrend implements FeatureState<Bar> {
  private readonly range: AverageTrueRange;
  private readonly multiple: number;
  private upper = NaN;
  private lower = NaN;
  private previousClose = NaN;
  private isUp = true;

  constructor(window: number, multiple: number) {
    this.range = new AverageTrueRange(window);
    this.multiple = multiple;
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    const distance = this.range.next(bar) * this.multiple;
    out[at] = out[at + 1] = NaN;
    if (Number.isNaN(distance)) return;
    const median = priceOf(bar, "median");
    const upper = median + distance;
    const lower = median - distance;
    const { previousClose } = this;
    // a band only moves towards the price, until a close beyond it sets it free; the first comparison is with NaN
    if (!(upper >= this.upper) || previousClose > this.upper) this.upper = upper;
    if (!(lower <= this.lower) || previousClose < this.lower) this.lower = lower;
    if (!Number.isNaN(previousClose)) this.isUp = this.isUp ? bar.close >= this.lower : bar.close > this.upper;
    this.previousClose = bar.close;
    out[at] = this.isUp ? this.lower : this.upper;
    out[at + 1] = this.isUp ? 1 : -1;
  }
}

/** Supertrend, a trailing band of average true ranges: `"supertrend-10-3"` gives the line and `-direction` (1 up, -1 down); first up. */
export const supertrend: Feature<Bar, "supertrend", SupertrendParameters> = {
  kind: "supertrend",
  title: "Supertrend",
  source: "Seban (2008), TA-Lib SUPERTREND",
  parameters: { window: count(10, 1), multiple: real(3, 0) },
  inputs: () => ["high", "low", "close"],
  outputs: ["", "direction"],
  lookback: ({ window }) => window,
  memory: "cumulative",
  start: ({ window, multiple }) => new Supertrend(window, multiple),
};
