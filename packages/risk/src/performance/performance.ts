import { invalidInput, type TableSpec } from "@plimsoll/core";
import {
  cvarMeasure,
  drawdownSeries,
  excessKurtosis,
  mean,
  normalQuantile,
  quantile,
  skewness,
  standardDeviation,
  ulcerMeasure,
  valueAtRiskMeasure,
} from "@plimsoll/numeric";
import { drawdownEpisodes } from "../drawdown/drawdowns.ts";
import { checkFinite, checkPositive } from "../input/checks.ts";
import {
  isPanel,
  type ReturnInput,
  type ReturnSeries,
  returnSeries,
  type WeightInput,
} from "../input/return-series.ts";
import type { Conventions } from "../tail/tail-method.ts";
import { type BenchmarkMetrics, benchmarkMetrics, ratio } from "./benchmark.ts";
import { compoundAnnualGrowth, periodRate, type RateConversion, totalReturn } from "./growth.ts";
import { type DownsideDivisor, downsideDeviation, lowerPartialMoment, upperPartialMoment } from "./partial-moments.ts";
import { performanceTable } from "./performance-table.ts";
import { probabilisticSharpe, sharpeSample, sharpeStandardError } from "./sharpe-ratio.ts";

/** Options of {@link performance}. */
export interface PerformanceOptions {
  /** Fractions by asset, for a panel; the portfolio is brought back to them every period. */
  readonly weights?: WeightInput;
  /** A series or a panel of one asset, row for row with the returns (same dates where both have them). */
  readonly benchmark?: ReturnInput;
  /**
   * Annual.
   * @defaultValue 0
   */
  readonly riskFreeRate?: number;
  /**
   * How the annual rate becomes one of a period: (1 + R)^(1/P) - 1, or R / P.
   * @defaultValue "compound"
   */
  readonly rateConversion?: RateConversion;
  /**
   * Observations a year: 252 daily, 52 weekly, 12 monthly.
   * @defaultValue 252
   */
  readonly periodsPerYear?: number;
  /**
   * Return of one period below which it counts as a loss, for Sortino, Omega and Kappa.
   * @defaultValue 0
   */
  readonly target?: number;
  /**
   * What the downside deviation divides by: all observations, or those below the target.
   * @defaultValue "all"
   */
  readonly downsideDivisor?: DownsideDivisor;
}

/** A Sharpe ratio, annual by sqrt(P), with its uncertainty. */
export interface SharpeEstimate {
  readonly value: number;
  readonly standardError: number;
  /** 95 %. */
  readonly interval: readonly [lower: number, upper: number];
  /** Probability that the true ratio is above 0 (Bailey & Lopez de Prado 2012). */
  readonly probabilityPositive: number;
}

