import type { Series } from "../one-series.ts";
import { averageLookback, makeAverage, type AverageKind } from "../averages/average-kind.ts";

/** A fast average less a slow one, once both are there. */
export class AverageGap {
  fast: number = NaN;
  slow: number = NaN;
  private readonly fastAverage: Series;
  private readonly slowAverage: Series;
  /** Numbers that the fast average leaves out, so that its first value falls on the slow one's. */
  private readonly skip: number;
  private seen = 0;

  constructor(fast: Series, slow: Series, skip = 0) {
    this.fastAverage = fast;
    this.slowAverage = slow;
    this.skip = skip;
  }

  next(value: number): void {
    if (this.seen >= this.skip) this.fast = this.fastAverage.next(value);
    else this.seen++;
    this.slow = this.slowAverage.next(value);
  }
}

/** Fast and slow averages of one kind, the fast one from the first number on. */
export function averageGap(kind: AverageKind, fast: number, slow: number): AverageGap {
  return new AverageGap(makeAverage(kind, fast), makeAverage(kind, slow));
}

/** The later of two averages' first values. */
export function gapLookback(kind: AverageKind, fast: number, slow: number): number {
  return Math.max(averageLookback(kind, fast), averageLookback(kind, slow));
}
