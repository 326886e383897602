import { Ring } from "../rolling/ring.ts";
import { RollingSum } from "../rolling/rolling-sum.ts";
import type { Series } from "../one-series.ts";

const fastest = 2 / (2 + 1);
const slowest = 2 / (30 + 1);

/** Kaufman's efficiency ratio: net way over way made in the last `window` steps, from 0 (noise) to 1 (straight). */
export class EfficiencyRatio implements Series {
  private readonly past: Ring;
  private readonly way: RollingSum;
  private previous = NaN;

  constructor(window: number) {
    this.past = new Ring(window);
    this.way = new RollingSum(window);
  }

  next(value: number): number {
    const { previous } = this;
    this.previous = value;
    const start = this.past.push(value);
    if (Number.isNaN(previous)) return NaN;
    const way = this.way.next(Math.abs(value - previous));
    if (Number.isNaN(start)) return NaN;
    const net = Math.abs(value - start);
    return way <= net ? 1 : net / way;
  }
}

/** Kaufman's adaptive average: exponential, its factor between those of 2 and 30 bars by the square of the efficiency (Kaufman 1995). */
export class KaufmanAverage implements Series {
  private readonly efficiency: EfficiencyRatio;
  private average = NaN;

  constructor(window: number) {
    this.efficiency = new EfficiencyRatio(window);
  }

  next(value: number): number {
    const ratio = this.efficiency.next(value);
    if (Number.isNaN(ratio)) {
      // the seed is the last price before the first value
      this.average = value;
      return NaN;
    }
    const factor = ratio * (fastest - slowest) + slowest;
    return (this.average += (value - this.average) * factor * factor);
  }
}
