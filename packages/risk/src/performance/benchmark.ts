import { covariance, mean, normalCdf, standardDeviation, variance } from "@plimsoll/numeric";
import { compoundAnnualGrowth } from "./growth.ts";
import { downsideDeviation } from "./partial-moments.ts";
import { ratio } from "./ratio.ts";

/** Excess return regressed on the benchmark's: what skill is left. */
export interface SkillEstimate {
  /** Intercept of one period. */
  readonly alpha: number;
  readonly standardError: number;
  readonly tStatistic: number;
  /** That the true intercept is above 0, by the normal law of the t statistic. */
  readonly probability: number;
  /** Information coefficient by Grinold's law: appraisal ratio of the regression over the root of bets a year, one a period. */
  readonly informationCoefficient: number;
}

/** How a series compares with a benchmark. Ratios that divide by zero are `null`. */
export interface BenchmarkMetrics {
  /** Slope of excess return on the benchmark's excess return. */
  readonly beta: number | null;
  /** The slope over the periods when the benchmark's excess return was positive. */
  readonly betaUp: number | null;
  /** And over those when it was negative. */
  readonly betaDown: number | null;
  /** Intercept beside `betaUp`, of one period. */
  readonly alphaUp: number | null;
  /** Intercept beside `betaDown`, of one period. */
  readonly alphaDown: number | null;
  /** `betaUp` / `betaDown`. */
  readonly timingRatio: number | null;
  /** Intercept of the regression, of one period. */
  readonly alpha: number | null;
  /** Jensen's alpha, a year: CAGR - rf - beta (benchmark CAGR - rf). */
  readonly jensenAlpha: number | null;
  readonly correlation: number | null;
  /** Square of the correlation. */
  readonly rSquared: number | null;
  /** CAGR less the benchmark's. */
  readonly activePremium: number;
  /** Standard deviation of the difference, a year. */
  readonly trackingError: number;
  /** Active premium over tracking error. */
  readonly informationRatio: number | null;
  /** (CAGR - rf) / beta. */
  readonly treynor: number | null;
  /** (CAGR - rf) / systematic risk. */
  readonly modifiedTreynor: number | null;
  /** Modigliani: the CAGR at the benchmark's volatility, rf + (CAGR - rf) sd_b / sd. */
  readonly m2: number | null;
  /** `m2` less the benchmark's CAGR. */
  readonly m2Excess: number | null;
  /** (1 + `m2`) / (1 + benchmark CAGR) - 1. */
  readonly m2ExcessGeometric: number | null;
  /** CAGR + Sortino ratio of a period x (benchmark's downside deviation - own), a year. */
  readonly m2Sortino: number | null;
  /** CAGR - 3 x own x benchmark's downside deviation, a year (Bacon 2008). */
  readonly omegaExcess: number;
  /** |beta| times the benchmark's volatility, a year. */
  readonly systematicRisk: number | null;
  /** Population deviation of the regression's residuals, a year. */
  readonly specificRisk: number | null;
  /** Root of the sum of both squares. */
  readonly totalRisk: number | null;
  /** Jensen's alpha over specific risk. */
  readonly appraisal: number | null;
  /** Jensen's alpha over beta. */
  readonly modifiedAppraisal: number | null;
  /** Jensen's alpha over systematic risk. */
  readonly alternativeAppraisal: number | null;
  /** Volatility over the benchmark's: the beta of a diversified portfolio of that risk. */
  readonly famaBeta: number | null;
  /** Jensen's alpha less what the risk that isn't diversified should have earned (Fama 1972). */
  readonly netSelectivity: number | null;
  /** Return over the periods when the benchmark rose, over the benchmark's own in them. */
  readonly upCapture: number | null;
  /** The same where it didn't rise: a benchmark return of 0 counts as down. */
  readonly downCapture: number | null;
  /** `upCapture` / `downCapture`. */
  readonly captureRatio: number | null;
  /** Share of the benchmark's gains in which the series gained too. */
  readonly upNumber: number | null;
  readonly downNumber: number | null;
  /** Share of the benchmark's gains in which the series did better. */
  readonly upPercent: number | null;
  readonly downPercent: number | null;
  /** Share of periods with a higher return than the benchmark's. */
  readonly battingAverage: number;
  /** `null` where the benchmark doesn't vary. */
  readonly skill: SkillEstimate | null;
}

