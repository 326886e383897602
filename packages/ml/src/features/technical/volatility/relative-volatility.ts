import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import { WilderAverage } from "../averages/wilder-average.ts";
import type { Bar } from "../bar.ts";
import { oneSeries, type Series, type Windowed } from "../one-series.ts";
import { RollingMoments } from "../rolling/rolling-moments.ts";

/** The parameters of the relative volatility index. */
export interface RelativeVolatilityParameters extends Windowed {
  /** Bars of the standard deviation. @defaultValue 10 */
  readonly deviation: number;
}

class RelativeVolatility implements Series {
  private readonly moments: RollingMoments;
  private readonly ups: WilderAverage;
  private readonly downs: WilderAverage;
  private previous = NaN;

  constructor(window: number, deviation: number) {
    this.moments = new RollingMoments(deviation);
    this.ups = new WilderAverage(window);
    this.downs = new WilderAverage(window);
  }

  next(value: number): number {
    const { previous } = this;
    this.previous = value;
    if (!this.moments.next(value) || Number.isNaN(previous)) return NaN;
    const deviation = Math.sqrt(this.moments.variance);
    const up = this.ups.next(value > previous ? deviation : 0);
    const down = this.downs.next(value < previous ? deviation : 0);
    return up + down === 0 ? 0 : (100 * up) / (up + down);
  }
}

/** Relative volatility index, the share of standard deviations that came with rises, from 0 to 100: `"relative-volatility-14-10"`. */
export const relativeVolatility: Feature<Bar, "relative-volatility", RelativeVolatilityParameters> = oneSeries<
  "relative-volatility",
  RelativeVolatilityParameters
>({
  kind: "relative-volatility",
  title: "Relative volatility index",
  source: "Dorsey (1993), TA-Lib RVI",
  parameters: { window: count(14, 2), deviation: count(10, 2) },
  lookback: ({ window, deviation }) => window + deviation - 2,
  memory: "fading",
  series: ({ window, deviation }) => new RelativeVolatility(window, deviation),
});
