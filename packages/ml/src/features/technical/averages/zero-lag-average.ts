import { Delay } from "../rolling/delay.ts";
import type { Series } from "../one-series.ts";
import { chained } from "./chain.ts";
import { ExponentialAverage } from "./exponential-average.ts";

/** Exponential average of 2 x - x half a window ago, which takes the lag out in advance (Ehlers & Way 2010). */
export class ZeroLagAverage implements Series {
  private readonly past: Delay;
  private readonly average: ExponentialAverage;

  constructor(window: number) {
    this.past = new Delay(Math.floor((window - 1) / 2));
    this.average = new ExponentialAverage(window);
  }

  next(value: number): number {
    return chained(this.average, 2 * value - this.past.next(value));
  }
}
