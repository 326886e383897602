/**
 * A continuous distribution on the real line. Every method takes NaN to NaN.
 *
 * `survival` and `survivalQuantile` keep their relative accuracy in the upper tail, where 1 - `cdf` has none left.
 */
export interface ContinuousDistribution {
  /** Probability density at x. */
  pdf(x: number): number;
  /** Natural logarithm of the density; -Infinity where that is 0. */
  logPdf(x: number): number;
  /** Probability of at most x. */
  cdf(x: number): number;
  /** Probability of more than x. */
  survival(x: number): number;
  /** The x whose `cdf` is `probability`; throws `RangeError` outside 0..1. */
  quantile(probability: number): number;
  /** The x whose `survival` is `probability`; throws `RangeError` outside 0..1. */
  survivalQuantile(probability: number): number;
  /** Expected value; NaN where there is none. */
  readonly mean: number;
  /** Variance; Infinity or NaN where there is none. */
  readonly variance: number;
}

/** A distribution on the integers 0, 1, 2, ...; arguments between them count as the integer below, NaN gives NaN. */
export interface DiscreteDistribution {
  /** Probability of exactly k; 0 when k is not an integer. */
  pmf(k: number): number;
  /** Natural logarithm of `pmf`. */
  logPmf(k: number): number;
  /** Probability of at most k. */
  cdf(k: number): number;
  /** Probability of more than k, with its own relative accuracy. */
  survival(k: number): number;
  readonly mean: number;
  readonly variance: number;
}

/** Throws a `RangeError` unless a parameter is positive and finite. */
export function requirePositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) {
    throw new RangeError(`expected ${name} to be positive and finite, was ${value}`);
  }
}

/** Throws a `RangeError` unless a probability lies in 0..1 or is NaN. */
export function requireProbability(value: number): void {
  if (value < 0 || value > 1) throw new RangeError(`expected a probability between 0 and 1, was ${value}`);
}
