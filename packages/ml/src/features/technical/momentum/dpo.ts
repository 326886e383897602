import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { windowed, type Windowed } from "../one-series.ts";
import { SimpleAverage } from "../averages/simple-average.ts";
import type { Series } from "../one-series.ts";
import { Delay } from "../rolling/delay.ts";

class Detrended implements Series {
  private readonly average: SimpleAverage;
  private readonly past: Delay;

  constructor(window: number) {
    this.average = new SimpleAverage(window);
    this.past = new Delay(Math.floor(window / 2) + 1);
  }

  next(value: number): number {
    return this.past.next(value) - this.average.next(value);
  }
}

/** Detrended price oscillator: the price half a window and one bar ago less the average of the window, both known now: `"dpo-20"`. */
export const dpo: Feature<Bar, "dpo", Windowed> = windowed({
  kind: "dpo",
  title: "Detrended price oscillator",
  source: "TA-Lib DPO",
  window: count(20, 1),
  lookback: (window) => Math.max(window - 1, Math.floor(window / 2) + 1),
  memory: "window",
  series: (window) => new Detrended(window),
});
