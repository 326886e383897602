import type { Series } from "../one-series.ts";
import { chained } from "./chain.ts";
import { SimpleAverage } from "./simple-average.ts";

/** Average with weights that rise to the middle of the window and fall again: a simple average of a simple average. */
export class TriangularAverage implements Series {
  private readonly first: SimpleAverage;
  private readonly second: SimpleAverage;

  constructor(window: number) {
    const half = Math.ceil(window / 2);
    this.first = new SimpleAverage(half);
    this.second = new SimpleAverage(window - half + 1);
  }

  next(value: number): number {
    return chained(this.second, this.first.next(value));
  }
}
