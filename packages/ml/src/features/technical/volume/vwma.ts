import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { ofBars, type BarSeriesState, type WindowOnly } from "../of-bar.ts";
import { VolumeWeightedAverage } from "./volume-weighted-average.ts";

class WeightedClose implements BarSeriesState {
  private readonly average: VolumeWeightedAverage;

  constructor(window: number) {
    this.average = new VolumeWeightedAverage(window);
  }

  next(bar: Bar): number {
    return this.average.next(bar.close, bar.volume);
  }
}

/** Volume-weighted moving average of closes; the plain average where nothing was traded: `"vwma-30"`. */
export const vwma: Feature<Bar, "vwma", WindowOnly> = ofBars({
  kind: "vwma",
  title: "Volume-weighted moving average of closes",
  source: "TA-Lib VWMA",
  window: count(30, 1),
  inputs: ["close", "volume"],
  lookback: (window) => window - 1,
  memory: "window",
  series: (window) => new WeightedClose(window),
});
