/** What is known of a bias across investors: mean and standard deviation of the effect in the published population. */
export interface Population {
  readonly mean: number;
  readonly standardDeviation: number;
}

/** A score of 0 to 100 with its 80 % interval. */
export interface Severity {
  readonly score: number;
  readonly interval: readonly [number, number];
}

// standard normal quantile at .90
const z90 = 1.2815515655446004;

/**
 * The score of an effect `t` with standard error `s` (definition 45): the posterior mean under a N(0, tau^2) prior, put
 * through 100 (1 - exp(-max(0, t) / h)) with h such that the published population mean scores 50. The prior sits at
 * zero, so an investor without evidence scores near 0, never near the population.
 */
export function severity(t: number, s: number, tau: number, population: Population): Severity {
  const shrinkage = (tau * tau) / (tau * tau + s * s);
  const mean = shrinkage * t;
  // an infinite error leaves the prior as it was
  const deviation = s === Infinity ? tau : Math.sqrt(shrinkage) * s;
  const h = population.mean / Math.LN2;
  const scale = (effect: number): number => 100 * (1 - Math.exp(-Math.max(0, effect) / h));
  return { score: scale(mean), interval: [scale(mean - z90 * deviation), scale(mean + z90 * deviation)] };
}
