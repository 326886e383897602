import { findRoot, logGamma } from "@plimsoll/numeric";
import { digamma } from "./digamma.ts";

/** The range in which degrees of freedom are sought: above 2 every regime has a covariance, 200 is a normal. */
export interface DegreesOfFreedomRange {
  readonly least: number;
  readonly most: number;
}

/** ln Gamma((nu + d) / 2) - ln Gamma(nu / 2) - d ln(pi nu) / 2: what of the log-density doesn't depend on the row. */
export function logNormalizer(nu: number, columns: number): number {
  return logGamma((nu + columns) / 2) - logGamma(nu / 2) - 0.5 * columns * Math.log(Math.PI * nu);
}

/**
 * Degrees of freedom that maximise sum w ln t(x; nu) given squared distances (Liu & Rubin 1995: the ECME step), from
 * the zero of the derivative. The better of the answer and `current` is returned, so that the objective never falls.
 */
export function bestDegreesOfFreedom(
  distances: Float64Array,
  weights: Float64Array,
  columns: number,
  current: number,
  { least, most }: DegreesOfFreedomRange,
): number {
  let total = 0;
  for (const weight of weights) total += weight;
  if (!(total > 0)) return current;

  const objective = (nu: number): number => {
    let sum = 0;
    for (let t = 0; t < distances.length; t++) {
      if (weights[t]! > 0) sum += weights[t]! * Math.log1p(distances[t]! / nu);
    }
    return logNormalizer(nu, columns) - (0.5 * (nu + columns) * sum) / total;
  };
  const slope = (nu: number): number => {
    let logs = 0;
    let shares = 0;
    for (let t = 0; t < distances.length; t++) {
      const weight = weights[t]!;
      if (!(weight > 0)) continue;
      const ratio = distances[t]! / nu;
      logs += weight * Math.log1p(ratio);
      shares += (weight * ratio) / (1 + ratio);
    }
    const law = digamma((nu + columns) / 2) - digamma(nu / 2) - columns / nu;
    return 0.5 * (law - logs / total + ((nu + columns) / nu) * (shares / total));
  };

  const candidate = rootNear(slope, current, least, most);
  return objective(candidate) > objective(current) ? candidate : current;
}

/** A zero of `slope` from positive to negative, sought near `current` first, or the end towards which it rises. */
function rootNear(slope: (nu: number) => number, current: number, least: number, most: number): number {
  const nearby = (factor: number): number => Math.min(most, Math.max(least, current * factor));
  let low = nearby(1 / 1.1);
  let high = nearby(1.1);
  let below = slope(low);
  let above = slope(high);
  if (below < 0 && low > least) {
    [low, high, above] = [least, low, below];
    below = slope(low);
  } else if (above > 0 && high < most) {
    [low, below, high] = [high, above, most];
    above = slope(high);
  }
  if (below <= 0) return low;
  if (above >= 0) return high;
  return Math.exp(
    findRoot((logarithm) => slope(Math.exp(logarithm)), Math.log(low), Math.log(high), { tolerance: 1e-7 }),
  );
}
