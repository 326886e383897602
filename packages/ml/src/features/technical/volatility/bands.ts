import type { Series } from "../one-series.ts";
import { averageLookback, makeAverage, type AverageKind } from "../averages/average-kind.ts";
import { RollingMoments } from "../rolling/rolling-moments.ts";

/** An average and the standard deviation (ddof 0) around the mean of the window: what Bollinger's bands are made from. */
export class AverageAndDeviation {
  middle: number = NaN;
  deviation: number = NaN;
  private readonly average: Series;
  private readonly moments: RollingMoments;

  constructor(window: number, kind: AverageKind) {
    this.average = makeAverage(kind, window);
    this.moments = new RollingMoments(window);
  }

  next(value: number): void {
    const middle = this.average.next(value);
    if (this.moments.next(value)) this.deviation = Math.sqrt(this.moments.variance);
    this.middle = middle;
  }
}

/** Bars before both are there. */
export function bandsLookback(window: number, kind: AverageKind): number {
  return Math.max(window - 1, averageLookback(kind, window));
}
