import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { ofBars, type BarSeriesState, type WindowOnly } from "../of-bar.ts";
import { windowed, type Series, type Windowed } from "../one-series.ts";
import { PriceRange } from "../rolling/price-range.ts";
import { RollingExtreme } from "../rolling/rolling-extreme.ts";
import { RollingSum } from "../rolling/rolling-sum.ts";

class Midpoint implements Series {
  private readonly high: RollingExtreme;
  private readonly low: RollingExtreme;

  constructor(window: number) {
    this.high = new RollingExtreme(window, 1);
    this.low = new RollingExtreme(window, -1);
  }

  next(value: number): number {
    return (this.high.next(value) + this.low.next(value)) / 2;
  }
}

class Midprice implements BarSeriesState {
  private readonly range: PriceRange;

  constructor(window: number) {
    this.range = new PriceRange(window);
  }

  next(bar: Bar): number {
    this.range.next(bar);
    return (this.range.high + this.range.low) / 2;
  }
}

function ofPrices<Kind extends string>(
  kind: Kind,
  title: string,
  source: string,
  window: number,
  series: (window: number) => Series,
): Feature<Bar, Kind, Windowed> {
  return windowed({
    kind,
    title,
    source,
    window: count(window, 1),
    lookback: (bars) => bars - 1,
    memory: "window",
    series,
  });
}

/** Largest number of the window: `"max-30"`. */
export const max: Feature<Bar, "max", Windowed> = ofPrices(
  "max",
  "Largest number of the window",
  "TA-Lib MAX",
  30,
  (window) => new RollingExtreme(window, 1),
);

/** Smallest number of the window: `"min-30"`. */
export const min: Feature<Bar, "min", Windowed> = ofPrices(
  "min",
  "Smallest number of the window",
  "TA-Lib MIN",
  30,
  (window) => new RollingExtreme(window, -1),
);

/** Sum over the window: `"sum-30-volume"`. */
export const sum: Feature<Bar, "sum", Windowed> = ofPrices(
  "sum",
  "Sum over the window",
  "TA-Lib SUM",
  30,
  (window) => new RollingSum(window),
);

/** Middle between the largest and the smallest price of the window: `"midpoint-14"`. */
export const midpoint: Feature<Bar, "midpoint", Windowed> = ofPrices(
  "midpoint",
  "Middle between the largest and the smallest price",
  "TA-Lib MIDPOINT",
  14,
  (window) => new Midpoint(window),
);

/** Middle between the highest high and the lowest low of the window: `"midprice-14"`. */
export const midprice: Feature<Bar, "midprice", WindowOnly> = ofBars({
  kind: "midprice",
  title: "Middle between the highest high and the lowest low",
  source: "TA-Lib MIDPRICE",
  window: count(14, 1),
  inputs: ["high", "low"],
  lookback: (window) => window - 1,
  memory: "window",
  series: (window) => new Midprice(window),
});
