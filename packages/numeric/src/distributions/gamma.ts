import { log } from "../random/elementary/log.ts";
import { type ContinuousDistribution, requirePositive } from "./distribution.ts";
import { onPositives } from "./positive.ts";
import { type GammaTails, regularisedGamma } from "./regularised-gamma.ts";
import { logPoissonTerm, poissonTerm } from "./stirling.ts";
import { gammaTailQuantile } from "./tail-quantile.ts";

const tails: GammaTails = { lower: 0, upper: 0, term: 0 };

/**
 * The gamma distribution with a shape and a scale; its mean is their product.
 *
 * Tails and quantiles to 1e-12 of themselves for shapes from 0.01. Throws `RangeError` unless both are positive and
 * finite.
 *
 * @example
 * ```ts
 * import { gammaDistribution } from "@plimsoll/numeric";
 *
 * console.log(gammaDistribution(1, 2).survival(4).toFixed(12)); // 0.135335283237
 * ```
 */
export function gammaDistribution(shape: number, scale = 1): ContinuousDistribution {
  requirePositive("the shape", shape);
  requirePositive("the scale", scale);
  return onPositives({
    pdf: (x) => (shape * poissonTerm(shape, x / scale)) / x,
    logPdf: (x) => logPoissonTerm(shape, x / scale) + log(shape) - log(x),
    cdf(x) {
      regularisedGamma(shape, x / scale, tails);
      return tails.lower;
    },
    survival(x) {
      regularisedGamma(shape, x / scale, tails);
      return tails.upper;
    },
    tailQuantile: (probability, tail) => scale * gammaTailQuantile(shape, probability, tail),
    atZero: shape < 1 ? Infinity : shape === 1 ? 1 / scale : 0,
    end: Infinity,
    mean: shape * scale,
    variance: shape * scale * scale,
  });
}

/**
 * The chi-square distribution: gamma with half the degrees of freedom as shape and scale 2.
 *
 * Accuracy and errors as {@link gammaDistribution}.
 *
 * @example
 * ```ts
 * import { chiSquareDistribution } from "@plimsoll/numeric";
 *
 * console.log(chiSquareDistribution(1).quantile(0.95).toFixed(6)); // 3.841459
 * ```
 */
export function chiSquareDistribution(degreesOfFreedom: number): ContinuousDistribution {
  requirePositive("the degrees of freedom", degreesOfFreedom);
  return gammaDistribution(degreesOfFreedom / 2, 2);
}
