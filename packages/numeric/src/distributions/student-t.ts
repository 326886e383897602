import { exp } from "../random/elementary/exp.ts";
import { log } from "../random/elementary/log.ts";
import { type ContinuousDistribution, requirePositive, requireProbability } from "./distribution.ts";
import { normalDistribution } from "./normal.ts";
import { type BetaTails, regularisedBeta } from "./regularised-beta.ts";
import { betaTerm, logBetaTerm, logGamma } from "./stirling.ts";
import { betaTailOdds } from "./tail-quantile.ts";

const tails: BetaTails = { lower: 0, upper: 0, term: 0 };

/**
 * Student's t distribution with its degrees of freedom nu, a location and a scale; the variance is scale^2 nu / (nu - 2).
 *
 * Tails and quantiles to 1e-12 of themselves for nu from 0.1. Infinite nu is the normal. Throws `RangeError` unless nu and
 * the scale are positive and the location is finite.
 *
 * @example
 * ```ts
 * import { studentTDistribution } from "@plimsoll/numeric";
 *
 * console.log(studentTDistribution(4).quantile(0.975).toFixed(6)); // 2.776445
 * ```
 */
export function studentTDistribution(degreesOfFreedom: number, location = 0, scale = 1): ContinuousDistribution {
  if (degreesOfFreedom === Infinity) return normalDistribution(location, scale);
  requirePositive("the degrees of freedom", degreesOfFreedom);
  requirePositive("the scale", scale);
  if (!Number.isFinite(location)) throw new RangeError(`expected a finite location, was ${location}`);
  const standardise = (x: number): number => (x - location) / scale;
  return {
    pdf: (x) => standardPdf(degreesOfFreedom, standardise(x)) / scale,
    logPdf: (x) => standardLogPdf(degreesOfFreedom, standardise(x)) - log(scale),
    cdf: (x) => lowerTail(degreesOfFreedom, standardise(x)),
    survival: (x) => lowerTail(degreesOfFreedom, -standardise(x)),
    quantile: (probability) => location + scale * standardQuantile(degreesOfFreedom, probability),
    survivalQuantile: (probability) => location - scale * standardQuantile(degreesOfFreedom, probability),
    mean: degreesOfFreedom > 1 ? location : Number.NaN,
    variance:
      degreesOfFreedom > 2
        ? (scale * scale * degreesOfFreedom) / (degreesOfFreedom - 2)
        : degreesOfFreedom > 1
          ? Infinity
          : Number.NaN,
  };
}

/** t^2 / (nu + t^2) and nu / (nu + t^2), neither by subtraction, neither overflowing. */
function split(nu: number, t: number): [number, number] {
  const odds = (t / nu) * t;
  return odds < 1 ? [odds / (1 + odds), 1 / (1 + odds)] : [1 / (1 + 1 / odds), nu / t / t / (1 + 1 / odds)];
}

/** Below this t^2/nu squares underflow, and the density is that at 0. */
const FLAT = 1e-150;

function standardPdf(nu: number, t: number): number {
  if (Number.isNaN(t)) return t;
  const size = Math.abs(t);
  if (size === Infinity) return 0;
  // x^(1/2) y^(nu/2) / B(1/2, nu/2) is |t| times the density of t
  const at = Math.max(size, FLAT * Math.sqrt(nu));
  return betaTerm(0.5, nu / 2, ...split(nu, at)) / at;
}

function standardLogPdf(nu: number, t: number): number {
  if (Number.isNaN(t)) return t;
  const size = Math.abs(t);
  if (size === Infinity) return -Infinity;
  const at = Math.max(size, FLAT * Math.sqrt(nu));
  return logBetaTerm(0.5, nu / 2, ...split(nu, at)) - log(at);
}

function lowerTail(nu: number, t: number): number {
  if (Number.isNaN(t)) return t;
  const size = Math.abs(t);
  if (size < FLAT * Math.sqrt(nu)) return 0.5;
  if (size === Infinity) return t < 0 ? 0 : 1;
  regularisedBeta(0.5, nu / 2, ...split(nu, t), tails);
  return t < 0 ? 0.5 * tails.upper : 0.5 + 0.5 * tails.lower;
}

/** So far out that t^2 overflows the tail is a power, (nu/t^2)^(nu/2) / (nu B(1/2, nu/2)). */
function farQuantile(nu: number, tail: number): number {
  const logBeta = logGamma(0.5) + logGamma(nu / 2) - logGamma((nu + 1) / 2);
  return Math.sqrt(nu) * exp(-(log(tail) + log(nu) + logBeta) / nu);
}

function standardQuantile(nu: number, probability: number): number {
  requireProbability(probability);
  if (!(probability > 0 && probability < 1))
    return probability === 0 ? -Infinity : probability === 1 ? Infinity : probability;
  if (probability === 0.5) return 0;
  const tail = probability < 0.5 ? probability : 1 - probability;
  // near the centre the lower tail of t^2 is the small one, and 1 - 2 tail is exact
  const odds =
    tail < 0.25 ? betaTailOdds(0.5, nu / 2, 2 * tail, "upper") : betaTailOdds(0.5, nu / 2, 1 - 2 * tail, "lower");
  const size = odds < Infinity ? Math.sqrt(nu) * Math.sqrt(odds) : farQuantile(nu, tail);
  return probability < 0.5 ? -size : size;
}
