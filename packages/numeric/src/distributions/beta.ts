import { log, log1p } from "../random/elementary/log.ts";
import { type ContinuousDistribution, requirePositive } from "./distribution.ts";
import { onPositives } from "./positive.ts";
import { type BetaTails, regularisedBeta } from "./regularised-beta.ts";
import { betaTerm, logBetaTerm } from "./stirling.ts";
import { betaTailOdds } from "./tail-quantile.ts";

const tails: BetaTails = { lower: 0, upper: 0, term: 0 };

/**
 * The beta distribution on 0..1 with shapes a and b.
 *
 * Tails and quantiles to 1e-12 of themselves for shapes from 0.01. Throws `RangeError` unless both are positive and
 * finite.
 *
 * @example
 * ```ts
 * import { betaDistribution } from "@plimsoll/numeric";
 *
 * console.log(betaDistribution(2, 3).cdf(0.5).toFixed(12)); // 0.687500000000
 * ```
 */
export function betaDistribution(a: number, b: number): ContinuousDistribution {
  requirePositive("the first shape", a);
  requirePositive("the second shape", b);
  const total = a + b;
  const end = (shape: number, other: number): number => (shape < 1 ? Infinity : shape === 1 ? other : 0);
  return onPositives({
    pdf: (x) => (x === 1 ? end(b, a) : betaTerm(a, b, x, 1 - x) / (x * (1 - x))),
    logPdf: (x) => (x === 1 ? log(end(b, a)) : logBetaTerm(a, b, x, 1 - x) - log(x) - log1p(-x)),
    cdf(x) {
      regularisedBeta(a, b, x, 1 - x, tails);
      return tails.lower;
    },
    survival(x) {
      regularisedBeta(a, b, x, 1 - x, tails);
      return tails.upper;
    },
    tailQuantile(probability, tail) {
      const odds = betaTailOdds(a, b, probability, tail);
      return odds < 1 ? odds / (1 + odds) : 1 / (1 + 1 / odds);
    },
    atZero: end(a, b),
    end: 1,
    mean: a / total,
    variance: ((a / total) * (b / total)) / (total + 1),
  });
}

/**
 * Fisher's F distribution with two degrees of freedom.
 *
 * Tails and quantiles to 1e-12 of themselves for degrees of freedom from 0.02. Throws `RangeError` unless both are
 * positive and finite.
 *
 * @example
 * ```ts
 * import { fDistribution } from "@plimsoll/numeric";
 *
 * console.log(fDistribution(3, 10).quantile(0.95).toFixed(6)); // 3.708265
 * ```
 */
export function fDistribution(numerator: number, denominator: number): ContinuousDistribution {
  requirePositive("the degrees of freedom of the numerator", numerator);
  requirePositive("the degrees of freedom of the denominator", denominator);
  const [a, b] = [numerator / 2, denominator / 2];
  const ratio = numerator / denominator;
  const mean = denominator > 2 ? denominator / (denominator - 2) : Infinity;
  const split = (x: number): [number, number] => {
    const odds = ratio * x;
    return odds < 1 ? [odds / (1 + odds), 1 / (1 + odds)] : [1 / (1 + 1 / odds), 1 / odds / (1 + 1 / odds)];
  };
  return onPositives({
    pdf: (x) => betaTerm(a, b, ...split(x)) / x,
    logPdf: (x) => logBetaTerm(a, b, ...split(x)) - log(x),
    cdf(x) {
      regularisedBeta(a, b, ...split(x), tails);
      return tails.lower;
    },
    survival(x) {
      regularisedBeta(a, b, ...split(x), tails);
      return tails.upper;
    },
    tailQuantile: (probability, tail) => betaTailOdds(a, b, probability, tail) / ratio,
    atZero: numerator < 2 ? Infinity : numerator === 2 ? 1 : 0,
    end: Infinity,
    mean,
    variance:
      denominator > 4
        ? (2 * mean * mean * (numerator + denominator - 2)) / (numerator * (denominator - 4))
        : denominator > 2
          ? Infinity
          : Number.NaN,
  });
}
