import type { Series } from "../one-series.ts";
import { chained } from "./chain.ts";
import { ExponentialAverage } from "./exponential-average.ts";

/** 2 e - e of e, e the exponential average: less lag (Mulloy 1994). */
export class DoubleExponentialAverage implements Series {
  private readonly first: ExponentialAverage;
  private readonly second: ExponentialAverage;

  constructor(window: number) {
    this.first = new ExponentialAverage(window);
    this.second = new ExponentialAverage(window);
  }

  next(value: number): number {
    const first = this.first.next(value);
    return 2 * first - chained(this.second, first);
  }
}
