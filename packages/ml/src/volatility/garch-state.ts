import type { GarchCovarianceEstimator } from "./garch-options.ts";
import type { MeanData } from "./mean/mean-equation.ts";
import type { GarchSpecification } from "./specification.ts";

/** What a model is made of; everything else follows. */
export interface GarchState {
  readonly specification: GarchSpecification;
  readonly data: MeanData;
  /** The variance before the first row; null when it moves with the residuals. */
  readonly presample: number | null;
  readonly parameters: Float64Array;
  readonly source: "fitted" | "given";
  readonly covariance: GarchCovarianceEstimator;
  readonly converged: boolean;
  readonly iterations: number;
}
