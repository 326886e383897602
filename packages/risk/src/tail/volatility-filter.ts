import { invalidInput, PlimsollError } from "@plimsoll/core";
import { mean } from "@plimsoll/numeric";
import * as z from "zod";
import { defaultSeed } from "./ewma-variance.ts";

/**
 * A fitted GARCH(1,1), or GJR with `gamma`, as data: h_(t+1) = omega + (alpha + gamma [e_t < 0]) e_t^2 + beta h_t
 * (definitions 38), in simple returns (not per cent) of one period.
 */
export interface GarchParameters {
  /** Positive. */
  readonly omega: number;
  /** At least 0. */
  readonly alpha: number;
  /** At least 0; alpha + beta + gamma / 2 below 1. */
  readonly beta: number;
  /** At least -alpha. @defaultValue 0 */
  readonly gamma?: number;
  /** Mean return, subtracted first. @defaultValue the sample mean */
  readonly mean?: number;
  /** The variance forecast for the first return. @defaultValue the sample variance, ddof 0 */
  readonly initialVariance?: number;
}

/**
 * Where volatilities come from: parameters, or one forecast for each return, made before it, and a last one for the period
 * ahead (a length of observations + 1, standard deviations of one period).
 */
export type VolatilityModel = GarchParameters | readonly number[];

const expectation =
  "expected positive forecasts, or { omega > 0, alpha >= 0, beta >= 0, gamma? >= -alpha, mean?, initialVariance? > 0 } with alpha + beta + gamma / 2 < 1";

/** The schema of a {@link VolatilityModel}. */
export const volatilitySchema: z.ZodType<VolatilityModel> = z.union(
  [
    z.array(z.number().gt(0)),
    z
      .strictObject({
        omega: z.number().gt(0),
        alpha: z.number().min(0),
        beta: z.number().min(0),
        gamma: z.exactOptional(z.number()),
        mean: z.exactOptional(z.number()),
        initialVariance: z.exactOptional(z.number().gt(0)),
      })
      .refine(({ alpha, beta, gamma = 0 }) => alpha + beta + gamma / 2 < 1 && alpha + gamma >= 0, expectation),
  ],
  { error: expectation },
);

/** Residuals and the volatility forecast for each, with the derivative of both. */
export interface FilteredVolatility {
  readonly mean: number;
  /** The first row that has a forecast. */
  readonly start: number;
  /** r_t - mean, all rows. */
  readonly residuals: Float64Array;
  /** Forecast deviations: `deviations[t]` is made at t - 1 for t, the last is for the period ahead. NaN before `start`. */
  readonly deviations: Float64Array;
  /** The next variance from this one and the residual of its period. */
  readonly advance: (variance: number, residual: number) => number;
  /**
   * The derivative of F by each return, given those by the mean, by each residual and by each deviation. Parameters move
   * with the portfolio so that volatility keeps its degree: omega in proportion to the sample variance, given volatilities
   * in proportion to the sample deviation.
   */
  readonly backward: (byMean: number, byResidual: Float64Array, byDeviation: Float64Array) => Float64Array;
  readonly conventions: Readonly<Record<string, string | number>>;
}

interface Recursion {
  readonly seed: number;
  readonly weight: (residual: number) => number;
  readonly decay: number;
  readonly omega: number;
  readonly initial: number | null;
}

/** Filters by EWMA with `decay` (RiskMetrics) unless a model is given. */
export function filterVolatility(
  series: Float64Array,
  model: VolatilityModel | { readonly decay: number; readonly seedObservations?: number | undefined },
): FilteredVolatility {
  if (Array.isArray(model)) return given(series, model as readonly number[]);
  if ("decay" in model) {
    const { decay, seedObservations: seed = defaultSeed(series.length) } = model;
    if (seed > series.length - 2) {
      throw invalidInput(
        "method.seedObservations",
        `method.seedObservations: ${seed} of ${series.length} returns leave fewer than 2 to filter: lower it`,
        { expected: `at most ${series.length - 2}`, received: String(seed) },
      );
    }
    const recursion = { seed, weight: () => 1 - decay, decay, omega: 0, initial: null };
    return recursive(series, recursion, mean(series), { volatility: "EWMA", decay, seedObservations: seed }, false);
  }
  const { omega, alpha, beta, gamma = 0, initialVariance } = model as GarchParameters;
  const recursion = {
    seed: 0,
    weight: (residual: number) => (residual < 0 ? alpha + gamma : alpha),
    decay: beta,
    omega,
    initial: initialVariance ?? null,
  };
  const average = (model as GarchParameters).mean;
  const conventions = { volatility: gamma === 0 ? "GARCH(1,1)" : "GJR(1,1)", omega, alpha, beta, gamma };
  return recursive(series, recursion, average ?? mean(series), conventions, average !== undefined);
}

