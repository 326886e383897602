import type { RandomStream } from "@plimsoll/numeric";

/** The laws of standardised innovations, all of mean 0 and variance 1. */
export type InnovationDistribution = "normal" | "student-t" | "skew-t" | "ged";

/** What a law writes for each row: its log-likelihood and the derivatives of that. */
export interface LikelihoodRows {
  readonly rows: number;
  readonly residuals: Float64Array;
  readonly variances: Float64Array;
  /** Log-likelihood of each row; null where only their sum is wanted. */
  readonly logLikelihoods: Float64Array | null;
  /** Its derivative by the residual of the row. */
  readonly byResidual: Float64Array;
  /** Its derivative by the variance of the row. */
  readonly byVariance: Float64Array;
}

/** Whether a product must be turned into a logarithm before it leaves the range of doubles. */
export function isExtreme(product: number): boolean {
  return !(product > 1e-100 && product < 1e100);
}

/**
 * The law of innovations z = e / sqrt(h). One file each, listed in `table.ts`.
 *
 * `shape` holds the law's own parameters, in the order of `parameterNames`.
 */
export interface InnovationLaw {
  readonly kind: InnovationDistribution;
  readonly parameterNames: readonly string[];
  /** Open interval of each shape parameter. */
  readonly bounds: readonly (readonly [lower: number, upper: number])[];
  /** Shape parameters to start from, given the kurtosis of standardised residuals. */
  start(kurtosis: number): readonly number[];
  /**
   * Writes the rows; adds the derivative of their sum by each shape parameter to `byShape`. Returns the sum, NaN or
   * infinite outside the domain.
   */
  evaluate(rows: LikelihoodRows, shape: Float64Array, byShape: Float64Array): number;
  logDensity(z: number, shape: Float64Array): number;
  /** d ln density / dz. */
  derivative(z: number, shape: Float64Array): number;
  cdf(z: number, shape: Float64Array): number;
  quantile(probability: number, shape: Float64Array): number;
  draw(stream: RandomStream, shape: Float64Array): number;
  /** E|z|; its derivative by each shape parameter is written to `gradient`. */
  absoluteMoment(shape: Float64Array, gradient?: Float64Array): number;
  /** Largest order below which moments are finite; Infinity when all are. */
  tailIndex(shape: Float64Array): number;
}
