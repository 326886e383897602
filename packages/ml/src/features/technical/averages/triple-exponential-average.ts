import type { Series } from "../one-series.ts";
import { chained } from "./chain.ts";
import { ExponentialAverage } from "./exponential-average.ts";

/** 3 e1 - 3 e2 + e3, each the exponential average of the one before (Mulloy 1994). */
export class TripleExponentialAverage implements Series {
  private readonly first: ExponentialAverage;
  private readonly second: ExponentialAverage;
  private readonly third: ExponentialAverage;

  constructor(window: number) {
    this.first = new ExponentialAverage(window);
    this.second = new ExponentialAverage(window);
    this.third = new ExponentialAverage(window);
  }

  next(value: number): number {
    const first = this.first.next(value);
    const second = chained(this.second, first);
    return 3 * first - 3 * second + chained(this.third, second);
  }
}
