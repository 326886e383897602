import type { Feature } from "../../feature.ts";
import type { Bar } from "../bar.ts";
import { ofBar, type BarSeriesState } from "../of-bar.ts";

class WilliamsAccumulation implements BarSeriesState {
  private total = 0;
  private previous = NaN;

  next(bar: Bar): number {
    const { previous } = this;
    this.previous = bar.close;
    if (bar.close > previous) this.total += bar.close - Math.min(bar.low, previous);
    else if (bar.close < previous) this.total += bar.close - Math.max(bar.high, previous);
    return this.total;
  }
}

/** Accumulation and distribution of Williams, the running sum of how far closes went from the true extremes; begins at 0: `"williams-ad"`. */
export const williamsAd: Feature<Bar, "williams-ad"> = ofBar({
  kind: "williams-ad",
  title: "Accumulation and distribution of Williams",
  source: "Williams (1986), TA-Lib WAD",
  parameters: {},
  inputs: ["high", "low", "close"],
  lookback: () => 0,
  memory: "cumulative",
  series: () => new WilliamsAccumulation(),
});
