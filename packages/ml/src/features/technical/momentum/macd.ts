import type { Feature, FeatureState } from "../../feature.ts";
import { count } from "../../parameter.ts";
import { averageLookback, averageParameter, makeAverage, type AverageKind } from "../averages/average-kind.ts";
import { chained } from "../averages/chain.ts";
import { ExponentialAverage } from "../averages/exponential-average.ts";
import { inputsOf, priceOf, sourceParameter, type Bar, type PriceSource } from "../bar.ts";
import type { Series, Sourced } from "../one-series.ts";
import { AverageGap } from "./gap.ts";

/** The parameters of MACD. */
export interface MacdParameters extends Sourced {
  /** In bars, less than `slow`. @defaultValue 12 */
  readonly fast: number;
  /** @defaultValue 26 */
  readonly slow: number;
  /** @defaultValue 9 */
  readonly signal: number;
}

/** The parameters of MACD with other averages. */
export interface MacdExtendedParameters extends MacdParameters {
  readonly fastAverage: AverageKind;
  readonly slowAverage: AverageKind;
  readonly signalAverage: AverageKind;
}

/** The parameters of MACD with Appel's factors. */
export interface MacdFixedParameters extends Sourced {
  /** @defaultValue 9 */
  readonly signal: number;
}

class Macd implements FeatureState<Bar> {
  private readonly source: PriceSource;
  private readonly gap: AverageGap;
  private readonly signal: Series;

  constructor(source: PriceSource, gap: AverageGap, signal: Series) {
    this.source = source;
    this.gap = gap;
    this.signal = signal;
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    const { gap } = this;
    gap.next(priceOf(bar, this.source));
    const line = gap.fast - gap.slow;
    const signal = chained(this.signal, line);
    // all three begin together, as in TA-Lib
    out[at] = Number.isNaN(signal) ? NaN : line;
    out[at + 1] = signal;
    out[at + 2] = line - signal;
  }
}

const order = ({ fast, slow }: MacdParameters): string | undefined =>
  fast < slow ? undefined : `fast ${fast} must be below slow ${slow}`;

/**
 * Moving average convergence and divergence: `"macd"`, `"macd-12-26-9"` gives the line, `macd-signal` and `macd-histogram`.
 *
 * The fast average is seeded by the last `fast` of the first `slow` prices, so that both begin on one bar, as in TA-Lib.
 */
export const macd: Feature<Bar, "macd", MacdParameters> = {
  kind: "macd",
  title: "Moving average convergence and divergence",
  source: "Appel (1979), TA-Lib MACD",
  parameters: { fast: count(12, 2), slow: count(26, 2), signal: count(9, 1), source: sourceParameter() },
  check: order,
  inputs: ({ source }) => inputsOf(source),
  outputs: ["", "signal", "histogram"],
  lookback: ({ slow, signal }) => slow + signal - 2,
  memory: "fading",
  start: ({ fast, slow, signal, source }) => {
    const gap = new AverageGap(new ExponentialAverage(fast), new ExponentialAverage(slow), slow - fast);
    return new Macd(source, gap, new ExponentialAverage(signal));
  },
};

/** MACD with averages of any kind: `"macd-extended-12-26-9-sma-sma-sma"`, in the order fast, slow, signal. */
export const macdExtended: Feature<Bar, "macd-extended", MacdExtendedParameters> = {
  kind: "macd-extended",
  title: "MACD with averages of any kind",
  source: "TA-Lib MACDEXT",
  parameters: {
    fast: count(12, 2),
    slow: count(26, 2),
    signal: count(9, 1),
    fastAverage: averageParameter("sma"),
    slowAverage: averageParameter("sma"),
    signalAverage: averageParameter("sma"),
    source: sourceParameter(),
  },
  check: order,
  inputs: ({ source }) => inputsOf(source),
  outputs: ["", "signal", "histogram"],
  lookback: (p) =>
    Math.max(averageLookback(p.fastAverage, p.fast), averageLookback(p.slowAverage, p.slow)) +
    averageLookback(p.signalAverage, p.signal),
  memory: "fading",
  start: (p) => {
    const early = averageLookback(p.slowAverage, p.slow) - averageLookback(p.fastAverage, p.fast);
    const gap = new AverageGap(
      makeAverage(p.fastAverage, p.fast),
      makeAverage(p.slowAverage, p.slow),
      Math.max(early, 0),
    );
    return new Macd(p.source, gap, makeAverage(p.signalAverage, p.signal));
  },
};

/** MACD of 12 and 26 bars with Appel's factors .15 and .075 in place of 2 / 13 and 2 / 27: `"macd-fixed-9"`. */
export const macdFixed: Feature<Bar, "macd-fixed", MacdFixedParameters> = {
  kind: "macd-fixed",
  title: "MACD with Appel's factors .15 and .075",
  source: "Appel (1979), TA-Lib MACDFIX",
  parameters: { signal: count(9, 1), source: sourceParameter() },
  inputs: ({ source }) => inputsOf(source),
  outputs: ["", "signal", "histogram"],
  lookback: ({ signal }) => 24 + signal,
  memory: "fading",
  start: ({ signal, source }) => {
    const gap = new AverageGap(new ExponentialAverage(12, 0.15), new ExponentialAverage(26, 0.075), 14);
    return new Macd(source, gap, new ExponentialAverage(signal));
  },
};
