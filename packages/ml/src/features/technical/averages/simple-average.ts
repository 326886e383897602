import { RollingSum } from "../rolling/rolling-sum.ts";
import type { Series } from "../one-series.ts";

/** Mean of the last `window` numbers. */
export class SimpleAverage implements Series {
  private readonly sum: RollingSum;
  private readonly window: number;

  constructor(window: number) {
    this.window = window;
    this.sum = new RollingSum(window);
  }

  next(value: number): number {
    return this.sum.next(value) / this.window;
  }
}
