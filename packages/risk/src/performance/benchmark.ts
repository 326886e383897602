import { covariance, mean, standardDeviation, variance } from "@plimsoll/numeric";
import { compoundAnnualGrowth } from "./growth.ts";

/** How a series compares with a benchmark. Ratios that divide by zero are `null`. */
export interface BenchmarkMetrics {
  /** Slope of excess return on the benchmark's excess return. */
  readonly beta: number | null;
  /** Jensen's alpha, a year: CAGR - rf - beta (benchmark CAGR - rf). */
  readonly jensenAlpha: number | null;
  readonly correlation: number | null;
  /** CAGR less the benchmark's. */
  readonly activePremium: number;
  /** Standard deviation of the difference, a year. */
  readonly trackingError: number;
  /** Active premium over tracking error. */
  readonly informationRatio: number | null;
  /** (CAGR - rf) / beta. */
  readonly treynor: number | null;
  /** Modigliani: the CAGR at the benchmark's volatility, rf + (CAGR - rf) sd_b / sd. */
  readonly m2: number | null;
  /** CAGR over the periods when the benchmark rose, over the benchmark's own in them. */
  readonly upCapture: number | null;
  /** The same where it didn't rise: a benchmark return of 0 counts as down. */
  readonly downCapture: number | null;
  /** Share of periods with a higher return than the benchmark's. */
  readonly battingAverage: number;
}

/** a / b, `null` where that has no value. */
export function ratio(a: number, b: number): number | null {
  const value = a / b;
  return Number.isFinite(value) ? value : null;
}

/** Product of 1 + r over the chosen periods, less 1. */
function cumulative(series: Float64Array, chosen: (t: number) => boolean): number {
  let wealth = 1;
  for (let t = 0; t < series.length; t++) if (chosen(t)) wealth *= 1 + series[t]!;
  return wealth - 1;
}

/** Definitions 17, Bacon (2008); `riskFree` is the annual rate, `ratePerPeriod` that of a period. */
export function benchmarkMetrics(
  series: Float64Array,
  benchmark: Float64Array,
  periodsPerYear: number,
  riskFree: number,
  ratePerPeriod: number,
): BenchmarkMetrics {
  const excess = series.map((value) => value - ratePerPeriod);
  const marketExcess = benchmark.map((value) => value - ratePerPeriod);
  const growth = compoundAnnualGrowth(series, periodsPerYear);
  const marketGrowth = compoundAnnualGrowth(benchmark, periodsPerYear);
  const difference = series.map((value, t) => value - benchmark[t]!);
  const trackingError = standardDeviation(difference) * Math.sqrt(periodsPerYear);
  const shared = covariance(excess, marketExcess);
  const beta = ratio(shared, variance(marketExcess));
  const deviation = standardDeviation(series);
  const marketDeviation = standardDeviation(benchmark);
  const rose = (t: number): boolean => benchmark[t]! > 0;
  const fell = (t: number): boolean => !rose(t);
  const scale = ratio(marketDeviation, deviation);
  return {
    beta,
    jensenAlpha: beta === null ? null : growth - riskFree - beta * (marketGrowth - riskFree),
    correlation: ratio(shared, deviation * marketDeviation),
    activePremium: growth - marketGrowth,
    trackingError,
    informationRatio: ratio(growth - marketGrowth, trackingError),
    treynor: beta === null ? null : ratio(growth - riskFree, beta),
    m2: scale === null ? null : riskFree + (growth - riskFree) * scale,
    upCapture: ratio(cumulative(series, rose), cumulative(benchmark, rose)),
    downCapture: ratio(cumulative(series, fell), cumulative(benchmark, fell)),
    battingAverage: mean(difference.map((value) => (value > 0 ? 1 : 0))),
  };
}