/** What {@link performance} measures. Fractions; ratios that divide by zero are `null`. */
export interface Performance {
  readonly observations: number;
  /** observations / periodsPerYear. */
  readonly years: number;
  readonly totalReturn: number;
  /** Compound annual growth. */
  readonly cagr: number;
  /** Arithmetic mean of one period. */
  readonly meanReturn: number;
  /** Standard deviation (ddof 1) times sqrt(P). */
  readonly volatility: number;
  readonly skewness: number | null;
  readonly excessKurtosis: number | null;
  /** `null` where the volatility is 0. */
  readonly sharpe: SharpeEstimate | null;
  /** (mean - target) / downside deviation, of one period (definitions 17). */
  readonly sortino: number | null;
  /** `sortino` times sqrt(P). */
  readonly annualSortino: number | null;
  /** Of one period. */
  readonly downsideDeviation: number;
  readonly omega: number | null;
  /** (mean - target) / LPM_3^(1/3). */
  readonly kappa3: number | null;
  /** Mean gain above the target over the downside deviation. */
  readonly upsidePotential: number | null;
  /** Sum of gains over sum of losses (Bernardo & Ledoit 2000). */
  readonly gainLoss: number | null;
  /** |95 % quantile| over |5 % quantile|. */
  readonly tailRatio: number | null;
  /** CAGR / maximum drawdown. */
  readonly calmar: number | null;
  /** CAGR / (maximum drawdown + 10 %). */
  readonly sterling: number | null;
  /** (CAGR - rf) / sqrt(sum of squared episode depths). */
  readonly burke: number | null;
  /** (CAGR - rf) / ulcer. */
  readonly martin: number | null;
  /** (CAGR - rf) / pain index. */
  readonly painRatio: number | null;
  /** Compounded, start included. */
  readonly maxDrawdown: number;
  /** Mean drawdown over all periods: the pain index. */
  readonly averageDrawdown: number;
  /** Mean of the depths of the episodes. */
  readonly averageEpisodeDepth: number;
  readonly ulcer: number;
  /** Historical, 95 %, one period. */
  readonly valueAtRisk95: number;
  /** Exact, 95 %, one period. */
  readonly expectedShortfall95: number;
  /** Share of periods with a positive return. */
  readonly hitRate: number;
  readonly best: number;
  readonly worst: number;
  /** `null` without a benchmark. */
  readonly benchmark: BenchmarkMetrics | null;
  readonly conventions: Conventions;
  /** The figures as a table. */
  readonly table: TableSpec;
}

function sharpeOf(excess: Float64Array, periodsPerYear: number): SharpeEstimate | null {
  if (standardDeviation(excess) === 0) return null;
  const sample = sharpeSample(excess);
  const scale = Math.sqrt(periodsPerYear);
  const value = sample.sharpe * scale;
  const standardError = sharpeStandardError(sample) * scale;
  const reach = normalQuantile(0.975) * standardError;
  return {
    value,
    standardError,
    interval: [value - reach, value + reach],
    probabilityPositive: probabilisticSharpe(sample),
  };
}

function benchmarkSeries(benchmark: ReturnInput, own: ReturnSeries): Float64Array {
  const other = returnSeries(benchmark, undefined, { argument: "benchmark" });
  if (other.series.length !== own.series.length) {
    throw invalidInput(
      "benchmark",
      `benchmark: expected ${own.series.length} returns, row for row with the returns, was ${other.series.length}: align them first`,
      { expected: String(own.series.length), received: String(other.series.length) },
    );
  }
  const row = own.dates?.findIndex((date, t) => other.dates !== null && other.dates[t] !== date) ?? -1;
  if (row !== -1) {
    throw invalidInput(
      "benchmark",
      `benchmark: row ${row} is ${other.dates?.[row]}, the returns have ${own.dates?.[row]}: align them first`,
      { expected: own.dates?.[row] ?? "", received: other.dates?.[row] ?? "" },
    );
  }
  return other.series;
}

/**
 * Return, risk and their ratios for a series or portfolio (definitions 17 to 19).
 *
 * Input, errors and NaN policy as in `valueAtRisk`; at least two observations. `riskFreeRate` is annual, years are
 * observations / `periodsPerYear`, never calendar days.
 *
 * @example
 * ```ts
 * import { performance } from "@plimsoll/risk";
 *
 * const monthly = [0.02, -0.01, 0.03, 0.01, -0.02, 0.015, 0.005, -0.005, 0.02, 0.01, -0.015, 0.025];
 * const result = performance(monthly, { periodsPerYear: 12, riskFreeRate: 0.01 });
 * console.log(result.cagr.toFixed(4), result.volatility.toFixed(4), result.maxDrawdown.toFixed(4)); // 0.0868 0.0565 0.0200
 * console.log(result.sharpe?.value.toFixed(2), result.sharpe?.standardError.toFixed(2)); // 1.33 1.07
 * ```
 */
