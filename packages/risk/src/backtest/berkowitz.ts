import { PlimsollError } from "@plimsoll/core";
import { findMinimum, normalCdf, normalPdf, normalQuantile } from "@plimsoll/numeric";
import { checkConfidence } from "../input/checks.ts";
import { type ForecastInput, readProbabilities } from "./forecast-record.ts";
import { type ChiSquareResult, chiSquareResult } from "./test-result.ts";

/** Berkowitz' tests of a forecast law. */
export interface BerkowitzResult extends ChiSquareResult {
  /** Mean, deviation and autocorrelation of the transformed values: 0, 1, 0 when the law is right. */
  readonly mean: number;
  readonly deviation: number;
  /** `null` for a tail. */
  readonly autocorrelation: number | null;
  /** The autocorrelation alone, one degree of freedom; `null` for a tail. */
  readonly independence: ChiSquareResult | null;
}

const LOG_ROOT_TWO_PI = 0.918_938_533_204_672_8;

/**
 * Whether returns follow the forecast law: z = Phi^-1(F_t(r_t)) against independent standard normals (Berkowitz 2001).
 *
 * The alternative is a Gaussian AR(1) with its exact likelihood, three degrees of freedom. With `tail` only what lies below
 * that probability counts and the rest is censored: mean and deviation are tested, two degrees of freedom.
 *
 * @param probabilities F_t(r_t) of each period, strictly between 0 and 1, at least 10.
 *
 * Throws `INVALID_INPUT` for a probability of 0 or 1, `NOT_ENOUGH_DATA` for too few, or a tail with fewer than two values.
 *
 * @example
 * ```ts
 * import { berkowitzTest } from "@plimsoll/risk";
 *
 * const probabilities = Array.from({ length: 500 }, (_, t) => ((t * 0.618034) % 1) * 0.5 + 0.25); // too narrow
 * const { deviation, pValue } = berkowitzTest(probabilities);
 * console.log(deviation < 0.5, pValue < 1e-6); // true true
 * ```
 */
export function berkowitzTest(
  probabilities: ForecastInput,
  options: {
    /** Probability of the lower tail to test. @defaultValue the whole law */
    readonly tail?: number;
  } = {},
): BerkowitzResult {
  const clean = readProbabilities(probabilities, "probabilities", 10);
  const z = clean.map((probability) => normalQuantile(probability));
  return options.tail === undefined ? wholeLaw(z) : lowerTail(z, checkConfidence(options.tail, "tail"));
}

function wholeLaw(z: Float64Array): BerkowitzResult {
  const n = z.length;
  const fit = (rho: number): { mean: number; variance: number; logLikelihood: number } => {
    let weighted = (1 - rho * rho) * z[0]!;
    for (let t = 1; t < n; t++) weighted += (1 - rho) * (z[t]! - rho * z[t - 1]!);
    const mean = weighted / (1 - rho * rho + (n - 1) * (1 - rho) ** 2);
    let squares = (1 - rho * rho) * (z[0]! - mean) ** 2;
    for (let t = 1; t < n; t++) squares += (z[t]! - mean - rho * (z[t - 1]! - mean)) ** 2;
    const variance = squares / n;
    const logLikelihood = -n * (LOG_ROOT_TWO_PI + 0.5 * Math.log(variance) + 0.5) + 0.5 * Math.log1p(-rho * rho);
    return { mean, variance, logLikelihood };
  };
  const { x: rho } = findMinimum((trial) => -fit(trial).logLikelihood, -0.9999, 0.9999, { tolerance: 1e-10 });
  const { mean, variance, logLikelihood } = fit(rho);
  const standard = z.reduce((sum, value) => sum - LOG_ROOT_TWO_PI - 0.5 * value * value, 0);
  return {
    ...chiSquareResult(2 * (logLikelihood - standard), 3),
    mean,
    deviation: Math.sqrt(variance / (1 - rho * rho)),
    autocorrelation: rho,
    independence: chiSquareResult(2 * (logLikelihood - fit(0).logLikelihood), 1),
  };
}

/** Newton's method on (1/sd, mean/sd), in which the censored likelihood is concave (Olsen 1978). */
function lowerTail(z: Float64Array, tail: number): BerkowitzResult {
  const edge = normalQuantile(tail);
  const seen = z.filter((value) => value < edge);
  const censored = z.length - seen.length;
  if (seen.length < 2) {
    throw new PlimsollError(
      "NOT_ENOUGH_DATA",
      `probabilities: at least 2 must lie in the tail of ${tail}, there are ${seen.length}: widen the tail`,
      { required: 2, available: seen.length, argument: "probabilities" },
    );
  }
  const logLikelihood = (h: number, d: number): number => {
    let total = censored * Math.log(normalCdf(d - h * edge)) + seen.length * (Math.log(h) - LOG_ROOT_TWO_PI);
    for (const value of seen) total -= 0.5 * (h * value - d) ** 2;
    return total;
  };
  let [h, d] = [1, 0];
  let best = logLikelihood(h, d);
  const standard = best;
  for (let iteration = 0; iteration < 200; iteration++) {
    const v = h * edge - d;
    const hazard = normalPdf(v) / normalCdf(-v);
    const curvature = censored * hazard * (hazard - v);
    let gh = -censored * hazard * edge;
    let gd = censored * hazard;
    let hh = curvature * edge * edge;
    let hd = -curvature * edge;
    let dd = curvature;
    for (const value of seen) {
      const u = h * value - d;
      gh += 1 / h - u * value;
      gd += u;
      hh += 1 / (h * h) + value * value;
      hd -= value;
      dd += 1;
    }
    const determinant = hh * dd - hd * hd;
    const stepH = (dd * gh - hd * gd) / determinant;
    const stepD = (hh * gd - hd * gh) / determinant;
    let share = 1;
    let next = -Infinity;
    for (let halving = 0; halving < 60; halving++, share /= 2) {
      next = h + share * stepH > 0 ? logLikelihood(h + share * stepH, d + share * stepD) : -Infinity;
      if (next >= best) break;
    }
    if (!(next >= best)) break;
    h += share * stepH;
    d += share * stepD;
    const gained = next - best;
    best = next;
    if (gained <= 1e-13 * Math.abs(best)) break;
  }
  return {
    ...chiSquareResult(2 * (best - standard), 2),
    mean: d / h,
    deviation: 1 / h,
    autocorrelation: null,
    independence: null,
  };
}
