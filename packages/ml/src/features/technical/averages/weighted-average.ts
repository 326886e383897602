import { RollingLine } from "../rolling/rolling-line.ts";
import type { Series } from "../one-series.ts";

/** Average with weights 1, 2, ..., window, the newest number the heaviest. */
export class WeightedAverage implements Series {
  private readonly line: RollingLine;

  constructor(window: number) {
    this.line = new RollingLine(window);
  }

  next(value: number): number {
    return this.line.next(value) ? this.line.weightedMean : NaN;
  }
}
