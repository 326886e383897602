import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { ofBars, type BarSeriesState, type WindowOnly } from "../of-bar.ts";
import { priceOf } from "../bar.ts";
import { VolumeWeightedAverage } from "./volume-weighted-average.ts";

class RollingVwap implements BarSeriesState {
  private readonly average: VolumeWeightedAverage;

  constructor(window: number) {
    this.average = new VolumeWeightedAverage(window);
  }

  next(bar: Bar): number {
    return this.average.next(priceOf(bar, "typical"), bar.volume);
  }
}

/** Volume-weighted average of typical prices over the window; the plain average where nothing was traded: `"vwap-20"`. */
export const vwap: Feature<Bar, "vwap", WindowOnly> = ofBars({
  kind: "vwap",
  title: "Volume-weighted average of typical prices over the window",
  source: "common usage",
  window: count(20, 1),
  inputs: ["high", "low", "close", "volume"],
  lookback: (window) => window - 1,
  memory: "window",
  series: (window) => new RollingVwap(window),
});
