import type { EstimateOptions, ReturnData } from "../return-data.ts";

/** One way to estimate a covariance: what each file of this folder exports. */
export interface CovarianceKind<Options extends EstimateOptions & { readonly method: string }> {
  readonly method: Options["method"];
  /** One sentence for the docs. */
  readonly summary: string;
  /** Covariance of one period, row-major. */
  estimate(returns: ReturnData, options: Options): { readonly values: Float64Array; readonly shrinkage?: number };
}
