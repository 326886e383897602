import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import { chained } from "../averages/chain.ts";
import { ExponentialAverage } from "../averages/exponential-average.ts";
import type { Bar } from "../bar.ts";
import { ofBar, type BarSeriesState } from "../of-bar.ts";
import { Delay } from "../rolling/delay.ts";

/** The parameters of Chaikin's volatility. */
export interface ChaikinVolatilityParameters {
  /** Window of the average range. @defaultValue 10 */
  readonly window: number;
  /** Bars that the change is over. @defaultValue 10 */
  readonly change: number;
}

class ChaikinVolatility implements BarSeriesState {
  private readonly average: ExponentialAverage;
  private readonly past: Delay;

  constructor(window: number, change: number) {
    this.average = new ExponentialAverage(window);
    this.past = new Delay(change);
  }

  next(bar: Bar): number {
    const average = this.average.next(bar.high - bar.low);
    const past = chained(this.past, average);
    return past === 0 ? 0 : (average / past - 1) * 100;
  }
}

/** Chaikin's volatility, the change of the average range in per cent: `"chaikin-volatility-10-10"`; 0 where there was no range. */
export const chaikinVolatility: Feature<Bar, "chaikin-volatility", ChaikinVolatilityParameters> = ofBar<
  "chaikin-volatility",
  ChaikinVolatilityParameters
>({
  kind: "chaikin-volatility",
  title: "Chaikin's volatility",
  source: "Chaikin, TA-Lib CVI",
  parameters: { window: count(10, 1), change: count(10, 1) },
  inputs: ["high", "low"],
  lookback: ({ window, change }) => window - 1 + change,
  memory: "fading",
  series: ({ window, change }) => new ChaikinVolatility(window, change),
});
