import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { ofBars, type BarSeriesState, type WindowOnly } from "../of-bar.ts";
import { chained } from "../averages/chain.ts";
import { ExponentialAverage } from "../averages/exponential-average.ts";

class ForceIndex implements BarSeriesState {
  private readonly average: ExponentialAverage;
  private previous = NaN;

  constructor(window: number) {
    this.average = new ExponentialAverage(window);
  }

  next(bar: Bar): number {
    const move = bar.close - this.previous;
    this.previous = bar.close;
    return chained(this.average, move * bar.volume);
  }
}

/** Elder's force index, the exponential average of price change times volume: `"force-index-13"`. */
export const forceIndex: Feature<Bar, "force-index", WindowOnly> = ofBars({
  kind: "force-index",
  title: "Elder's force index",
  source: "Elder (1993), TA-Lib EFI",
  window: count(13, 1),
  inputs: ["close", "volume"],
  lookback: (window) => window,
  memory: "fading",
  series: (window) => new ForceIndex(window),
});
