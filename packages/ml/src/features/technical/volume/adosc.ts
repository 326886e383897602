import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { ofBar, type BarSeriesState } from "../of-bar.ts";
import { Accumulation } from "./accumulation.ts";

/** The parameters of the Chaikin oscillator. */
export interface AccumulationOscillatorParameters {
  /** In bars, less than `slow`. @defaultValue 3 */
  readonly fast: number;
  /** @defaultValue 10 */
  readonly slow: number;
}

class AccumulationOscillator implements BarSeriesState {
  private readonly line: Accumulation;
  private readonly fastFactor: number;
  private readonly slowFactor: number;
  private readonly wait: number;
  private fast = 0;
  private slow = 0;
  private seen = 0;

  constructor(fast: number, slow: number) {
    this.line = new Accumulation();
    this.fastFactor = 2 / (fast + 1);
    this.slowFactor = 2 / (slow + 1);
    this.wait = slow;
  }

  next(bar: Bar): number {
    const line = this.line.next(bar);
    // both averages are seeded by the first value, not by a mean: TA-Lib
    this.fast = this.seen === 0 ? line : this.fastFactor * line + (1 - this.fastFactor) * this.fast;
    this.slow = this.seen === 0 ? line : this.slowFactor * line + (1 - this.slowFactor) * this.slow;
    if (this.seen < this.wait) this.seen++;
    return this.seen < this.wait ? NaN : this.fast - this.slow;
  }
}

/** Chaikin oscillator, fast less slow exponential average of the accumulation line: `"adosc-3-10"`. */
export const adosc: Feature<Bar, "adosc", AccumulationOscillatorParameters> = ofBar<
  "adosc",
  AccumulationOscillatorParameters
>({
  kind: "adosc",
  title: "Chaikin oscillator of the accumulation and distribution line",
  source: "Chaikin, TA-Lib ADOSC",
  parameters: { fast: count(3, 2), slow: count(10, 2) },
  inputs: ["high", "low", "close", "volume"],
  check: ({ fast, slow }) => (fast < slow ? undefined : `fast ${fast} must be below slow ${slow}`),
  lookback: ({ slow }) => slow - 1,
  memory: "fading",
  series: ({ fast, slow }) => new AccumulationOscillator(fast, slow),
});
