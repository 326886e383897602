import type { Series } from "../one-series.ts";
import { Ring } from "../rolling/ring.ts";

/** Mean distance from the mean of the last `window` numbers: the one statistic here that takes a pass over the window. */
export class MeanDeviation implements Series {
  mean: number = NaN;
  private readonly ring: Ring;

  constructor(window: number) {
    this.ring = new Ring(window);
  }

  next(value: number): number {
    const { ring } = this;
    ring.push(value);
    if (!ring.full) return NaN;
    const { values } = ring;
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[i]!;
    const mean = sum / values.length;
    let distance = 0;
    for (let i = 0; i < values.length; i++) distance += Math.abs(values[i]! - mean);
    this.mean = mean;
    return distance / values.length;
  }
}
