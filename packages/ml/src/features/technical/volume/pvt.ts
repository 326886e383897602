import type { Feature } from "../../feature.ts";
import type { Bar } from "../bar.ts";
import { ofBar, type BarSeriesState } from "../of-bar.ts";

class PriceVolumeTrend implements BarSeriesState {
  private total = 0;
  private previous = NaN;

  next(bar: Bar): number {
    const { previous } = this;
    this.previous = bar.close;
    if (!Number.isNaN(previous) && previous !== 0) this.total += ((bar.close - previous) / previous) * bar.volume;
    return this.total;
  }
}

/** Price and volume trend, the running sum of relative price change times volume; begins at 0: `"pvt"`. */
export const pvt: Feature<Bar, "pvt"> = ofBar({
  kind: "pvt",
  title: "Price and volume trend",
  source: "TA-Lib PVT",
  parameters: {},
  inputs: ["close", "volume"],
  lookback: () => 0,
  memory: "cumulative",
  series: () => new PriceVolumeTrend(),
});
