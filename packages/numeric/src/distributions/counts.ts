import { exp } from "../random/elementary/exp.ts";
import { log, log1p } from "../random/elementary/log.ts";
import { type DiscreteDistribution, requirePositive, requireProbability } from "./distribution.ts";
import { type BetaTails, regularisedBeta } from "./regularised-beta.ts";
import { type GammaTails, regularisedGamma } from "./regularised-gamma.ts";
import { logBetaTerm, logPoissonTerm } from "./stirling.ts";

const betaTails: BetaTails = { lower: 0, upper: 0, term: 0 };
const gammaTails: GammaTails = { lower: 0, upper: 0, term: 0 };

/**
 * The binomial distribution: successes in `trials` independent trials of one probability.
 *
 * Tails to 1e-12 of themselves. Throws `RangeError` unless `trials` is a non-negative integer and the probability lies in
 * 0..1.
 *
 * @example
 * ```ts
 * import { binomialDistribution } from "@plimsoll/numeric";
 *
 * console.log(binomialDistribution(250, 0.01).survival(4).toFixed(9)); // 0.107812373
 * ```
 */
export function binomialDistribution(trials: number, probability: number): DiscreteDistribution {
  if (!Number.isSafeInteger(trials) || trials < 0) {
    throw new RangeError(`expected the number of trials to be a non-negative integer, was ${trials}`);
  }
  if (Number.isNaN(probability)) throw new RangeError("expected a probability between 0 and 1, was NaN");
  requireProbability(probability);
  const failure = 1 - probability;
  const logPmf = (k: number): number => {
    if (Number.isNaN(k)) return k;
    if (!Number.isInteger(k) || k < 0 || k > trials) return -Infinity;
    if (k === 0) return trials === 0 ? 0 : trials * log1p(-probability);
    if (k === trials) return trials * log(probability);
    if (probability === 0 || probability === 1) return -Infinity;
    // C(n, k) p^k q^(n-k) = n / (k (n - k)) * p^k q^(n-k) / B(k, n - k)
    return logBetaTerm(k, trials - k, probability, failure) + log(trials / k / (trials - k));
  };
  const tails = (k: number): BetaTails => {
    regularisedBeta(k + 1, trials - k, probability, failure, betaTails);
    return betaTails;
  };
  const certain = probability === 0 || probability === 1 || trials === 0;
  return {
    pmf: (k) => exp(logPmf(k)),
    logPmf,
    cdf(x) {
      const k = Math.floor(x);
      if (!(k >= 0 && k < trials)) return k < 0 ? 0 : k >= trials ? 1 : k;
      return certain ? 1 - probability : tails(k).upper;
    },
    survival(x) {
      const k = Math.floor(x);
      if (!(k >= 0 && k < trials)) return k < 0 ? 1 : k >= trials ? 0 : k;
      return certain ? probability : tails(k).lower;
    },
    mean: trials * probability,
    variance: trials * probability * failure,
  };
}

/**
 * The Poisson distribution of counts with a mean.
 *
 * Tails to 1e-12 of themselves. Throws `RangeError` unless the mean is positive and finite.
 *
 * @example
 * ```ts
 * import { poissonDistribution } from "@plimsoll/numeric";
 *
 * console.log(poissonDistribution(2.5).cdf(4).toFixed(9)); // 0.891178019
 * ```
 */
export function poissonDistribution(mean: number): DiscreteDistribution {
  requirePositive("the mean", mean);
  const logPmf = (k: number): number => {
    if (Number.isNaN(k)) return k;
    if (!Number.isInteger(k) || k < 0) return -Infinity;
    return k === 0 ? -mean : logPoissonTerm(k, mean);
  };
  return {
    pmf: (k) => exp(logPmf(k)),
    logPmf,
    cdf(x) {
      const k = Math.floor(x);
      if (!(k >= 0 && k < Infinity)) return k < 0 ? 0 : k === Infinity ? 1 : k;
      regularisedGamma(k + 1, mean, gammaTails);
      return gammaTails.upper;
    },
    survival(x) {
      const k = Math.floor(x);
      if (!(k >= 0 && k < Infinity)) return k < 0 ? 1 : k === Infinity ? 0 : k;
      regularisedGamma(k + 1, mean, gammaTails);
      return gammaTails.lower;
    },
    mean,
    variance: mean,
  };
}
