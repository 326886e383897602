import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { ofBar, type BarSeriesState } from "../of-bar.ts";
import { RollingSum } from "../rolling/rolling-sum.ts";
import { TrueRange } from "../rolling/true-range.ts";

/** The parameters of the ultimate oscillator, windows in bars in any order. */
export interface UltimateParameters {
  /** @defaultValue 7 */
  readonly short: number;
  /** @defaultValue 14 */
  readonly medium: number;
  /** @defaultValue 28 */
  readonly long: number;
}

/** Buying pressure over true range, both summed over a window. */
class PressureRatio {
  private readonly pressure: RollingSum;
  private readonly range: RollingSum;

  constructor(window: number) {
    this.pressure = new RollingSum(window);
    this.range = new RollingSum(window);
  }

  next(pressure: number, range: number): number {
    const ranges = this.range.next(range);
    const sum = this.pressure.next(pressure);
    return ranges === 0 ? 0 : sum / ranges;
  }
}

class UltimateOscillator implements BarSeriesState {
  private readonly ratios: readonly [PressureRatio, PressureRatio, PressureRatio];
  private readonly trueRange: TrueRange;
  private previousClose = NaN;

  constructor(windows: readonly [number, number, number]) {
    this.ratios = [new PressureRatio(windows[0]), new PressureRatio(windows[1]), new PressureRatio(windows[2])];
    this.trueRange = new TrueRange();
  }

  next(bar: Bar): number {
    const pressure = bar.close - Math.min(bar.low, this.previousClose);
    this.previousClose = bar.close;
    const range = this.trueRange.next(bar);
    if (Number.isNaN(range)) return NaN;
    const { ratios } = this;
    const short = ratios[0].next(pressure, range);
    const medium = ratios[1].next(pressure, range);
    return (100 * (4 * short + 2 * medium + ratios[2].next(pressure, range))) / 7;
  }
}

/** Ultimate oscillator, from 0 to 100: `"ultimate-oscillator-7-14-28"`. */
export const ultimateOscillator: Feature<Bar, "ultimate-oscillator", UltimateParameters> = ofBar<
  "ultimate-oscillator",
  UltimateParameters
>({
  kind: "ultimate-oscillator",
  title: "Ultimate oscillator",
  source: "Williams (1985), TA-Lib ULTOSC",
  parameters: { short: count(7, 1), medium: count(14, 1), long: count(28, 1) },
  inputs: ["high", "low", "close"],
  lookback: ({ short, medium, long }) => Math.max(short, medium, long),
  memory: "window",
  series: ({ short, medium, long }) =>
    // the shortest window has the largest weight, whatever the order they are given in
    new UltimateOscillator([short, medium, long].sort((a, b) => a - b) as [number, number, number]),
});