/** How captures are compounded: to the end, or to a year of such periods. */
export type CaptureMethod = "cumulative" | "annual";

/** What {@link benchmarkMetrics} reads beside the two series. */
export interface BenchmarkSettings {
  readonly periodsPerYear: number;
  /** Annual. */
  readonly riskFree: number;
  /** Of each period. */
  readonly rates: Float64Array;
  readonly target: number;
  readonly captureMethod: CaptureMethod;
}

interface Line {
  readonly slope: number | null;
  readonly intercept: number | null;
}

/** The regression of `y` on `x` over the chosen periods. */
function lineOver(x: Float64Array, y: Float64Array, chosen: (t: number) => boolean): Line {
  const own = y.filter((_, t) => chosen(t));
  const market = x.filter((_, t) => chosen(t));
  const slope = market.length < 2 ? null : ratio(covariance(own, market), variance(market));
  return { slope, intercept: slope === null ? null : mean(own) - slope * mean(market) };
}

function skillOf(
  excess: Float64Array,
  market: Float64Array,
  beta: number,
  periodsPerYear: number,
): SkillEstimate | null {
  const n = excess.length;
  const marketMean = mean(market);
  const alpha = mean(excess) - beta * marketMean;
  let squares = 0;
  let spread = 0;
  for (let t = 0; t < n; t++) {
    squares += (excess[t]! - alpha - beta * market[t]!) ** 2;
    spread += (market[t]! - marketMean) ** 2;
  }
  if (n < 3 || !(squares > 0)) return null;
  const residual = squares / (n - 2);
  const standardError = Math.sqrt(residual * (1 / n + marketMean ** 2 / spread));
  const tStatistic = alpha / standardError;
  const appraisal = (alpha / Math.sqrt(residual)) * Math.sqrt(periodsPerYear);
  return {
    alpha,
    standardError,
    tStatistic,
    probability: normalCdf(tStatistic),
    informationCoefficient: appraisal / Math.sqrt(periodsPerYear),
  };
}

