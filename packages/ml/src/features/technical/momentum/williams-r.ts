import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { ofBars, type BarSeriesState, type WindowOnly } from "../of-bar.ts";
import { PriceRange } from "../rolling/price-range.ts";

class WilliamsR implements BarSeriesState {
  private readonly range: PriceRange;

  constructor(window: number) {
    this.range = new PriceRange(window);
  }

  next(bar: Bar): number {
    const { range } = this;
    range.next(bar);
    const width = range.high - range.low;
    return width === 0 ? 0 : (range.high - bar.close) / (width / -100);
  }
}

/** Williams %R, from -100 (close at the low) to 0; 0 without range: `"williams-r-14"`. */
export const williamsR: Feature<Bar, "williams-r", WindowOnly> = ofBars({
  kind: "williams-r",
  title: "Williams %R",
  source: "Williams (1973), TA-Lib WILLR",
  window: count(14, 2),
  inputs: ["high", "low", "close"],
  lookback: (window) => window - 1,
  memory: "window",
  series: (window) => new WilliamsR(window),
});
