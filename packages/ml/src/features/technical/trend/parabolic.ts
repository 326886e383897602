import type { FeatureState } from "../../feature.ts";
import type { Bar } from "../bar.ts";

/** How fast the stop of one side follows. */
export interface Acceleration {
  readonly start: number;
  readonly step: number;
  readonly maximum: number;
}

/** What drives Wilder's stop-and-reverse system. */
export interface ParabolicOptions {
  readonly long: Acceleration;
  readonly short: Acceleration;
  /** 0: the side is read from the first two bars; above 0: long, with that stop; below 0: short. */
  readonly startValue: number;
  /** Share by which the stop is moved away at each reversal. */
  readonly reverseOffset: number;
  /** Whether the stop of a short side is written as a negative number. */
  readonly signed: boolean;
}

/**
 * Wilder's parabolic stop-and-reverse, seeded as in TA-Lib: short if the second bar's downward movement is the larger, the first stop the
 * extreme of the first bar.
 */
export class Parabolic implements FeatureState<Bar> {
  private readonly longStart: number;
  private readonly longStep: number;
  private readonly longMaximum: number;
  private readonly shortStart: number;
  private readonly shortStep: number;
  private readonly shortMaximum: number;
  private readonly startValue: number;
  private readonly reverseOffset: number;
  private readonly signed: boolean;
  private seen = 0;
  private isLong = true;
  private stop = 0;
  private extreme = 0;
  private factor = 0;
  private previousHigh = NaN;
  private previousLow = NaN;

  constructor({ long, short, startValue, reverseOffset, signed }: ParabolicOptions) {
    this.longStart = Math.min(long.start, long.maximum);
    this.longStep = Math.min(long.step, long.maximum);
    this.longMaximum = long.maximum;
    this.shortStart = Math.min(short.start, short.maximum);
    this.shortStep = Math.min(short.step, short.maximum);
    this.shortMaximum = short.maximum;
    this.startValue = startValue;
    this.reverseOffset = reverseOffset;
    this.signed = signed;
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    const { high, low } = bar;
    if (this.seen === 0) {
      out[at] = NaN;
      this.previousHigh = high;
      this.previousLow = low;
      this.seen = 1;
      return;
    }
    if (this.seen === 1) {
      this.seed(high, low);
      // TA-Lib lets the second bar be its own predecessor
      this.previousHigh = high;
      this.previousLow = low;
      this.seen = 2;
    }
    out[at] = this.isLong ? this.stepLong(high, low) : this.stepShort(high, low);
    this.previousHigh = high;
    this.previousLow = low;
  }

  private seed(high: number, low: number): void {
    const down = this.previousLow - low;
    const { startValue } = this;
    this.isLong = startValue === 0 ? !(down > 0 && down > high - this.previousHigh) : startValue > 0;
    const extreme = this.isLong ? this.previousLow : this.previousHigh;
    this.stop = startValue === 0 ? extreme : Math.abs(startValue);
    this.extreme = this.isLong ? high : low;
    this.factor = this.isLong ? this.longStart : this.shortStart;
  }

  private stepLong(high: number, low: number): number {
    const least = Math.min(this.previousLow, low);
    if (low > this.stop) {
      const value = this.stop;
      if (high > this.extreme) {
        this.extreme = high;
        this.factor = Math.min(this.factor + this.longStep, this.longMaximum);
      }
      this.stop = Math.min(this.advanced(), least);
      return value;
    }
    const most = Math.max(this.previousHigh, high);
    const value = Math.max(this.extreme, most) * (1 + this.reverseOffset);
    this.isLong = false;
    this.factor = this.shortStart;
    this.stop = value;
    this.extreme = low;
    this.stop = Math.max(this.advanced(), most);
    return this.signed ? -value : value;
  }

  private stepShort(high: number, low: number): number {
    const most = Math.max(this.previousHigh, high);
    if (high < this.stop) {
      const value = this.stop;
      if (low < this.extreme) {
        this.extreme = low;
        this.factor = Math.min(this.factor + this.shortStep, this.shortMaximum);
      }
      this.stop = Math.max(this.advanced(), most);
      return this.signed ? -value : value;
    }
    const least = Math.min(this.previousLow, low);
    const value = Math.min(this.extreme, least) * (1 - this.reverseOffset);
    this.isLong = true;
    this.factor = this.longStart;
    this.stop = value;
    this.extreme = high;
    this.stop = Math.min(this.advanced(), least);
    return value;
  }

  private advanced(): number {
    return this.stop + this.factor * (this.extreme - this.stop);
  }
}
