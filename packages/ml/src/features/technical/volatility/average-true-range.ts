import { chained } from "../averages/chain.ts";
import { WilderAverage } from "../averages/wilder-average.ts";
import type { Bar } from "../bar.ts";
import type { BarSeriesState } from "../of-bar.ts";
import { TrueRange } from "../rolling/true-range.ts";

/** Wilder average of the true range. */
export class AverageTrueRange implements BarSeriesState {
  private readonly range: TrueRange;
  private readonly average: WilderAverage;

  constructor(window: number) {
    this.range = new TrueRange();
    this.average = new WilderAverage(window);
  }

  next(bar: Bar): number {
    return chained(this.average, this.range.next(bar));
  }
}
