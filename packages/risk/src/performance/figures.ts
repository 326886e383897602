import {
  autocorrelations,
  cdarMeasure,
  centralMoments,
  cvarMeasure,
  drawdownSeries,
  mean,
  normalQuantile,
  quantileSorted,
  sorted,
} from "@plimsoll/numeric";
import { drawdownEpisodes } from "../drawdown/episodes.ts";
import { type BenchmarkMetrics, benchmarkMetrics, type BenchmarkSettings } from "./benchmark.ts";
import { gainLossMetrics } from "./gain-loss.ts";
import { compoundAnnualGrowth, totalReturn } from "./growth.ts";
import { type DownsideDivisor, downsideDeviation, lowerPartialMoment, upperPartialMoment } from "./partial-moments.ts";
import type { Performance, SharpeEstimate } from "./performance.ts";
import { ratio } from "./ratio.ts";
import { probabilisticSharpe, sharpeStandardError } from "./sharpe-ratio.ts";
import { trendMetrics } from "./trend.ts";
import { upsideDownside, upsidePotentialRatio } from "./upside-downside.ts";

/** What the figures are made with, checked. */
export interface FigureSettings extends BenchmarkSettings {
  readonly downsideDivisor: DownsideDivisor;
}

/** All that depends on the returns. */
export type Figures = Omit<Performance, "standardErrors" | "conventions" | "table">;

interface Moments {
  readonly average: number;
  readonly deviation: number;
  readonly skewness: number;
  readonly kurtosis: number;
}

function momentsOf(series: Float64Array): Moments {
  const [second, third, fourth] = centralMoments(series);
  return {
    average: mean(series),
    deviation: Math.sqrt((second * series.length) / (series.length - 1)),
    skewness: third / second ** 1.5,
    kurtosis: fourth / second ** 2,
  };
}

function sharpeOf({ average, deviation, skewness, kurtosis }: Moments, n: number, year: number): SharpeEstimate | null {
  if (deviation === 0) return null;
  const sample = { sharpe: average / deviation, observations: n, skewness, kurtosis };
  const value = sample.sharpe * year;
  const standardError = sharpeStandardError(sample) * year;
  const reach = normalQuantile(0.975) * standardError;
  return {
    value,
    standardError,
    interval: [value - reach, value + reach],
    probabilityPositive: probabilisticSharpe(sample),
  };
}

/** sqrt(1 + 2 sum (1 - k / n) |rho_1|^k): how much autocorrelation of lag 1 takes off a ratio (quantstats). */
function autocorrelationPenalty(series: Float64Array): number {
  const n = series.length;
  const rho = Math.abs(autocorrelations(series, 1)[1]!);
  let total = 0;
  let power = rho;
  for (let k = 1; k < n && power > 1e-18; k++, power *= rho) total += (1 - k / n) * power;
  return Math.sqrt(1 + 2 * total);
}

