import { ratio } from "./ratio.ts";

/** How steadily wealth grows. `null` where a return is -100 % or less, or the fit has no error. */
export interface TrendMetrics {
  /** K-ratio of Kestner: slope of log wealth on time over its error, by version. */
  readonly kRatio: {
    /** slope / (se sqrt(n)). */
    readonly 1996: number | null;
    /** slope / (se n). */
    readonly 2003: number | null;
    /** slope sqrt(P) / (se n). */
    readonly 2013: number | null;
  };
  /** R^2 of that regression ("stability of the time series"). */
  readonly stability: number | null;
  /** ln(range of the cumulated deviations from the mean / sd) / ln n: the Hurst index by one rescaled range. */
  readonly hurst: number | null;
}

/** Regression of log wealth W_1..W_n on 1..n; `deviation` is that of the returns with ddof 1. */
export function trendMetrics(
  series: Float64Array,
  { periodsPerYear, average, deviation }: { periodsPerYear: number; average: number; deviation: number },
): TrendMetrics {
  const n = series.length;
  const center = (n + 1) / 2;
  let level = 0;
  let [mean, products] = [0, 0];
  const log = new Float64Array(n);
  let [drift, low, high] = [0, Infinity, -Infinity];
  for (let t = 0; t < n; t++) {
    level += Math.log1p(series[t]!);
    log[t] = level;
    drift += series[t]! - average;
    low = Math.min(low, drift);
    high = Math.max(high, drift);
    mean += level / n;
    products += (t + 1 - center) * level;
  }
  const times = (n * (n * n - 1)) / 12;
  const slope = products / times;
  let [rest, all] = [0, 0];
  for (let t = 0; t < n; t++) {
    const value = log[t]! - mean;
    rest += (value - slope * (t + 1 - center)) ** 2;
    all += value ** 2;
  }
  const error = n > 2 ? Math.sqrt(rest / (n - 2) / times) : Number.NaN;
  // what rounding leaves of an exact line
  const exact = rest <= 1e-24 * all;
  const k = (scale: number): number | null => (exact ? null : ratio(slope * scale, error));
  return {
    kRatio: { 1996: k(1 / Math.sqrt(n)), 2003: k(1 / n), 2013: k(Math.sqrt(periodsPerYear) / n) },
    stability: all > 0 ? ratio(all - rest, all) : null,
    hurst: deviation > 0 ? ratio(Math.log((high - low) / deviation), Math.log(n)) : null,
  };
}