/** Definitions 17, Bacon (2008). */
export function benchmarkMetrics(
  series: Float64Array,
  benchmark: Float64Array,
  { periodsPerYear, riskFree, rates, target, captureMethod }: BenchmarkSettings,
): BenchmarkMetrics {
  const n = series.length;
  const year = Math.sqrt(periodsPerYear);
  const excess = series.map((value, t) => value - rates[t]!);
  const market = benchmark.map((value, t) => value - rates[t]!);
  const growth = compoundAnnualGrowth(series, periodsPerYear);
  const marketGrowth = compoundAnnualGrowth(benchmark, periodsPerYear);
  const difference = series.map((value, t) => value - benchmark[t]!);
  const trackingError = standardDeviation(difference) * year;
  const beta = ratio(covariance(excess, market), variance(market));
  const deviation = standardDeviation(series);
  const marketDeviation = standardDeviation(benchmark);
  const jensenAlpha = beta === null ? null : growth - riskFree - beta * (marketGrowth - riskFree);
  const alpha = beta === null ? null : mean(excess) - beta * mean(market);
  const systematicRisk = beta === null ? null : Math.abs(beta) * marketDeviation * year;
  const specificRisk =
    beta === null
      ? null
      : standardDeviation(
          excess.map((value, t) => value - beta * market[t]!),
          { ddof: 0 },
        ) * year;
  const correlation = ratio(covariance(excess, market), standardDeviation(excess) * standardDeviation(market));
  const { slope: betaUp, intercept: alphaUp } = lineOver(market, excess, (t) => market[t]! > 0);
  const { slope: betaDown, intercept: alphaDown } = lineOver(market, excess, (t) => market[t]! < 0);
  const over = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : ratio(a, b));
  const scale = ratio(marketDeviation, deviation);
  const m2 = scale === null ? null : riskFree + (growth - riskFree) * scale;
  const famaBeta = ratio(deviation, marketDeviation);
  const downside = downsideDeviation(series, target) * year;
  const marketDownside = downsideDeviation(benchmark, target) * year;
  const sortino = ratio(mean(series) - target, downside / year);
  const { up, down } = sides(series, benchmark, captureMethod === "annual" ? periodsPerYear : null);
  return {
    beta,
    betaUp,
    betaDown,
    alphaUp,
    alphaDown,
    timingRatio: over(betaUp, betaDown),
    alpha,
    jensenAlpha,
    correlation,
    rSquared: correlation === null ? null : correlation ** 2,
    activePremium: growth - marketGrowth,
    trackingError,
    informationRatio: ratio(growth - marketGrowth, trackingError),
    treynor: over(growth - riskFree, beta),
    modifiedTreynor: over(growth - riskFree, systematicRisk),
    m2,
    m2Excess: m2 === null ? null : m2 - marketGrowth,
    m2ExcessGeometric: m2 === null ? null : ratio(m2 - marketGrowth, 1 + marketGrowth),
    m2Sortino: sortino === null ? null : growth + sortino * (marketDownside - downside),
    omegaExcess: growth - 3 * downside * marketDownside,
    systematicRisk,
    specificRisk,
    totalRisk: systematicRisk === null || specificRisk === null ? null : Math.hypot(systematicRisk, specificRisk),
    appraisal: over(jensenAlpha, specificRisk),
    modifiedAppraisal: over(jensenAlpha, beta),
    alternativeAppraisal: over(jensenAlpha, systematicRisk),
    famaBeta,
    netSelectivity:
      jensenAlpha === null || famaBeta === null || beta === null
        ? null
        : jensenAlpha - (famaBeta - beta) * (marketGrowth - riskFree),
    upCapture: up.capture,
    downCapture: down.capture,
    captureRatio: over(up.capture, down.capture),
    upNumber: ratio(up.same, up.count),
    downNumber: ratio(down.same, down.strictly),
    upPercent: ratio(up.better, up.count),
    downPercent: ratio(down.better, down.strictly),
    battingAverage: difference.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0) / n,
    skill: beta === null ? null : skillOf(excess, market, beta, periodsPerYear),
  };
}

interface Side {
  readonly capture: number | null;
  readonly count: number;
  /** Periods in which the benchmark really moved to that side. */
  readonly strictly: number;
  /** Of those, in which the series moved with it. */
  readonly same: number;
  /** Of those, in which the series did better. */
  readonly better: number;
}

/** The periods in which the benchmark rose, and the others. */
function sides(series: Float64Array, benchmark: Float64Array, annual: number | null): { up: Side; down: Side } {
  const side = (up: boolean): Side => {
    let [own, market, count, strictly, same, better] = [1, 1, 0, 0, 0, 0];
    for (let t = 0; t < series.length; t++) {
      if (benchmark[t]! > 0 !== up) continue;
      own *= 1 + series[t]!;
      market *= 1 + benchmark[t]!;
      count++;
      if (benchmark[t] === 0) continue;
      strictly++;
      if (up ? series[t]! > 0 : series[t]! < 0) same++;
      if (series[t]! > benchmark[t]!) better++;
    }
    const grown = (wealth: number): number => (annual === null ? wealth : Math.max(wealth, 0) ** (annual / count)) - 1;
    return { capture: count === 0 ? null : ratio(grown(own), grown(market)), count, strictly, same, better };
  };
  return { up: side(true), down: side(false) };
}
