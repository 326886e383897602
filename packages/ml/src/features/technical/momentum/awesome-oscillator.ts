import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import { chained } from "../averages/chain.ts";
import { SimpleAverage } from "../averages/simple-average.ts";
import { priceOf, type Bar } from "../bar.ts";
import { ofBar, type BarSeriesState } from "../of-bar.ts";
import { averageGap, type AverageGap } from "./gap.ts";

/** The parameters of the awesome oscillator. */
export interface AwesomeParameters {
  /** In bars, less than `slow`. @defaultValue 5 */
  readonly fast: number;
  /** @defaultValue 34 */
  readonly slow: number;
}

/** The parameters of the accelerator. */
export interface AcceleratorParameters extends AwesomeParameters {
  /** @defaultValue 5 */
  readonly signal: number;
}

class AwesomeOscillator implements BarSeriesState {
  private readonly gap: AverageGap;

  constructor(fast: number, slow: number) {
    this.gap = averageGap("sma", fast, slow);
  }

  next(bar: Bar): number {
    this.gap.next(priceOf(bar, "median"));
    return this.gap.fast - this.gap.slow;
  }
}

class Accelerator implements BarSeriesState {
  private readonly awesome: AwesomeOscillator;
  private readonly signal: SimpleAverage;

  constructor({ fast, slow, signal }: AcceleratorParameters) {
    this.awesome = new AwesomeOscillator(fast, slow);
    this.signal = new SimpleAverage(signal);
  }

  next(bar: Bar): number {
    const awesome = this.awesome.next(bar);
    return awesome - chained(this.signal, awesome);
  }
}

const order = ({ fast, slow }: AwesomeParameters): string | undefined =>
  fast < slow ? undefined : `fast ${fast} must be below slow ${slow}`;

/** Awesome oscillator, fast less slow average of median prices: `"awesome-oscillator-5-34"`. */
export const awesomeOscillator: Feature<Bar, "awesome-oscillator", AwesomeParameters> = ofBar<
  "awesome-oscillator",
  AwesomeParameters
>({
  kind: "awesome-oscillator",
  title: "Awesome oscillator",
  source: "Williams (1998), TA-Lib AO",
  parameters: { fast: count(5, 1), slow: count(34, 2) },
  inputs: ["high", "low"],
  check: order,
  lookback: ({ slow }) => slow - 1,
  memory: "window",
  series: ({ fast, slow }) => new AwesomeOscillator(fast, slow),
});

/** Accelerator oscillator, the awesome oscillator less its average: `"accelerator-oscillator-5-34-5"`. */
export const acceleratorOscillator: Feature<Bar, "accelerator-oscillator", AcceleratorParameters> = ofBar<
  "accelerator-oscillator",
  AcceleratorParameters
>({
  kind: "accelerator-oscillator",
  title: "Accelerator oscillator",
  source: "Williams (1998), TA-Lib AC",
  parameters: { fast: count(5, 1), slow: count(34, 2), signal: count(5, 1) },
  inputs: ["high", "low"],
  check: order,
  lookback: ({ slow, signal }) => slow + signal - 2,
  memory: "window",
  series: (parameters) => new Accelerator(parameters),
});
