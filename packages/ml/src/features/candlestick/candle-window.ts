import { RollingSum } from "../technical/rolling/rolling-sum.ts";
import type { Bar } from "../technical/bar.ts";
import { Candle } from "./candle.ts";

const depth = 5;

/** The last five candles. */
export class CandleWindow {
  private readonly candles: readonly Candle[];
  private head = 0;
  private readonly bodies: RollingSum;
  private readonly ranges: RollingSum;
  private readonly recentRanges: RollingSum;
  private readonly shadows: RollingSum;
  private usualBody = NaN;
  private usualRange = NaN;
  private usualShadows = NaN;
  private recentRange = NaN;

  constructor() {
    this.candles = Array.from({ length: depth }, () => new Candle());
    this.bodies = new RollingSum(10);
    this.ranges = new RollingSum(10);
    this.recentRanges = new RollingSum(5);
    this.shadows = new RollingSum(10);
  }

  next({ open, high, low, close }: Bar): void {
    this.head = this.head === 0 ? depth - 1 : this.head - 1;
    const candle = this.candles[this.head]!;
    candle.open = open;
    candle.high = high;
    candle.low = low;
    candle.close = close;
    candle.top = Math.max(open, close);
    candle.bottom = Math.min(open, close);
    candle.body = Math.abs(close - open);
    candle.color = close >= open ? 1 : -1;
    candle.range = high - low;
    candle.upperShadow = high - candle.top;
    candle.lowerShadow = candle.bottom - low;
    candle.usualBody = this.usualBody;
    candle.usualRange = this.usualRange;
    candle.usualShadows = this.usualShadows;
    candle.recentRange = this.recentRange;
    this.usualBody = this.bodies.next(candle.body) / 10;
    this.usualRange = this.ranges.next(candle.range) / 10;
    this.usualShadows = this.shadows.next(candle.upperShadow + candle.lowerShadow) / 10;
    this.recentRange = this.recentRanges.next(candle.range) / 5;
  }

  /** The candle `lag` bars ago; 0 is the newest. */
  back(lag: number): Candle {
    const place = this.head + lag;
    return this.candles[place < depth ? place : place - depth]!;
  }
}
