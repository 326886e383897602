import type { Series } from "../one-series.ts";
import { chained } from "./chain.ts";
import { ExponentialAverage } from "./exponential-average.ts";

/** Tillson's T3: three generalised double averages in a row, as a mix of six chained exponential averages (Tillson 1998). */
export class TillsonAverage implements Series {
  private readonly averages: readonly ExponentialAverage[];
  private readonly volumeFactor: number;

  constructor(window: number, volumeFactor: number) {
    this.averages = Array.from({ length: 6 }, () => new ExponentialAverage(window));
    this.volumeFactor = volumeFactor;
  }

  next(value: number): number {
    const { averages, volumeFactor: v } = this;
    const e2 = chained(averages[1]!, averages[0]!.next(value));
    const e3 = chained(averages[2]!, e2);
    const e4 = chained(averages[3]!, e3);
    const e5 = chained(averages[4]!, e4);
    const e6 = chained(averages[5]!, e5);
    const square = v * v;
    const cube = square * v;
    return (
      -cube * e6 + 3 * (square + cube) * e5 + (-6 * square - 3 * (v + cube)) * e4 + (1 + 3 * v + cube + 3 * square) * e3
    );
  }
}
