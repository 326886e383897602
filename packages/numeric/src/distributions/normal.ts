import { productError } from "../random/elementary/double-double.ts";
import { expOfSum } from "../random/elementary/exp.ts";
import { log } from "../random/elementary/log.ts";
import { type ContinuousDistribution, requirePositive, requireProbability } from "./distribution.ts";
import { standardNormalQuantile } from "./normal-quantile.ts";
import { normalUpperTail } from "./normal-tail.ts";

const INVERSE_ROOT_TWO_PI = 0.3989422804014327;
const HALF_LOG_TWO_PI = 0.9189385332046728;

/**
 * The normal distribution with a mean and a standard deviation.
 *
 * Tails to 1e-14 of themselves down to 1e-308. Throws `RangeError` unless the mean is finite and the deviation positive.
 *
 * @example
 * ```ts
 * import { normalDistribution } from "@plimsoll/numeric";
 *
 * const standard = normalDistribution();
 * console.log(standard.quantile(0.975).toFixed(6), standard.survival(10).toExponential(6)); // 1.959964 7.619853e-24
 * ```
 */
export function normalDistribution(mean = 0, standardDeviation = 1): ContinuousDistribution {
  if (!Number.isFinite(mean)) throw new RangeError(`expected a finite mean, was ${mean}`);
  requirePositive("the standard deviation", standardDeviation);
  const standardise = (x: number): number => (x - mean) / standardDeviation;
  return {
    pdf: (x) => normalPdf(standardise(x)) / standardDeviation,
    logPdf(x) {
      const z = standardise(x);
      return -0.5 * z * z - HALF_LOG_TWO_PI - log(standardDeviation);
    },
    cdf: (x) => normalCdf(standardise(x)),
    survival: (x) => normalCdf(-standardise(x)),
    quantile: (probability) => mean + standardDeviation * normalQuantile(probability),
    survivalQuantile: (probability) => mean - standardDeviation * normalQuantile(probability),
    mean,
    variance: standardDeviation * standardDeviation,
  };
}

/**
 * Density of the standard normal, phi(z). NaN gives NaN.
 *
 * @example
 * ```ts
 * import { normalPdf } from "@plimsoll/numeric";
 *
 * console.log(normalPdf(0)); // 0.3989422804014327
 * ```
 */
export function normalPdf(z: number): number {
  const square = z * z;
  if (!(square < 1600)) return Number.isNaN(z) ? z : 0;
  return INVERSE_ROOT_TWO_PI * expOfSum(-0.5 * square, -0.5 * productError(z, z, square));
}

/**
 * Distribution function of the standard normal, Phi(z). For the upper tail take `normalCdf(-z)`. NaN gives NaN.
 *
 * @example
 * ```ts
 * import { normalCdf } from "@plimsoll/numeric";
 *
 * console.log(normalCdf(0), normalCdf(-10).toExponential(6)); // 0.5 7.619853e-24
 * ```
 */
export function normalCdf(z: number): number {
  return z <= 0 ? normalUpperTail(-z) : 1 - normalUpperTail(z);
}

/**
 * Quantile of the standard normal: 0 gives -Infinity, 1 gives Infinity, NaN gives NaN. Throws `RangeError` outside 0..1.
 *
 * @example
 * ```ts
 * import { normalQuantile } from "@plimsoll/numeric";
 *
 * console.log(normalQuantile(0.05).toFixed(12)); // -1.644853626951
 * ```
 */
export function normalQuantile(probability: number): number {
  requireProbability(probability);
  return standardNormalQuantile(probability);
}
