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
    if (bar.volume < previousVolume && previousClose !== 0) this.index *= bar.close / previousClose;
    return this.index;
  }
}

/** Negative volume index, which follows the price on bars with less volume than the bar before; begins at 1000: `"nvi"`. */
export const nvi: Feature<Bar, "nvi"> = ofBar({
  kind: "nvi",
  title: "Negative volume index",
  source: "Dysart (1936), TA-Lib NVI",
  parameters: {},
  inputs: ["close", "volume"],
  lookback: () => 0,
  memory: "cumulative",
  series: () => new VolumeIndex(),
});
