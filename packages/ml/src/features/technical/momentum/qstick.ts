import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { ofBars, type BarSeriesState, type WindowOnly } from "../of-bar.ts";
import { SimpleAverage } from "../averages/simple-average.ts";

class Qstick implements BarSeriesState {
  private readonly average: SimpleAverage;

  constructor(window: number) {
    this.average = new SimpleAverage(window);
  }

  next(bar: Bar): number {
    return this.average.next(bar.close - bar.open);
  }
}

/** Qstick: the average of close less open: `"qstick-10"`. */
export const qstick: Feature<Bar, "qstick", WindowOnly> = ofBars({
  kind: "qstick",
  title: "Qstick: the average of close less open",
  source: "Chande and Kroll (1994), TA-Lib QSTICK",
  window: count(10, 1),
  inputs: ["open", "close"],
  lookback: (window) => window - 1,
  memory: "window",
  series: (window) => new Qstick(window),
});
