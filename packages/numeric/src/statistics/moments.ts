import { mean, requireWeights } from "./mean.ts";

/** Which divisor a second moment takes, and with which weights. */
export interface MomentOptions {
  /**
   * Degrees of freedom taken off the number of values. With weights the divisor is `W - ddof * sum w^2 / W` with
   * `W = sum w` (reliability weights), which is n - ddof when all weights are 1.
   * @defaultValue 1
   */
  readonly ddof?: number;
  /**
   * One non-negative weight for each value.
   * @defaultValue all 1
   */
  readonly weights?: Float64Array;
}

/**
 * Variance: sum of squared deviations from the mean over n - ddof.
 *
 * NaN and Infinity give NaN; so do fewer than two values with the default `ddof`. Two passes with correction (Chan,
 * Golub & LeVeque 1983). Throws `RangeError` when `weights` has another length.
 *
 * @example
 * ```ts
 * import { variance } from "@plimsoll/numeric";
 *
 * console.log(variance(Float64Array.of(1, 2, 3, 4)), variance(Float64Array.of(1, 2, 3, 4), { ddof: 0 })); // 1.6666666666666667 1.25
 * ```
 */
export function variance(x: Float64Array, options: MomentOptions = {}): number {
  const { ddof = 1, weights } = options;
  if (weights !== undefined) return weightedVariance(x, weights, ddof);
  const n = x.length;
  const centre = mean(x);
  let squares = 0;
  let rest = 0;
  for (let i = 0; i < n; i++) {
    const deviation = x[i]! - centre;
    squares += deviation * deviation;
    rest += deviation;
  }
  const divisor = n - ddof;
  return divisor > 0 ? Math.max(0, squares - (rest * rest) / n) / divisor : Number.NaN;
}

function weightedVariance(x: Float64Array, weights: Float64Array, ddof: number): number {
  requireWeights(x, weights);
  const centre = mean(x, weights);
  let squares = 0;
  let mass = 0;
  let massSquared = 0;
  for (let i = 0; i < x.length; i++) {
    const weight = weights[i]!;
    const deviation = x[i]! - centre;
    squares += weight * deviation * deviation;
    mass += weight;
    massSquared += weight * weight;
  }
  const divisor = mass - (ddof * massSquared) / mass;
  return divisor > 0 ? squares / divisor : Number.NaN;
}

/**
 * Standard deviation, the square root of {@link variance} with the same options and the same NaN policy.
 *
 * @example
 * ```ts
 * import { standardDeviation } from "@plimsoll/numeric";
 *
 * console.log(standardDeviation(Float64Array.of(2, 4, 4, 4, 5, 5, 7, 9), { ddof: 0 })); // 2
 * ```
 */
export function standardDeviation(x: Float64Array, options: MomentOptions = {}): number {
  return Math.sqrt(variance(x, options));
}

/** Which estimator of a third or fourth moment. */
export interface ShapeOptions {
  /**
   * `"population"` divides moments by n (g1, g2 of Joanes & Gill 1998); `"sample"` is unbiased for a normal sample
   * (G1, G2 there, what spreadsheets and pandas print).
   * @defaultValue "population"
   */
  readonly estimator?: "population" | "sample";
}

/**
 * Skewness: the third central moment over the cubed standard deviation, g1 = m3 / m2^(3/2).
 *
 * NaN and Infinity give NaN, as do a constant or an empty series, and `"sample"` with fewer than 3 values.
 *
 * @example
 * ```ts
 * import { skewness } from "@plimsoll/numeric";
 *
 * console.log(skewness(Float64Array.of(1, 2, 3)), skewness(Float64Array.of(0, 0, 0, 1)).toFixed(6)); // 0 1.154701
 * ```
 */
export function skewness(x: Float64Array, options: ShapeOptions = {}): number {
  const n = x.length;
  const [second, third] = centralMoments(x);
  const g1 = third / (second * Math.sqrt(second));
  if (options.estimator !== "sample") return g1;
  return n > 2 ? (g1 * Math.sqrt(n * (n - 1))) / (n - 2) : Number.NaN;
}

/**
 * Excess kurtosis: the fourth central moment over the squared variance, minus 3, g2 = m4 / m2^2 - 3.
 *
 * NaN and Infinity give NaN, as do a constant or an empty series, and `"sample"` with fewer than 4 values.
 *
 * @example
 * ```ts
 * import { excessKurtosis } from "@plimsoll/numeric";
 *
 * console.log(excessKurtosis(Float64Array.of(-1, -1, 1, 1))); // -2
 * ```
 */
export function excessKurtosis(x: Float64Array, options: ShapeOptions = {}): number {
  const n = x.length;
  const [second, , fourth] = centralMoments(x);
  const g2 = fourth / (second * second) - 3;
  if (options.estimator !== "sample") return g2;
  return n > 3 ? ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * g2 + 6) : Number.NaN;
}

/**
 * Second, third and fourth central moments, each divided by n. NaN and Infinity give NaN; an empty array gives NaN.
 *
 * @example
 * ```ts
 * import { centralMoments } from "@plimsoll/numeric";
 *
 * console.log(centralMoments(Float64Array.of(-1, 1)).join(" ")); // 1 0 1
 * ```
 */
export function centralMoments(x: Float64Array): readonly [second: number, third: number, fourth: number] {
  const n = x.length;
  const centre = mean(x);
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let i = 0; i < n; i++) {
    const deviation = x[i]! - centre;
    const square = deviation * deviation;
    second += square;
    third += square * deviation;
    fourth += square * square;
  }
  return [second / n, third / n, fourth / n];
}
