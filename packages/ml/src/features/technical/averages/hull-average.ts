import type { Series } from "../one-series.ts";
import { chained } from "./chain.ts";
import { WeightedAverage } from "./weighted-average.ts";

/** Hull's average: a weighted average over sqrt(window) of twice the half-window weighted average less the whole one (Hull 2005). */
export class HullAverage implements Series {
  private readonly half: WeightedAverage;
  private readonly whole: WeightedAverage;
  private readonly smooth: WeightedAverage;

  constructor(window: number) {
    this.half = new WeightedAverage(Math.floor(window / 2));
    this.whole = new WeightedAverage(window);
    this.smooth = new WeightedAverage(Math.floor(Math.sqrt(window)));
  }

  next(value: number): number {
    return chained(this.smooth, 2 * this.half.next(value) - this.whole.next(value));
  }
}
