import { invalidInput } from "@plimsoll/core";

/**
 * The normalised variance of a portfolio, sigma_p^2 over the average sigma_i^2 of its assets (Goetzmann & Kumar 2008): 1 for a
 * single asset, 1 / N for N equal uncorrelated ones.
 *
 * `covariance` is row-major N x N, `weights` N numbers. Throws `INVALID_INPUT` when the sizes differ, no asset is given, or no
 * variance is positive. NaN propagates.
 *
 * @example
 * ```ts
 * import { normalizedVariance } from "@plimsoll/behavioral";
 *
 * console.log(normalizedVariance([0.5, 0.5], [0.04, 0.01, 0.01, 0.04])); // 0.625
 * ```
 */
export function normalizedVariance(weights: readonly number[], covariance: readonly number[]): number {
  const n = weights.length;
  if (n === 0 || covariance.length !== n * n) {
    const expected = `expected ${n} x ${n} numbers for ${n} weights, there are ${covariance.length}`;
    throw invalidInput("covariance", n === 0 ? "there are no weights: pass at least one" : expected);
  }
  let portfolio = 0;
  let average = 0;
  for (let i = 0; i < n; i++) {
    average += covariance[i * n + i]! / n;
    for (let j = 0; j < n; j++) portfolio += weights[i]! * weights[j]! * covariance[i * n + j]!;
  }
  if (average === 0) throw invalidInput("covariance", "all variances are 0: nothing can be normalised by them");
  return portfolio / average;
}

/**
 * The normalised variance of N equal weights at average correlation rho: 1 / N + (N - 1) rho / N (Goetzmann & Kumar 2008).
 * Throws `INVALID_INPUT` unless `assets` is a positive integer.
 *
 * @example
 * ```ts
 * import { equalWeightNormalizedVariance } from "@plimsoll/behavioral";
 *
 * console.log(equalWeightNormalizedVariance(4, 0.2).toFixed(2)); // 0.40
 * ```
 */
export function equalWeightNormalizedVariance(assets: number, correlation: number): number {
  if (!Number.isInteger(assets) || assets < 1) {
    throw invalidInput("assets", `expected a positive number of assets, was ${assets}`);
  }
  return 1 / assets + ((assets - 1) * correlation) / assets;
}

/** How concentrated a portfolio's variance is, from joint returns. */
export interface Concentration {
  readonly normalizedVariance: number;
  /** Average correlation of the universe, as its mean covariance over its mean variance; 0 for fewer than two assets. */
  readonly averageCorrelation: number;
  /** Share of the diversifiable variance that is left: (NV - rho) / (1 - rho), which is 1 / N for equal weights. */
  readonly excess: number;
  /** Of the excess, from the variation of the days. */
  readonly standardError: number;
}

/**
 * Normalised variance, average correlation and the excess of one over the other, from `rows` joint returns. `held` and
 * `universe` are row-major, rows x weights.length and rows x width. All three are ratios of means over days; the error of the
 * excess is that of their joint linearisation.
 */
export function concentration(
  weights: Float64Array,
  held: Float64Array,
  universe: Float64Array,
  rows: number,
): Concentration {
  const n = weights.length;
  const width = universe.length / rows;
  const heldMeans = columnMeansOf(held, rows, n);
  const universeMeans = columnMeansOf(universe, rows, width);
  const portfolio = new Float64Array(rows);
  const own = new Float64Array(rows);
  const pairs = new Float64Array(rows);
  const all = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const z = held[row * n + i]! - heldMeans[i]!;
      sum += weights[i]! * z;
      squares += z * z;
    }
    portfolio[row] = sum * sum;
    own[row] = squares / n;
    sum = 0;
    squares = 0;
    for (let i = 0; i < width; i++) {
      const z = universe[row * width + i]! - universeMeans[i]!;
      sum += z;
      squares += z * z;
    }
    pairs[row] = width > 1 ? (sum * sum - squares) / (width * (width - 1)) : 0;
    all[row] = width > 0 ? squares / width : 0;
  }
  const [ownMean, allMean] = [meanOf(own), meanOf(all)];
  const variance = ownMean > 0 ? meanOf(portfolio) / ownMean : NaN;
  const correlation = allMean > 0 ? meanOf(pairs) / allMean : 0;
  // opposite assets could hide any concentration behind a negative average
  const floored = correlation > 0;
  const rho = floored ? correlation : 0;
  let spread = 0;
  for (let row = 0; row < rows; row++) {
    const ofVariance = (portfolio[row]! - variance * own[row]!) / ownMean;
    const ofCorrelation = floored ? (pairs[row]! - rho * all[row]!) / allMean : 0;
    spread += (ofVariance / (1 - rho) - ((1 - variance) * ofCorrelation) / (1 - rho) ** 2) ** 2;
  }
  return {
    normalizedVariance: variance,
    averageCorrelation: correlation,
    excess: (variance - rho) / (1 - rho),
    standardError: Math.sqrt(spread) / rows,
  };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function columnMeansOf(values: Float64Array, rows: number, width: number): Float64Array {
  const means = new Float64Array(width);
  for (let at = 0; at < values.length; at++) means[at % width]! += values[at]! / rows;
  return means;
}
