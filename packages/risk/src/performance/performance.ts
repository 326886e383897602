import { invalidInput, type TableSpec } from "@plimsoll/core";
import { checkFinite, checkPositive } from "../input/checks.ts";
import { alignedSeries, isPanel, type ReturnInput, returnSeries } from "../input/return-series.ts";
import type { Conventions } from "../tail/tail-method.ts";
import type { BenchmarkMetrics } from "./benchmark.ts";
import { figuresOf } from "./figures.ts";
import type { GainLossMetrics } from "./gain-loss.ts";
import { compoundAnnualGrowth, periodRate, type RateConversion } from "./growth.ts";
import { asymptoticErrors, bootstrapErrors, type PerformanceErrors } from "./performance-errors.ts";
import type { PerformanceOptions } from "./performance-options.ts";
import { performanceTable } from "./performance-table.ts";
import type { TrendMetrics } from "./trend.ts";
import type { UpsideDownside } from "./upside-downside.ts";

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
  /** Mean |r - mean|, of one period. */
  readonly meanAbsoluteDeviation: number;
  readonly skewness: number | null;
  readonly excessKurtosis: number | null;
  /** `null` where the volatility is 0. */
  readonly sharpe: SharpeEstimate | null;
  /** SR (1 + S / 6 SR - K / 24 SR^2), K excess kurtosis, SR annual (Pezier & White 2006). */
  readonly adjustedSharpe: number | null;
  /** Sharpe ratio less what autocorrelation of lag 1 explains of it (quantstats). */
  readonly smartSharpe: number | null;
  /** Mean excess return over `valueAtRisk95`, of one period. */
  readonly valueAtRiskRatio: number | null;
  /** Mean excess return over `expectedShortfall95`, of one period: conditional Sharpe or STARR. */
  readonly shortfallRatio: number | null;
  /** Skewness over kurtosis, the latter 3 for a normal law. */
  readonly skewnessKurtosisRatio: number | null;
  /** (mean - target) / downside deviation, of one period (definitions 17). */
  readonly sortino: number | null;
  /** `sortino` times sqrt(P). */
  readonly annualSortino: number | null;
  readonly smartSortino: number | null;
  /** Of one period. */
  readonly downsideDeviation: number;
  readonly omega: number | null;
  /** Omega - 1 = Kappa of order 1. */
  readonly omegaSharpe: number | null;
  /** (mean - target) / LPM_3^(1/3). */
  readonly kappa3: number | null;
  /** Mean gain above the target over the downside deviation. */
  readonly upsidePotential: number | null;
  /** Sum of gains over sum of losses (Bernardo & Ledoit 2000). */
  readonly gainLoss: number | null;
  /** |95 % quantile| over |5 % quantile|. */
  readonly tailRatio: number | null;
  /** Mean of the best 5 % over minus the mean of the worst 5 %, both exact (Rachev et al. 2004). */
  readonly rachev: number | null;
  /** CAGR / maximum drawdown. */
  readonly calmar: number | null;
  /** CAGR / (maximum drawdown + 10 %). */
  readonly sterling: number | null;
  /** (CAGR - rf) / sqrt(sum of squared episode depths). */
  readonly burke: number | null;
  /** Burke ratio times sqrt(n). */
  readonly modifiedBurke: number | null;
  /** (CAGR - rf) / ulcer. */
  readonly martin: number | null;
  /** (CAGR - rf) / pain index. */
  readonly painRatio: number | null;
  /** Total return / maximum drawdown. */
  readonly recoveryFactor: number | null;
  /** Total excess return over ulcer times pitfall, `cdar95` over the deviation of one period (KeyQuant). */
  readonly serenity: number | null;
  /** Compounded, start included. */
  readonly maxDrawdown: number;
  /** Mean drawdown over all periods: the pain index. */
  readonly averageDrawdown: number;
  /** Mean of the depths of the episodes. */
  readonly averageEpisodeDepth: number;
  /** Exact mean of the worst 5 % of the drawdowns, over all periods. */
  readonly cdar95: number;
  readonly ulcer: number;
  /** Historical, 95 %, one period. */
  readonly valueAtRisk95: number;
  /** Exact, 95 %, one period. */
  readonly expectedShortfall95: number;
  /** Share of periods with a positive return. */
  readonly hitRate: number;
  readonly best: number;
  readonly worst: number;
  readonly upsideDownside: UpsideDownside;
  readonly gains: GainLossMetrics;
  readonly trend: TrendMetrics;
  /** `null` without a benchmark. */
  readonly benchmark: BenchmarkMetrics | null;
  /** By the name of the figure, where it has one; see `uncertainty`. */
  readonly standardErrors: PerformanceErrors;
  readonly conventions: Conventions;
  /** The figures as a table. */
  readonly table: TableSpec;
}

/** The annual rate and that of each period. */
function ratesOf(
  rate: number | readonly number[] | Float64Array,
  length: number,
  periodsPerYear: number,
  conversion: RateConversion,
): { readonly riskFree: number; readonly rates: Float64Array } {
  if (typeof rate === "number") {
    const riskFree = checkFinite(rate, "riskFreeRate");
    return { riskFree, rates: new Float64Array(length).fill(periodRate(riskFree, periodsPerYear, conversion)) };
  }
  const rates = Float64Array.from(rate);
  if (rates.length !== length) {
    throw invalidInput(
      "riskFreeRate",
      `riskFreeRate: expected ${length} rates, one for each return, was ${rates.length}: align them first`,
      { expected: String(length), received: String(rates.length) },
    );
  }
  rates.forEach((value, t) => checkFinite(value, `riskFreeRate[${t}]`));
  return { riskFree: compoundAnnualGrowth(rates, periodsPerYear), rates };
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
  const { rateConversion = "compound", downsideDivisor = "all", captureMethod = "cumulative" } = options;
  const periodsPerYear = checkPositive(options.periodsPerYear ?? 252, "periodsPerYear");
  const target = checkFinite(options.target ?? 0, "target");
  const own = returnSeries(returns, options.weights);
  const { series } = own;
  const { riskFree, rates } = ratesOf(options.riskFreeRate ?? 0, series.length, periodsPerYear, rateConversion);
  const settings = { periodsPerYear, riskFree, rates, target, downsideDivisor, captureMethod };
  const benchmark = options.benchmark === undefined ? null : alignedSeries(options.benchmark, own, "benchmark");
  const figures = figuresOf(series, benchmark, settings);

  const { uncertainty = "asymptotic" } = options;
  const resampled = uncertainty === "asymptotic" ? null : bootstrapErrors(series, benchmark, settings, uncertainty);
  const conventions: Conventions = {
    periodsPerYear,
    riskFreeRate: riskFree,
    rateConversion: typeof (options.riskFreeRate ?? 0) === "number" ? rateConversion : "given by period",
    target,
    downsideDivisor,
    captureMethod,
    ddof: 1,
    drawdown: "compounded, start included",
    annualisation: "mean and deviation by sqrt of time; growth compounded",
    standardErrors:
      resampled === null
        ? "delta method, independent returns"
        : `stationary block bootstrap, ${resampled.replications} replications, mean block ${resampled.meanBlock}`,
    returns: own.conversion === "none" ? "simple" : "simple, converted from log",
    ...(isPanel(returns) && options.weights !== undefined ? { weights: "restored every period" } : {}),
  };
  return {
    ...figures,
    standardErrors: resampled?.errors ?? asymptoticErrors(series, benchmark, figures, settings),
    conventions,
    table: performanceTable(figures, conventions),
  };
}
