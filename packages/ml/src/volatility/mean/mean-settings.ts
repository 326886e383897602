import { laggedNames } from "../models/variance-model.ts";

/** What of the variance the mean of the same row depends on (Engle, Lilien & Robins 1987). */
export type InMeanForm = "variance" | "standard-deviation" | "log-variance";

/** The equation of the mean: m_t = mu + sum ar y_(t-i) + sum ma e_(t-i) + inMean g(h_t) + sum x_tj. */
export interface GarchMeanSettings {
  readonly constant: boolean;
  readonly ar: number;
  readonly ma: number;
  readonly inMean: InMeanForm | null;
  /** Number of columns of outside variables. */
  readonly regressors: number;
}

/** Names of its parameters, in order. */
export function meanParameterNames({ constant, ar, ma, inMean, regressors }: GarchMeanSettings): readonly string[] {
  return [
    ...(constant ? ["mu"] : []),
    ...laggedNames("ar", ar),
    ...laggedNames("ma", ma),
    ...(inMean === null ? [] : ["inMean"]),
    ...laggedNames("x", regressors),
  ];
}

/** Whether the mean is a constant or zero, so that residuals need no recursion. */
export function isPlain({ ar, ma, inMean, regressors }: GarchMeanSettings): boolean {
  return ar === 0 && ma === 0 && inMean === null && regressors === 0;
}

/** Parameters for returns multiplied by `factor`, as `VarianceModel.rescale`. */
export function rescaleMean(
  { constant, ar, ma, inMean }: GarchMeanSettings,
  parameters: Float64Array,
  factor: number,
  jacobian?: { readonly values: Float64Array; readonly stride: number; readonly offset: number },
): Float64Array {
  const scaled = parameters.slice();
  const put = (i: number, j: number, value: number): void => {
    if (jacobian !== undefined) {
      jacobian.values[(jacobian.offset + i) * jacobian.stride + jacobian.offset + j] = value;
    }
  };
  const at = (constant ? 1 : 0) + ar + ma;
  if (constant) {
    scaled[0]! *= factor;
    put(0, 0, factor);
  }
  if (inMean === "variance") {
    scaled[at]! /= factor;
    put(at, at, 1 / factor);
  }
  if (inMean === "log-variance") {
    // ln of the scaled variance is larger by 2 ln factor, which the constant takes back
    scaled[at]! *= factor;
    put(at, at, factor);
    scaled[0]! -= 2 * Math.log(factor) * scaled[at]!;
    put(0, at, -2 * Math.log(factor) * factor);
  }
  for (let i = at + (inMean === null ? 0 : 1); i < scaled.length; i++) {
    scaled[i]! *= factor;
    put(i, i, factor);
  }
  return scaled;
}
