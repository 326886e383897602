import type { Feature, FeatureState } from "../../feature.ts";
import { count } from "../../parameter.ts";
import { averageLookback, averageParameter, makeAverage, type AverageKind } from "../averages/average-kind.ts";
import { chained } from "../averages/chain.ts";
import type { Bar } from "../bar.ts";
import type { Series } from "../one-series.ts";
import { PriceRange } from "../rolling/price-range.ts";

/** The parameters of the fast stochastic. */
export interface FastStochasticParameters {
  /** Bars of the range. @defaultValue 14 */
  readonly window: number;
  /** Bars of the signal's average. @defaultValue 3 */
  readonly signal: number;
  /** @defaultValue "sma" */
  readonly signalAverage: AverageKind;
}

/** The parameters of the slow stochastic. */
export interface StochasticParameters extends FastStochasticParameters {
  /** Bars of the average of %K. @defaultValue 3 */
  readonly slow: number;
  /** @defaultValue "sma" */
  readonly slowAverage: AverageKind;
}

/** Where the close lies in the range of the window, in per cent; 0 without range. */
export class RangePlace {
  private readonly range: PriceRange;

  constructor(window: number) {
    this.range = new PriceRange(window);
  }

  next(bar: Bar): number {
    const { range } = this;
    range.next(bar);
    const width = range.high - range.low;
    return width === 0 ? 0 : (bar.close - range.low) / (width / 100);
  }
}

class Stochastic implements FeatureState<Bar> {
  private readonly place: RangePlace;
  private readonly slow: Series;
  private readonly signal: Series;
  /** Whether the third output, 3 K - 2 D, is there. */
  private readonly ahead: boolean;

  constructor(window: number, slow: Series, signal: Series, ahead: boolean) {
    this.place = new RangePlace(window);
    this.slow = slow;
    this.signal = signal;
    this.ahead = ahead;
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    const k = chained(this.slow, this.place.next(bar));
    const d = chained(this.signal, k);
    // both begin together, as in TA-Lib
    out[at] = Number.isNaN(d) ? NaN : k;
    out[at + 1] = d;
    if (this.ahead) out[at + 2] = 3 * k - 2 * d;
  }
}

const slowLookback = ({ window, slow, slowAverage, signal, signalAverage }: StochasticParameters): number =>
  window - 1 + averageLookback(slowAverage, slow) + averageLookback(signalAverage, signal);

const inputs = (): readonly (keyof Bar)[] => ["high", "low", "close"];

/** Slow stochastic: `"stochastic-14-3-3"` (range, slow, signal) gives `-k` and `-d`. */
export const stochastic: Feature<Bar, "stochastic", StochasticParameters> = {
  kind: "stochastic",
  title: "Slow stochastic",
  source: "Lane (1984), TA-Lib STOCH",
  parameters: {
    window: count(14, 1),
    slow: count(3, 1),
    signal: count(3, 1),
    slowAverage: averageParameter("sma"),
    signalAverage: averageParameter("sma"),
  },
  inputs,
  outputs: ["k", "d"],
  lookback: slowLookback,
  memory: "fading",
  start: (p) =>
    new Stochastic(p.window, makeAverage(p.slowAverage, p.slow), makeAverage(p.signalAverage, p.signal), false),
};

/** Fast stochastic: `"stochastic-fast-14-3"` (range, signal) gives `-k` and `-d`. */
export const stochasticFast: Feature<Bar, "stochastic-fast", FastStochasticParameters> = {
  kind: "stochastic-fast",
  title: "Fast stochastic",
  source: "Lane (1984), TA-Lib STOCHF",
  parameters: { window: count(14, 1), signal: count(3, 1), signalAverage: averageParameter("sma") },
  inputs,
  outputs: ["k", "d"],
  lookback: ({ window, signal, signalAverage }) => window - 1 + averageLookback(signalAverage, signal),
  memory: "fading",
  start: (p) => new Stochastic(p.window, makeAverage("sma", 1), makeAverage(p.signalAverage, p.signal), false),
};

/** KDJ, the stochastic of Wilder averages with the line J = 3 K - 2 D: `"kdj-9-3-3"` gives `-k`, `-d` and `-j`. */
export const kdj: Feature<Bar, "kdj", StochasticParameters> = {
  kind: "kdj",
  title: "KDJ stochastic",
  source: "TA-Lib KDJ",
  parameters: {
    window: count(9, 1),
    slow: count(3, 1),
    signal: count(3, 1),
    slowAverage: averageParameter("rma"),
    signalAverage: averageParameter("rma"),
  },
  inputs,
  outputs: ["k", "d", "j"],
  lookback: slowLookback,
  memory: "fading",
  start: (p) =>
    new Stochastic(p.window, makeAverage(p.slowAverage, p.slow), makeAverage(p.signalAverage, p.signal), true),
};
