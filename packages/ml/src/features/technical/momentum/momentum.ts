import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { windowed, type Windowed } from "../one-series.ts";
import type { Series } from "../one-series.ts";
import { Delay } from "../rolling/delay.ts";

class Momentum implements Series {
  private readonly past: Delay;

  constructor(window: number) {
    this.past = new Delay(window);
  }

  next(value: number): number {
    return value - this.past.next(value);
  }
}

/** Momentum: the change over the window: `"momentum-10"`. */
export const momentum: Feature<Bar, "momentum", Windowed> = windowed({
  kind: "momentum",
  title: "Momentum: the change over the window",
  source: "TA-Lib MOM",
  window: count(10, 1),
  lookback: (window) => window,
  memory: "window",
  series: (window) => new Momentum(window),
});
