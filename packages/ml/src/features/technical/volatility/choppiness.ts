import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { ofBars, type BarSeriesState, type WindowOnly } from "../of-bar.ts";
import { PriceRange } from "../rolling/price-range.ts";
import { RollingSum } from "../rolling/rolling-sum.ts";
import { TrueRange } from "../rolling/true-range.ts";

class Choppiness implements BarSeriesState {
  private readonly trueRange: TrueRange;
  private readonly ranges: RollingSum;
  private readonly extremes: PriceRange;
  private readonly scale: number;

  constructor(window: number) {
    this.trueRange = new TrueRange();
    this.ranges = new RollingSum(window);
    this.extremes = new PriceRange(window);
    this.scale = 100 / Math.log(window);
  }

  next(bar: Bar): number {
    this.extremes.next(bar);
    const range = this.trueRange.next(bar);
    if (Number.isNaN(range)) return NaN;
    const way = this.ranges.next(range);
    const width = this.extremes.high - this.extremes.low;
    return way === 0 || width === 0 ? 0 : Math.log(way / width) * this.scale;
  }
}

/** Choppiness index, the log of the way made over the range of the window, 100 for a market that goes nowhere; 0 without range: `"choppiness-14"`. */
export const choppiness: Feature<Bar, "choppiness", WindowOnly> = ofBars({
  kind: "choppiness",
  title: "Choppiness index",
  source: "Dreiss (1993)",
  window: count(14, 2),
  inputs: ["high", "low", "close"],
  lookback: (window) => window,
  memory: "window",
  series: (window) => new Choppiness(window),
});