export function performance(returns: ReturnInput, options: PerformanceOptions = {}): Performance {
  const { rateConversion = "compound", downsideDivisor = "all" } = options;
  const periodsPerYear = checkPositive(options.periodsPerYear ?? 252, "periodsPerYear");
  const riskFreeRate = checkFinite(options.riskFreeRate ?? 0, "riskFreeRate");
  const target = checkFinite(options.target ?? 0, "target");
  const own = returnSeries(returns, options.weights);
  const { series } = own;
  const rate = periodRate(riskFreeRate, periodsPerYear, rateConversion);

  const average = mean(series);
  const cagr = compoundAnnualGrowth(series, periodsPerYear);
  const deviation = standardDeviation(series);
  const downside = downsideDeviation(series, target, downsideDivisor);
  const sortino = ratio(average - target, downside);
  const losses = lowerPartialMoment(series, target, 1);
  const drawdown = drawdownSeries(series, { compounding: "compounded" });
  const depths = Float64Array.from(drawdownEpisodes(drawdown), ({ depth }) => depth);
  const maxDrawdown = depths.reduce((deepest, depth) => Math.max(deepest, depth), 0);
  const averageDrawdown = mean(drawdown);
  const ulcer = ulcerMeasure.value(series, { compounding: "compounded" });
  const figures = {
    observations: series.length,
    years: series.length / periodsPerYear,
    totalReturn: totalReturn(series),
    cagr,
    meanReturn: average,
    volatility: deviation * Math.sqrt(periodsPerYear),
    skewness: deviation > 0 ? skewness(series) : null,
    excessKurtosis: deviation > 0 ? excessKurtosis(series) : null,
    sharpe: sharpeOf(
      series.map((value) => value - rate),
      periodsPerYear,
    ),
    sortino,
    annualSortino: sortino === null ? null : sortino * Math.sqrt(periodsPerYear),
    downsideDeviation: downside,
    omega: ratio(upperPartialMoment(series, target, 1), losses),
    kappa3: ratio(average - target, Math.cbrt(lowerPartialMoment(series, target, 3))),
    upsidePotential: ratio(upperPartialMoment(series, target, 1), downside),
    gainLoss: ratio(upperPartialMoment(series, 0, 1), lowerPartialMoment(series, 0, 1)),
    tailRatio: ratio(Math.abs(quantile(series, 0.95)), Math.abs(quantile(series, 0.05))),
    calmar: ratio(cagr, maxDrawdown),
    sterling: cagr / (maxDrawdown + 0.1),
    burke: ratio(cagr - riskFreeRate, Math.sqrt(depths.reduce((sum, depth) => sum + depth ** 2, 0))),
    martin: ratio(cagr - riskFreeRate, ulcer),
    painRatio: ratio(cagr - riskFreeRate, averageDrawdown),
    maxDrawdown,
    averageDrawdown,
    averageEpisodeDepth: depths.length === 0 ? 0 : mean(depths),
    ulcer,
    valueAtRisk95: valueAtRiskMeasure.value(series, { confidence: 0.95 }),
    expectedShortfall95: cvarMeasure.value(series, { confidence: 0.95 }),
    hitRate: mean(series.map((value) => (value > 0 ? 1 : 0))),
    best: series.reduce((a, b) => Math.max(a, b), -Infinity),
    worst: series.reduce((a, b) => Math.min(a, b), Infinity),
    benchmark:
      options.benchmark === undefined
        ? null
        : benchmarkMetrics(series, benchmarkSeries(options.benchmark, own), periodsPerYear, riskFreeRate, rate),
  };
  const conventions: Conventions = {
    periodsPerYear,
    riskFreeRate,
    rateConversion,
    target,
    downsideDivisor,
    ddof: 1,
    drawdown: "compounded, start included",
    annualisation: "mean and deviation by sqrt of time; growth compounded",
    returns: own.conversion === "none" ? "simple" : "simple, converted from log",
    ...(isPanel(returns) && options.weights !== undefined ? { weights: "restored every period" } : {}),
  };
  return { ...figures, conventions, table: performanceTable(figures, conventions) };
}
