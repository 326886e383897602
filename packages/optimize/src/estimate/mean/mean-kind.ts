import type { EstimateOptions, ReturnData } from "../return-data.ts";

/** One way to estimate expected returns: what each file of this folder exports. */
export interface MeanKind<Options extends EstimateOptions & { readonly method: string }> {
  readonly method: Options["method"];
  /** One sentence for the docs. */
  readonly summary: string;
  /** Expected return of each asset over one period or, where `annual`, over a year. */
  estimate(returns: ReturnData, options: Options): { readonly values: Float64Array; readonly annual: boolean };
}
