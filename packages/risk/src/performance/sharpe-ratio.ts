import { invalidInput, PlimsollError } from "@plimsoll/core";
import {
  autocorrelations,
  excessKurtosis,
  mean,
  normalCdf,
  normalQuantile,
  skewness,
  standardDeviation,
} from "@plimsoll/numeric";
import { checkConfidence, checkFinite, checkPositive } from "../input/checks.ts";
import { returnSeries } from "../input/return-series.ts";

/** The shape of a sample of returns, for the uncertainty of its Sharpe ratio. */
export interface SharpeSample {
  /** Mean over deviation of one period. */
  readonly sharpe: number;
  readonly observations: number;
  /** @defaultValue 0 */
  readonly skewness?: number;
  /**
   * Not excess: 3 for a normal law.
   * @defaultValue 3
   */
  readonly kurtosis?: number;
}

/**
 * 1 - g3 SR + (g4 - 1) / 4 SR^2, the variance of an estimated Sharpe ratio times n; it is never negative for the moments of a
 * sample, as kurtosis exceeds the square of skewness by at least 1.
 */
function variance({ sharpe, skewness: third = 0, kurtosis = 3 }: SharpeSample): number {
  checkFinite(sharpe, "sharpe");
  checkFinite(third, "skewness");
  checkFinite(kurtosis, "kurtosis");
  const value = 1 - third * sharpe + ((kurtosis - 1) / 4) * sharpe ** 2;
  // 0 is possible, for a law of two points
  if (value > -1e-12) return Math.max(value, 0);
  throw invalidInput(
    "kurtosis",
    `kurtosis: no law has skewness ${third} and kurtosis ${kurtosis} (3 for a normal law, at least skewness^2 + 1): give the kurtosis itself, not the excess`,
    { expected: `>= ${third ** 2 + 1}`, received: String(kurtosis) },
  );
}

/**
 * The sample that {@link sharpeStandardError} and {@link probabilisticSharpe} take; returns in excess of the risk-free rate.
 *
 * Throws `INVALID_INPUT` for NaN and for returns that don't vary, `NOT_ENOUGH_DATA` for fewer than four.
 */
export function sharpeSample(excess: Float64Array): Required<SharpeSample> {
  return {
    sharpe: ratioOf(excess, 4),
    observations: excess.length,
    skewness: skewness(excess),
    kurtosis: excessKurtosis(excess) + 3,
  };
}

/** Mean over deviation of clean returns that vary. */
function ratioOf(excess: Float64Array, minimum: number): number {
  const { series } = returnSeries(excess, undefined, { argument: "excess", minimum });
  const deviation = standardDeviation(series);
  if (deviation > 0) return mean(series) / deviation;
  throw invalidInput("excess", "excess: the returns don't vary, they have no Sharpe ratio", {
    expected: "returns that vary",
  });
}

/**
 * Standard error of a per-period Sharpe ratio: sqrt((1 - g3 SR + (g4 - 1) / 4 SR^2) / n) (Mertens 2002; Lo 2002 for a
 * normal law).
 *
 * @example
 * ```ts
 * import { sharpeStandardError } from "@plimsoll/risk";
 *
 * console.log(sharpeStandardError({ sharpe: 0.1, observations: 400 }).toFixed(6)); // 0.050125
 * ```
 */
export function sharpeStandardError(sample: SharpeSample): number {
  checkPositive(sample.observations, "observations");
  return Math.sqrt(variance(sample) / sample.observations);
}

/**
 * Probabilistic Sharpe ratio: the probability that the true per-period ratio exceeds `benchmark`,
 * Phi((SR - SR*) sqrt(n - 1) / sqrt(1 - g3 SR + (g4 - 1) / 4 SR^2)) (Bailey & Lopez de Prado 2012).
 */
export function probabilisticSharpe(sample: SharpeSample, benchmark = 0): number {
  checkPositive(sample.observations - 1, "observations - 1");
  checkFinite(benchmark, "benchmark");
  return normalCdf(((sample.sharpe - benchmark) * Math.sqrt(sample.observations - 1)) / Math.sqrt(variance(sample)));
}

/** How many strategies were tried, and how widely their per-period Sharpe ratios spread. */
export interface TrialRecord {
  /** At least 2. */
  readonly trials: number;
  /** Variance of the trials' per-period ratios. */
  readonly variance: number;
}

const euler = 0.5772156649015329;

