import { luFactor, luSolve } from "../dense/lu.ts";
import { requireLength } from "../dense/shape.ts";
import { excessVariance, fitted, pseudoOutcome, type TailRegressors, weightedQuantile } from "./tail-regression.ts";

/** How far given coefficients of the mean below a quantile are from what the data ask for. */
export interface TailScoreTest {
  /** Chi-square with as many degrees of freedom as coefficients if these are right. */
  readonly statistic: number;
  /** Coefficients of the quantile that go with the given ones. */
  readonly quantileCoefficients: Float64Array;
}

/**
 * Score test of given coefficients `c` in the joint regression of {@link tailRegression}: g' S^-1 g, g the sum of the scores of
 * c where the quantile alone is fitted, S their covariance in a location-scale model.
 *
 * With e = Xe c, q the best quantile for it and x = Xe / e: g = sum x (e - q - 1(y <= q) (y - q)/p) / e and
 * S = sum x x' (s + (1 - p) (1 - q/e)^2) / p, s the variance of (y - q)/e below q. Nothing is estimated from the few
 * observations below q but s, so that the law is chi-square in samples where the distance of the estimates in their own errors
 * (a Wald test) is far from it. Throws `RangeError` on wrong shapes, dependent columns, and where e is not negative on every row.
 *
 * @example
 * ```ts
 * import { RandomStream, tailScoreTest } from "@plimsoll/numeric";
 *
 * const y = RandomStream.of(1).fillNormal(new Float64Array(1000));
 * const constant = { matrix: new Float64Array(1000).fill(1), columns: 1 };
 * const at = (mean: number) => tailScoreTest(constant, constant, 1000, y, 0.05, Float64Array.of(mean)).statistic;
 * console.log(at(-2.063) < 4, at(-1.6) > 10); // true true
 * ```
 */
export function tailScoreTest(
  quantile: TailRegressors,
  shortfall: TailRegressors,
  rows: number,
  y: Float64Array,
  probability: number,
  coefficients: Float64Array,
): TailScoreTest {
  requireLength("quantile.matrix", quantile.matrix, rows * quantile.columns);
  requireLength("shortfall.matrix", shortfall.matrix, rows * shortfall.columns);
  requireLength("y", y, rows);
  requireLength("coefficients", coefficients, shortfall.columns);
  const { matrix, columns } = shortfall;
  const e = fitted(shortfall, rows, coefficients);
  if (e.some((value) => !(value < 0))) throw new RangeError("expected coefficients that are negative on every row");
  const quantileCoefficients = weightedQuantile(quantile, rows, y, e, probability);
  const q = fitted(quantile, rows, quantileCoefficients);
  const spread = excessVariance(y, q, e);
  const gradient = new Float64Array(columns);
  const covariance = new Float64Array(columns * columns);
  for (let t = 0; t < rows; t++) {
    const score = 1 - pseudoOutcome(y[t]!, q[t]!, probability) / e[t]!;
    const variance = (spread + (1 - probability) * (1 - q[t]! / e[t]!) ** 2) / probability;
    for (let i = 0; i < columns; i++) {
      const x = matrix[t * columns + i]! / e[t]!;
      gradient[i]! += x * score;
      for (let j = 0; j < columns; j++)
        covariance[i * columns + j]! += ((x * matrix[t * columns + j]!) / e[t]!) * variance;
    }
  }
  const solved = luSolve(luFactor(covariance, columns), gradient);
  return { statistic: solved.reduce((sum, value, j) => sum + value * gradient[j]!, 0), quantileCoefficients };
}
