import type { Feature } from "../../feature.ts";
import { count, real } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { oneSeries, windowed, type Series, type Windowed } from "../one-series.ts";
import { RollingMoments } from "../rolling/rolling-moments.ts";
import { MeanDeviation } from "./mean-deviation.ts";

/** The parameters of a standard deviation. */
export interface DeviationParameters extends Windowed {
  /** What the deviation is multiplied by. @defaultValue 1 */
  readonly multiple: number;
}

class Variance implements Series {
  private readonly moments: RollingMoments;

  constructor(window: number) {
    this.moments = new RollingMoments(window);
  }

  next(value: number): number {
    return this.moments.next(value) ? this.moments.variance : NaN;
  }
}

class Deviation implements Series {
  private readonly variance: Variance;
  private readonly multiple: number;

  constructor(window: number, multiple: number) {
    this.variance = new Variance(window);
    this.multiple = multiple;
  }

  next(value: number): number {
    return Math.sqrt(this.variance.next(value)) * this.multiple;
  }
}

class StandardScore implements Series {
  private readonly moments: RollingMoments;

  constructor(window: number) {
    this.moments = new RollingMoments(window);
  }

  next(value: number): number {
    const { moments } = this;
    if (!moments.next(value)) return NaN;
    return moments.variance === 0 ? 0 : (value - moments.mean) / Math.sqrt(moments.variance);
  }
}

/** Variance of prices, ddof 0: `"variance-5"`. */
export const variance: Feature<Bar, "variance", Windowed> = windowed({
  kind: "variance",
  title: "Variance of prices, ddof 0",
  source: "TA-Lib VAR",
  window: count(5, 1),
  lookback: (window) => window - 1,
  memory: "window",
  series: (window) => new Variance(window),
});

/** Standard deviation of prices, ddof 0, times a multiple: `"stddev-20"`, `"stddev-20-2"`. */
export const stddev: Feature<Bar, "stddev", DeviationParameters> = oneSeries<"stddev", DeviationParameters>({
  kind: "stddev",
  title: "Standard deviation of prices, ddof 0",
  source: "TA-Lib STDDEV",
  parameters: { window: count(5, 1), multiple: real(1, 0) },
  lookback: ({ window }) => window - 1,
  memory: "window",
  series: ({ window, multiple }) => new Deviation(window, multiple),
});

/** Distance from the mean of the window in standard deviations (ddof 0): `"zscore-20"`; 0 in a flat window. */
export const zscore: Feature<Bar, "zscore", Windowed> = windowed({
  kind: "zscore",
  title: "Distance from the mean in standard deviations",
  source: "common usage",
  window: count(20, 2),
  lookback: (window) => window - 1,
  memory: "window",
  series: (window) => new StandardScore(window),
});

/** Mean distance from the mean of the window: `"mean-deviation-14"`. */
export const meanDeviation: Feature<Bar, "mean-deviation", Windowed> = windowed({
  kind: "mean-deviation",
  title: "Mean distance from the mean",
  source: "TA-Lib AVGDEV",
  window: count(14, 2),
  lookback: (window) => window - 1,
  memory: "window",
  series: (window) => new MeanDeviation(window),
});
