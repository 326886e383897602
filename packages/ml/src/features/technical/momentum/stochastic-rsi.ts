import type { Feature, FeatureState } from "../../feature.ts";
import { count } from "../../parameter.ts";
import { averageLookback, averageParameter, makeAverage, type AverageKind } from "../averages/average-kind.ts";
import { chained } from "../averages/chain.ts";
import { inputsOf, priceOf, sourceParameter, type Bar, type PriceSource } from "../bar.ts";
import type { Series, Windowed } from "../one-series.ts";
import { RollingExtreme } from "../rolling/rolling-extreme.ts";
import { tie } from "../rolling/ties.ts";
import { RelativeStrength } from "./relative-strength.ts";

/** The parameters of the stochastic of the relative strength index. */
export interface StochasticRsiParameters extends Windowed {
  /** Bars of the range of the index. @defaultValue 5 */
  readonly range: number;
  /** Bars of the signal's average. @defaultValue 3 */
  readonly signal: number;
  /** @defaultValue "sma" */
  readonly signalAverage: AverageKind;
}

class StochasticRsi implements FeatureState<Bar> {
  private readonly source: PriceSource;
  private readonly strength: RelativeStrength;
  private readonly high: RollingExtreme;
  private readonly low: RollingExtreme;
  private readonly signal: Series;

  constructor({ source, window, range, signal, signalAverage }: StochasticRsiParameters) {
    this.source = source;
    this.strength = new RelativeStrength(window);
    this.high = new RollingExtreme(range, 1);
    this.low = new RollingExtreme(range, -1);
    this.signal = makeAverage(signalAverage, signal);
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    const strength = this.strength.next(priceOf(bar, this.source));
    out[at] = out[at + 1] = NaN;
    if (Number.isNaN(strength)) return;
    const high = this.high.next(strength);
    const low = this.low.next(strength);
    // where prices are flat the index moves by rounding alone
    const k = tie(high, low) ? 0 : (strength - low) / ((high - low) / 100);
    const d = chained(this.signal, k);
    out[at] = Number.isNaN(d) ? NaN : k;
    out[at + 1] = d;
  }
}

/** Stochastic of the relative strength index: `"stochastic-rsi-14-5-3"` (index, range, signal) gives `-k` and `-d`. */
export const stochasticRsi: Feature<Bar, "stochastic-rsi", StochasticRsiParameters> = {
  kind: "stochastic-rsi",
  title: "Stochastic of the relative strength index",
  source: "Chande and Kroll (1994), TA-Lib STOCHRSI",
  parameters: {
    window: count(14, 2),
    range: count(5, 1),
    signal: count(3, 1),
    signalAverage: averageParameter("sma"),
    source: sourceParameter(),
  },
  inputs: ({ source }) => inputsOf(source),
  outputs: ["k", "d"],
  lookback: ({ window, range, signal, signalAverage }) => window + range - 1 + averageLookback(signalAverage, signal),
  memory: "fading",
  start: (parameters) => new StochasticRsi(parameters),
};
