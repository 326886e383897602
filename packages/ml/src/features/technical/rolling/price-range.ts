import type { Bar } from "../bar.ts";
import { RollingExtreme } from "./rolling-extreme.ts";

/** Highest high and lowest low of the last `window` bars. */
export class PriceRange {
  high: number = NaN;
  low: number = NaN;
  private readonly highs: RollingExtreme;
  private readonly lows: RollingExtreme;

  constructor(window: number) {
    this.highs = new RollingExtreme(window, 1);
    this.lows = new RollingExtreme(window, -1);
  }

  next(bar: Bar): void {
    this.high = this.highs.next(bar.high);
    this.low = this.lows.next(bar.low);
  }

  /** Bars since the high, and since the low; of equal ones the latest. */
  get highAge(): number {
    return this.highs.age;
  }

  get lowAge(): number {
    return this.lows.age;
  }
}