/** The Sharpe ratio to expect of the best of N trials without skill: sqrt(V) ((1 - e) z_(1-1/N) + e z_(1-1/(N exp 1))). */
export function expectedMaximumSharpe({ trials, variance: spread }: TrialRecord): number {
  checkPositive(trials - 1, "trials - 1");
  if (!(spread >= 0 && Number.isFinite(spread))) {
    throw invalidInput("variance", `variance: expected a variance of Sharpe ratios, 0 or more, was ${spread}`, {
      received: String(spread),
    });
  }
  return (
    Math.sqrt(spread) *
    ((1 - euler) * normalQuantile(1 - 1 / trials) + euler * normalQuantile(1 - 1 / (trials * Math.E)))
  );
}

/**
 * Deflated Sharpe ratio: the probabilistic Sharpe ratio against the best of that many trials without skill (Bailey &
 * Lopez de Prado 2014).
 *
 * @example
 * ```ts
 * import { deflatedSharpe } from "@plimsoll/risk";
 *
 * // the numerical example of the paper: annual ratio 2.5 over 1250 days
 * const sample = { sharpe: 2.5 / Math.sqrt(250), observations: 1250, skewness: -3, kurtosis: 10 };
 * console.log(deflatedSharpe(sample, { trials: 100, variance: 0.5 / 250 }).toFixed(4)); // 0.9004
 * ```
 */
export function deflatedSharpe(sample: SharpeSample, record: TrialRecord): number {
  return probabilisticSharpe(sample, expectedMaximumSharpe(record));
}

/**
 * Minimum track record: the observations after which SR exceeds `benchmark` at `confidence`,
 * 1 + (1 - g3 SR + (g4 - 1) / 4 SR^2) (z_c / (SR - SR*))^2. Throws `INVALID_INPUT` when SR doesn't exceed it.
 */
export function minimumTrackRecord(
  sample: Omit<SharpeSample, "observations">,
  { benchmark = 0, confidence = 0.95 }: { readonly benchmark?: number; readonly confidence?: number } = {},
): number {
  checkConfidence(confidence);
  checkPositive(sample.sharpe - checkFinite(benchmark, "benchmark"), "sharpe - benchmark");
  return 1 + variance({ ...sample, observations: 1 }) * (normalQuantile(confidence) / (sample.sharpe - benchmark)) ** 2;
}

/**
 * Minimum backtest length in years: with a shorter one, the best of that many strategies without skill is expected to reach
 * an annual Sharpe ratio of `sharpe`, ((1 - e) z_(1-1/N) + e z_(1-1/(N exp 1)))^2 / sharpe^2 (Bailey, Borwein, Lopez de Prado &
 * Zhu 2014). Throws `INVALID_INPUT` unless there are two trials or more and `sharpe` is positive.
 *
 * @example
 * ```ts
 * import { minimumBacktestLength } from "@plimsoll/risk";
 *
 * console.log(minimumBacktestLength({ trials: 45 }).toFixed(3)); // 4.998
 * ```
 */
export function minimumBacktestLength({
  trials,
  sharpe = 1,
}: {
  /** At least 2. */
  readonly trials: number;
  /** Annual. @defaultValue 1 */
  readonly sharpe?: number;
}): number {
  return (expectedMaximumSharpe({ trials, variance: 1 }) / checkPositive(sharpe, "sharpe")) ** 2;
}

/**
 * Lo's (2002) annual Sharpe ratio, which counts autocorrelation where sqrt(q) ignores it:
 * SR q / sqrt(q + 2 sum_(k=1)^(lags) (q - k) rho_k), q = periodsPerYear.
 *
 * `lags` are the autocorrelations that count (at most q - 1); later ones are taken as 0, being noise in a sample. Throws
 * `INVALID_INPUT` for NaN, returns that don't vary and lags that the sample hasn't, `NOT_ENOUGH_DATA` for one return.
 */
export function annualSharpeLo(
  excess: Float64Array,
  { periodsPerYear, lags }: { readonly periodsPerYear: number; readonly lags: number },
): number {
  const q = checkPositive(periodsPerYear, "periodsPerYear");
  const sharpe = ratioOf(excess, 2);
  if (!Number.isInteger(lags) || lags < 0 || lags >= excess.length) {
    throw invalidInput("lags", `lags: expected a whole number from 0 to ${excess.length - 1}, was ${lags}`, {
      expected: `0 to ${excess.length - 1}`,
      received: String(lags),
    });
  }
  const rho = autocorrelations(excess, lags);
  let total = q;
  for (let k = 1; k <= Math.min(lags, q - 1); k++) total += 2 * (q - k) * rho[k]!;
  if (!(total > 0)) {
    throw new PlimsollError(
      "INVALID_INPUT",
      `lags: the sum of ${lags} autocorrelations leaves no positive variance: count fewer lags`,
      { argument: "lags", received: String(lags) },
    );
  }
  return (sharpe * q) / Math.sqrt(total);
}
