import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { ofBars, type BarSeriesState, type WindowOnly } from "../of-bar.ts";
import { AverageTrueRange } from "./average-true-range.ts";

class NormalizedRange implements BarSeriesState {
  private readonly range: AverageTrueRange;

  constructor(window: number) {
    this.range = new AverageTrueRange(window);
  }

  next(bar: Bar): number {
    const range = this.range.next(bar);
    if (Number.isNaN(range)) return NaN;
    return bar.close === 0 ? 0 : (range / bar.close) * 100;
  }
}

/** Average true range in per cent of the close; 0 where the close is 0: `"natr-14"`. */
export const natr: Feature<Bar, "natr", WindowOnly> = ofBars({
  kind: "natr",
  title: "Average true range in per cent of the close",
  source: "Forman (2006), TA-Lib NATR",
  window: count(14, 1),
  inputs: ["high", "low", "close"],
  lookback: (window) => window,
  memory: "fading",
  series: (window) => new NormalizedRange(window),
});
