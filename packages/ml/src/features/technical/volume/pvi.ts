import type { Feature } from "../../feature.ts";
import type { Bar } from "../bar.ts";
import { ofBar, type BarSeriesState } from "../of-bar.ts";

class VolumeIndex implements BarSeriesState {
  private index = 1000;
  private previousClose = NaN;
  private previousVolume = NaN;

  next(bar: Bar): number {
    const { previousClose, previousVolume } = this;
    this.previousClose = bar.close;
    this.previousVolume = bar.volume;
    if (bar.volume > previousVolume && previousClose !== 0) this.index *= bar.close / previousClose;
    return this.index;
  }
}

/** Positive volume index, which follows the price on bars with more volume than the bar before; begins at 1000: `"pvi"`. */
export const pvi: Feature<Bar, "pvi"> = ofBar({
  kind: "pvi",
  title: "Positive volume index",
  source: "Dysart (1936), TA-Lib PVI",
  parameters: {},
  inputs: ["close", "volume"],
  lookback: () => 0,
  memory: "cumulative",
  series: () => new VolumeIndex(),
});
