import type { Series } from "../one-series.ts";

/** Wilder's average: the new number has weight 1 / window; seeded by the mean of the first `window`. */
export class WilderAverage implements Series {
  private readonly window: number;
  private seen = 0;
  private average = 0;

  constructor(window: number) {
    this.window = window;
  }

  next(value: number): number {
    const { window } = this;
    if (this.seen >= window) return (this.average = (this.average * (window - 1) + value) / window);
    this.average += value;
    if (++this.seen < window) return NaN;
    return (this.average /= window);
  }
}
