import type { Bar } from "../bar.ts";

/** Wilder's true range: the largest of high - low and the distances of both from the close before; NaN at the first bar. */
export class TrueRange {
  private previousClose = NaN;

  next(bar: Bar): number {
    const { previousClose } = this;
    this.previousClose = bar.close;
    if (Number.isNaN(previousClose)) return NaN;
    return Math.max(bar.high - bar.low, Math.abs(previousClose - bar.high), Math.abs(previousClose - bar.low));
  }
}
