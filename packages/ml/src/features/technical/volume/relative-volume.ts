import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { ofBars, type BarSeriesState, type WindowOnly } from "../of-bar.ts";
import { SimpleAverage } from "../averages/simple-average.ts";

class RelativeVolume implements BarSeriesState {
  private readonly average: SimpleAverage;
  private before = NaN;

  constructor(window: number) {
    this.average = new SimpleAverage(window);
  }

  next(bar: Bar): number {
    const { before } = this;
    this.before = this.average.next(bar.volume);
    return before === 0 ? 0 : bar.volume / before;
  }
}

/** Volume over the average of the `window` bars before this one; 0 where nothing was traded then: `"relative-volume-20"`. */
export const relativeVolume: Feature<Bar, "relative-volume", WindowOnly> = ofBars({
  kind: "relative-volume",
  title: "Volume over the average of the bars before",
  source: "TA-Lib RVOL",
  window: count(20, 1),
  inputs: ["volume"],
  lookback: (window) => window,
  memory: "window",
  series: (window) => new RelativeVolume(window),
});
