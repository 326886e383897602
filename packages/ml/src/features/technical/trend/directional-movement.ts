import type { Bar } from "../bar.ts";
import { TrueRange } from "../rolling/true-range.ts";

/** Wilder's sum: less a share 1 / window of itself, plus the new number; seeded by the plain sum of the first window - 1. */
class WilderSum {
  private readonly window: number;
  private seen = 0;
  private sum = 0;

  constructor(window: number) {
    this.window = window;
  }

  next(value: number): number {
    if (this.seen < this.window - 1) {
      this.seen++;
      return (this.sum += value);
    }
    return (this.sum = this.sum - this.sum / this.window + value);
  }
}

/** Wilder's directional movements and true range, each a {@link WilderSum}. */
export class DirectionalMovement {
  plus: number = NaN;
  minus: number = NaN;
  range: number = NaN;
  /** Moves seen: movements stand from window - 1 on, indicators from window on. */
  moves: number = 0;
  private readonly pluses: WilderSum;
  private readonly minuses: WilderSum;
  private readonly ranges: WilderSum;
  private readonly trueRange: TrueRange;
  private previousHigh = NaN;
  private previousLow = NaN;

  constructor(window: number) {
    this.pluses = new WilderSum(window);
    this.minuses = new WilderSum(window);
    this.ranges = new WilderSum(window);
    this.trueRange = new TrueRange();
  }

  next(bar: Bar): void {
    const up = bar.high - this.previousHigh;
    const down = this.previousLow - bar.low;
    this.previousHigh = bar.high;
    this.previousLow = bar.low;
    const range = this.trueRange.next(bar);
    if (Number.isNaN(up)) return;
    this.moves++;
    this.plus = this.pluses.next(up > 0 && up > down ? up : 0);
    this.minus = this.minuses.next(down > 0 && down > up ? down : 0);
    this.range = this.ranges.next(range);
  }

  /** Plus and minus indicator in per cent of the range; 0 without range. */
  get plusIndicator(): number {
    return this.range === 0 ? 0 : 100 * (this.plus / this.range);
  }

  get minusIndicator(): number {
    return this.range === 0 ? 0 : 100 * (this.minus / this.range);
  }
}