/** Every figure of clean series; `benchmark` is row for row with the returns. */
export function figuresOf(series: Float64Array, benchmark: Float64Array | null, settings: FigureSettings): Figures {
  const { periodsPerYear, riskFree, rates, target, downsideDivisor } = settings;
  const n = series.length;
  const year = Math.sqrt(periodsPerYear);
  const own = momentsOf(series);
  const { average, deviation } = own;
  const constantRate = rates.every((rate) => rate === rates[0]);
  const excess = constantRate
    ? { ...own, average: average - rates[0]! }
    : momentsOf(series.map((value, t) => value - rates[t]!));
  const ascending = sorted(series);
  const growth = totalReturn(series);
  const cagr = compoundAnnualGrowth(series, periodsPerYear);
  const downside = downsideDeviation(series, target, downsideDivisor);
  const sortino = ratio(average - target, downside);
  const losses = lowerPartialMoment(series, target, 1);
  const drawdown = drawdownSeries(series, { compounding: "compounded" });
  const depths = Float64Array.from(drawdownEpisodes(drawdown), ({ depth }) => depth);
  const maxDrawdown = depths.reduce((deepest, depth) => Math.max(deepest, depth), 0);
  const averageDrawdown = mean(drawdown);
  const ulcer = Math.sqrt(drawdown.reduce((sum, depth) => sum + depth * depth, 0) / n);
  const burke = ratio(cagr - riskFree, Math.sqrt(depths.reduce((sum, depth) => sum + depth ** 2, 0)));
  const valueAtRisk95 = -quantileSorted(ascending, 0.05);
  const expectedShortfall95 = cvarMeasure.value(series, { confidence: 0.95 });
  const best5 = cvarMeasure.value(
    series.map((value) => -value),
    { confidence: 0.95 },
  );
  const cdar95 = cdarMeasure.value(series, { confidence: 0.95, compounding: "compounded" });
  const tailRatio = ratio(Math.abs(quantileSorted(ascending, 0.95)), Math.abs(quantileSorted(ascending, 0.05)));
  const sharpe = sharpeOf(excess, n, year);
  const penalty = deviation > 0 ? autocorrelationPenalty(series) : Number.NaN;
  return {
    observations: n,
    years: n / periodsPerYear,
    totalReturn: growth,
    cagr,
    meanReturn: average,
    volatility: deviation * year,
    meanAbsoluteDeviation: series.reduce((sum, value) => sum + Math.abs(value - average), 0) / n,
    skewness: deviation > 0 ? own.skewness : null,
    excessKurtosis: deviation > 0 ? own.kurtosis - 3 : null,
    sharpe,
    adjustedSharpe:
      sharpe === null
        ? null
        : sharpe.value * (1 + (own.skewness / 6) * sharpe.value - ((own.kurtosis - 3) / 24) * sharpe.value ** 2),
    smartSharpe: sharpe === null ? null : ratio(sharpe.value, penalty),
    valueAtRiskRatio: ratio(excess.average, valueAtRisk95),
    shortfallRatio: ratio(excess.average, expectedShortfall95),
    skewnessKurtosisRatio: deviation > 0 ? ratio(own.skewness, own.kurtosis) : null,
    sortino,
    annualSortino: sortino === null ? null : sortino * year,
    smartSortino: sortino === null ? null : ratio(sortino * year, penalty),
    downsideDeviation: downside,
    omega: ratio(upperPartialMoment(series, target, 1), losses),
    omegaSharpe: ratio(average - target, losses),
    kappa3: ratio(average - target, Math.cbrt(lowerPartialMoment(series, target, 3))),
    upsidePotential: upsidePotentialRatio(series, target, downside, downsideDivisor),
    gainLoss: ratio(upperPartialMoment(series, 0, 1), lowerPartialMoment(series, 0, 1)),
    tailRatio,
    rachev: ratio(best5, expectedShortfall95),
    calmar: ratio(cagr, maxDrawdown),
    sterling: cagr / (maxDrawdown + 0.1),
    burke,
    modifiedBurke: burke === null ? null : burke * Math.sqrt(n),
    martin: ratio(cagr - riskFree, ulcer),
    painRatio: ratio(cagr - riskFree, averageDrawdown),
    recoveryFactor: ratio(growth, maxDrawdown),
    serenity: ratio(growth - ((1 + riskFree) ** (n / periodsPerYear) - 1), (ulcer * cdar95) / deviation),
    maxDrawdown,
    averageDrawdown,
    averageEpisodeDepth: depths.length === 0 ? 0 : mean(depths),
    cdar95,
    ulcer,
    valueAtRisk95,
    expectedShortfall95,
    hitRate: series.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0) / n,
    best: ascending[n - 1]!,
    worst: ascending[0]!,
    upsideDownside: upsideDownside(series, target),
    gains: gainLossMetrics(series, ascending, tailRatio),
    trend: trendMetrics(series, { periodsPerYear, average, deviation }),
    benchmark: benchmark === null ? null : (benchmarkMetrics(series, benchmark, settings) satisfies BenchmarkMetrics),
  };
}

/** Population deviation of values that depend on one period, over the root of their number. */
export function errorOfMean(values: Float64Array): number {
  let total = 0;
  for (let t = 0; t < values.length; t++) total += values[t]!;
  const center = total / values.length;
  let squares = 0;
  for (let t = 0; t < values.length; t++) squares += (values[t]! - center) * (values[t]! - center);
  return Math.sqrt(squares) / values.length;
}
