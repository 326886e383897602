import { log } from "../random/elementary/log.ts";
import { type ContinuousDistribution, requireProbability } from "./distribution.ts";

/** What a distribution on the positive numbers says between 0 and Infinity. */
interface PositiveParts {
  logPdf(x: number): number;
  pdf(x: number): number;
  cdf(x: number): number;
  survival(x: number): number;
  /** The x at which a tail has a probability strictly between 0 and 1. */
  tailQuantile(probability: number, tail: "lower" | "upper"): number;
  /** Density at 0. */
  readonly atZero: number;
  /** Right end of the support. */
  readonly end: number;
  readonly mean: number;
  readonly variance: number;
}

/** Adds what happens at and beyond the ends of the support. */
export function onPositives(parts: PositiveParts): ContinuousDistribution {
  const { atZero, end, mean, variance } = parts;
  const outside = (x: number): boolean => x < 0 || x > end || x === Infinity;
  return {
    pdf: (x) => (outside(x) ? 0 : x === 0 ? atZero : parts.pdf(x)),
    logPdf: (x) => (outside(x) ? -Infinity : x === 0 ? log(atZero) : parts.logPdf(x)),
    cdf: (x) => (x <= 0 ? 0 : x >= end ? 1 : Number.isNaN(x) ? x : parts.cdf(x)),
    survival: (x) => (x <= 0 ? 1 : x >= end ? 0 : Number.isNaN(x) ? x : parts.survival(x)),
    quantile(probability) {
      requireProbability(probability);
      if (!(probability > 0 && probability < 1)) return probability === 1 ? end : probability;
      return parts.tailQuantile(probability, "lower");
    },
    survivalQuantile(probability) {
      requireProbability(probability);
      if (!(probability > 0 && probability < 1)) return probability === 0 ? end : probability === 1 ? 0 : probability;
      return parts.tailQuantile(probability, "upper");
    },
    mean,
    variance,
  };
}
