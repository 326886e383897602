import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { ofBars, type BarSeriesState, type WindowOnly } from "../of-bar.ts";
import { SimpleAverage } from "../averages/simple-average.ts";

class AverageRange implements BarSeriesState {
  private readonly average: SimpleAverage;

  constructor(window: number) {
    this.average = new SimpleAverage(window);
  }

  next(bar: Bar): number {
    return this.average.next(bar.high - bar.low);
  }
}

/** Average of high less low: `"average-range-14"`. */
export const averageRange: Feature<Bar, "average-range", WindowOnly> = ofBars({
  kind: "average-range",
  title: "Average of high less low",
  source: "TA-Lib ADR",
  window: count(14, 1),
  inputs: ["high", "low"],
  lookback: (window) => window - 1,
  memory: "window",
  series: (window) => new AverageRange(window),
});