/** Mean square of the first `count` residuals about their own mean. */
function spreadOf(residuals: Float64Array, count: number): { readonly center: number; readonly variance: number } {
  const center = mean(residuals.subarray(0, count));
  let variance = 0;
  for (let t = 0; t < count; t++) variance += (residuals[t]! - center) ** 2 / count;
  return { center, variance };
}

/** The derivative by each return of what depends on residuals r - mean, given that by each residual. */
function throughMean(byMean: number, byResidual: Float64Array): Float64Array {
  let total = byMean;
  for (let t = 0; t < byResidual.length; t++) total -= byResidual[t]!;
  return byResidual.map((slope) => slope + total / byResidual.length);
}

function recursive(
  series: Float64Array,
  { seed, weight, decay, omega, initial }: Recursion,
  average: number,
  conventions: Readonly<Record<string, string | number>>,
  fixedMean: boolean,
): FilteredVolatility {
  const n = series.length;
  const residuals = series.map((value) => value - average);
  const first = spreadOf(residuals, seed === 0 ? n : seed);
  const variances = new Float64Array(n + 1).fill(Number.NaN);
  variances[seed] = initial ?? first.variance;
  for (let t = seed; t < n; t++) {
    variances[t + 1] = omega + weight(residuals[t]!) * residuals[t]! ** 2 + decay * variances[t]!;
  }
  const deviations = variances.map(Math.sqrt);
  for (let t = seed; t <= n; t++) {
    if (deviations[t] === 0) {
      throw invalidInput(
        "returns",
        "returns: a volatility forecast is 0, since the returns before it are: lengthen seedObservations",
      );
    }
  }
  const backward: FilteredVolatility["backward"] = (byMean, byResidual, byDeviation) => {
    if (fixedMean) {
      throw new PlimsollError(
        "UNSUPPORTED",
        "method.volatility.mean: a given mean does not move with the weights, so risk has no contributions: leave it out",
        { feature: "contributions with a given mean" },
      );
    }
    const slopes = byResidual.slice();
    let byOmega = 0;
    let carried = byDeviation[n]! / (2 * deviations[n]!);
    for (let t = n - 1; t >= seed; t--) {
      byOmega += carried;
      slopes[t]! += 2 * weight(residuals[t]!) * residuals[t]! * carried;
      carried = decay * carried + byDeviation[t]! / (2 * deviations[t]!);
    }
    const count = seed === 0 ? n : seed;
    // a given first variance moves in proportion to the sample's, as omega does
    const initialSlope = initial === null ? carried : (carried * initial) / first.variance;
    for (let t = 0; t < count; t++) slopes[t]! += (2 * initialSlope * (residuals[t]! - first.center)) / count;
    if (omega > 0) {
      const whole = spreadOf(residuals, n);
      const scale = (2 * byOmega * omega) / (whole.variance * n);
      for (let t = 0; t < n; t++) slopes[t]! += scale * (residuals[t]! - whole.center);
    }
    return throughMean(byMean, slopes);
  };
  return {
    mean: average,
    start: seed,
    residuals,
    deviations,
    advance: (variance, residual) => omega + weight(residual) * residual * residual + decay * variance,
    backward,
    conventions,
  };
}

function given(series: Float64Array, volatility: readonly number[]): FilteredVolatility {
  const n = series.length;
  if (volatility.length !== n + 1) {
    throw invalidInput(
      "method.volatility",
      `method.volatility: expected ${n + 1} forecasts, one for each return and one for the period ahead, was ${volatility.length}`,
      { expected: String(n + 1), received: String(volatility.length) },
    );
  }
  const average = mean(series);
  const residuals = series.map((value) => value - average);
  const deviations = Float64Array.from(volatility);
  return {
    mean: average,
    start: 0,
    residuals,
    deviations,
    // forecasts end one period ahead: further ones stay there
    advance: (variance) => variance,
    backward: (byMean, byResidual, byDeviation) => {
      const { center, variance } = spreadOf(residuals, n);
      let byScale = 0;
      for (let t = 0; t <= n; t++) byScale += byDeviation[t]! * deviations[t]!;
      const slopes = byResidual.map((slope, t) => slope + (byScale * (residuals[t]! - center)) / (n * variance));
      return throughMean(byMean, slopes);
    },
    conventions: { volatility: "given" },
  };
}
