import { invalidInput } from "@plimsoll/core";
import { mean } from "@plimsoll/numeric";

/** Recursion of RiskMetrics (1996) and what it starts from. */
export interface EwmaOptions {
  /** Weight of yesterday's variance, strictly between 0 and 1: 0.94 daily, 0.97 monthly. */
  readonly decay: number;
  /** The recursion starts from the variance (ddof 0) of this many first returns, which it then skips. */
  readonly seedObservations: number;
}

/** The usual seed: 250 observations, at most half of the series. */
export function defaultSeed(length: number): number {
  return Math.max(Math.min(250, Math.floor(length / 2)), 1);
}

/**
 * Forecasts of the variance, zero mean: `variances[t]` is made at t - 1 for t, from t = seedObservations to n (the next,
 * unseen period): s2_(t+1) = decay s2_t + (1 - decay) r_t^2. Earlier entries are NaN.
 */
export function ewmaVariances(series: Float64Array, { decay, seedObservations }: EwmaOptions): Float64Array {
  const n = series.length;
  if (seedObservations > n) {
    throw invalidInput(
      "seedObservations",
      `seedObservations: ${seedObservations} are more than the ${n} observations: lower it`,
      { expected: `at most ${n}`, received: String(seedObservations) },
    );
  }
  const variances = new Float64Array(n + 1).fill(Number.NaN);
  const seed = series.subarray(0, seedObservations);
  const center = mean(seed);
  let variance = 0;
  for (let t = 0; t < seed.length; t++) variance += (seed[t]! - center) ** 2 / seed.length;
  for (let t = seedObservations; t <= n; t++) {
    variances[t] = variance;
    if (t < n) variance = decay * variance + (1 - decay) * series[t]! ** 2;
  }
  return variances;
}

/** The derivative of the last forecast of {@link ewmaVariances} by each return. */
export function ewmaGradient(series: Float64Array, { decay, seedObservations }: EwmaOptions): Float64Array {
  const n = series.length;
  const center = mean(series.subarray(0, seedObservations));
  const carried = decay ** (n - seedObservations);
  return series.map((value, t) =>
    t < seedObservations
      ? (2 * carried * (value - center)) / seedObservations
      : 2 * (1 - decay) * decay ** (n - 1 - t) * value,
  );
}

/** The derivative by each return of F, given that by each forecast of {@link ewmaVariances}. */
export function ewmaPathGradient(
  series: Float64Array,
  { decay, seedObservations }: EwmaOptions,
  byVariance: Float64Array,
): Float64Array {
  const n = series.length;
  const gradient = new Float64Array(n);
  let carried = byVariance[n]!;
  for (let t = n - 1; t >= seedObservations; t--) {
    gradient[t] = 2 * (1 - decay) * series[t]! * carried;
    carried = decay * carried + byVariance[t]!;
  }
  const center = mean(series.subarray(0, seedObservations));
  for (let t = 0; t < seedObservations; t++) gradient[t] = (2 * carried * (series[t]! - center)) / seedObservations;
  return gradient;
}

/** Sum of the squared weights of the squared returns in the last forecast: 1 over the effective number of them. */
export function ewmaConcentration(length: number, { decay, seedObservations }: EwmaOptions): number {
  const steps = length - seedObservations;
  return ((1 - decay) ** 2 * (1 - decay ** (2 * steps))) / (1 - decay ** 2) + decay ** (2 * steps) / seedObservations;
}
