import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import { inputsOf, priceOf, sourceParameter, type Bar, type PriceSource } from "../bar.ts";
import { ofBar, type BarSeriesState } from "../of-bar.ts";
import { RollingComoments } from "../rolling/rolling-comoments.ts";

/** The parameters of a statistic of two numbers of a bar. */
export interface PairParameters {
  /** In bars. */
  readonly window: number;
  /** @defaultValue "high" */
  readonly first: PriceSource;
  /** @defaultValue "low" */
  readonly second: PriceSource;
}

class Correlation implements BarSeriesState {
  private readonly moments: RollingComoments;
  private readonly first: PriceSource;
  private readonly second: PriceSource;

  constructor({ window, first, second }: PairParameters) {
    this.moments = new RollingComoments(window);
    this.first = first;
    this.second = second;
  }

  next(bar: Bar): number {
    const { moments } = this;
    if (!moments.next(priceOf(bar, this.first), priceOf(bar, this.second))) return NaN;
    const scale = moments.varianceX * moments.varianceY;
    return scale <= 0 ? 0 : Math.min(Math.max(moments.covariance / Math.sqrt(scale), -1), 1);
  }
}

/** Change relative to the value before; 0 where that is 0. */
function relativeChange(value: number, before: number): number {
  return before === 0 ? 0 : (value - before) / before;
}

class Beta implements BarSeriesState {
  private readonly moments: RollingComoments;
  private readonly first: PriceSource;
  private readonly second: PriceSource;
  private previousFirst = NaN;
  private previousSecond = NaN;

  constructor({ window, first, second }: PairParameters) {
    this.moments = new RollingComoments(window);
    this.first = first;
    this.second = second;
  }

  next(bar: Bar): number {
    const { moments } = this;
    const first = priceOf(bar, this.first);
    const second = priceOf(bar, this.second);
    const x = relativeChange(first, this.previousFirst);
    const y = relativeChange(second, this.previousSecond);
    this.previousFirst = first;
    this.previousSecond = second;
    if (Number.isNaN(x) || !moments.next(x, y)) return NaN;
    return moments.varianceX === 0 ? 0 : moments.covariance / moments.varianceX;
  }
}

function inputs({ first, second }: PairParameters): readonly (keyof Bar)[] {
  return [...new Set([...inputsOf(first), ...inputsOf(second)])];
}

function pair<Kind extends string>(
  kind: Kind,
  title: string,
  source: string,
  window: number,
  lookback: (window: number) => number,
  series: (parameters: PairParameters) => BarSeriesState,
): Feature<Bar, Kind, PairParameters> {
  return {
    ...ofBar<Kind, PairParameters>({
      kind,
      title,
      source,
      parameters: { window: count(window, 2), first: sourceParameter("high"), second: sourceParameter("low") },
      inputs: [],
      lookback: (parameters) => lookback(parameters.window),
      memory: "window",
      series,
    }),
    inputs,
  };
}

/** Correlation of two numbers of a bar, high and low unless told: `"correlation-30"`, `"correlation-30-close-volume"`; 0 where one is flat. */
export const correlation: Feature<Bar, "correlation", PairParameters> = pair(
  "correlation",
  "Correlation of two numbers of a bar",
  "TA-Lib CORREL",
  30,
  (window) => window - 1,
  (parameters) => new Correlation(parameters),
);

/**
 * Slope of the relative changes of one number of a bar on those of another: `"beta-5"` is low on high, as TA-Lib's defaults;
 * `"beta-5-volume-close"` is close on volume. 0 where the first is flat. For the beta of an asset against a market, see the return features.
 */
export const beta: Feature<Bar, "beta", PairParameters> = pair(
  "beta",
  "Slope of relative changes of one number of a bar on another",
  "TA-Lib BETA",
  5,
  (window) => window,
  (parameters) => new Beta(parameters),
);
