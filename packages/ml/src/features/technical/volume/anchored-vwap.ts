import type { Feature } from "../../feature.ts";
import type { Bar } from "../bar.ts";
import { ofBar, type BarSeriesState } from "../of-bar.ts";
import { priceOf } from "../bar.ts";

class AnchoredVwap implements BarSeriesState {
  private turnover = 0;
  private volume = 0;

  next(bar: Bar): number {
    const price = priceOf(bar, "typical");
    this.turnover += price * bar.volume;
    this.volume += bar.volume;
    return this.volume === 0 ? price : this.turnover / this.volume;
  }
}

/** Volume-weighted average of typical prices since the first bar; the typical price while nothing was traded: `"anchored-vwap"`. */
export const anchoredVwap: Feature<Bar, "anchored-vwap"> = ofBar({
  kind: "anchored-vwap",
  title: "Volume-weighted average of typical prices since the first bar",
  source: "TA-Lib VWAP",
  parameters: {},
  inputs: ["high", "low", "close", "volume"],
  lookback: () => 0,
  memory: "cumulative",
  series: () => new AnchoredVwap(),
});
