import type { Series } from "../one-series.ts";

/** Exponential average with factor 2 / (window + 1) unless told, seeded by the mean of the first `window` numbers. */
export class ExponentialAverage implements Series {
  private readonly window: number;
  private readonly factor: number;
  private seen = 0;
  private sum = 0;
  private average = NaN;

  constructor(window: number, factor: number = 2 / (window + 1)) {
    this.window = window;
    this.factor = factor;
  }

  next(value: number): number {
    if (this.seen >= this.window) return (this.average += (value - this.average) * this.factor);
    this.sum += value;
    if (++this.seen === this.window) this.average = this.sum / this.window;
    return this.average;
  }
}
