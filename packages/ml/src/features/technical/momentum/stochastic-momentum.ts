import type { Feature, FeatureState } from "../../feature.ts";
import { count } from "../../parameter.ts";
import { chained } from "../averages/chain.ts";
import { ExponentialAverage } from "../averages/exponential-average.ts";
import type { Bar } from "../bar.ts";
import { PriceRange } from "../rolling/price-range.ts";

/** The parameters of the stochastic momentum index. */
export interface StochasticMomentumParameters {
  /** Bars of the range. @defaultValue 13 */
  readonly window: number;
  /** Window of the second smoothing. @defaultValue 2 */
  readonly fast: number;
  /** Window of the first smoothing. @defaultValue 25 */
  readonly slow: number;
  /** Window of the signal. @defaultValue 9 */
  readonly signal: number;
}

class StochasticMomentum implements FeatureState<Bar> {
  private readonly range: PriceRange;
  private readonly distances: readonly [ExponentialAverage, ExponentialAverage];
  private readonly widths: readonly [ExponentialAverage, ExponentialAverage];
  private readonly signal: ExponentialAverage;

  constructor({ window, fast, slow, signal }: StochasticMomentumParameters) {
    this.range = new PriceRange(window);
    this.distances = [new ExponentialAverage(slow), new ExponentialAverage(fast)];
    this.widths = [new ExponentialAverage(slow), new ExponentialAverage(fast)];
    this.signal = new ExponentialAverage(signal);
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    const { range, distances, widths } = this;
    range.next(bar);
    const distance = bar.close - (range.high + range.low) / 2;
    const smooth = chained(distances[1], chained(distances[0], distance));
    const width = chained(widths[1], chained(widths[0], range.high - range.low)) / 2;
    const index = width === 0 ? 0 : (100 * smooth) / width;
    const signal = chained(this.signal, index);
    out[at] = Number.isNaN(signal) ? NaN : index;
    out[at + 1] = signal;
  }
}

/** Stochastic momentum index, from -100 to 100: `"smi-13-2-25-9"` gives the index and `-signal`. */
export const smi: Feature<Bar, "smi", StochasticMomentumParameters> = {
  kind: "smi",
  title: "Stochastic momentum index",
  source: "Blau (1993), TA-Lib SMI",
  parameters: { window: count(13, 1), fast: count(2, 1), slow: count(25, 1), signal: count(9, 1) },
  inputs: () => ["high", "low", "close"],
  outputs: ["", "signal"],
  lookback: ({ window, fast, slow, signal }) => window + fast + slow + signal - 4,
  memory: "fading",
  start: (parameters) => new StochasticMomentum(parameters),
};
