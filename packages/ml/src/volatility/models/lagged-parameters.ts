import type { GarchVarianceSettings } from "./variance-model.ts";

/** An intercept and the weights of lags: of symmetric shocks, of asymmetric ones, and of the level. */
export interface LaggedParameters {
  readonly omega: number;
  readonly alpha: Float64Array;
  readonly gamma: Float64Array;
  readonly beta: Float64Array;
}

/** Views of the parts of a vector that begins with omega, alpha, gamma and beta. */
export function laggedParameters({ p, o, q }: GarchVarianceSettings, parameters: Float64Array): LaggedParameters {
  return {
    omega: parameters[0]!,
    alpha: parameters.subarray(1, 1 + p),
    gamma: parameters.subarray(1 + p, 1 + p + o),
    beta: parameters.subarray(1 + p + o, 1 + p + o + q),
  };
}

/** Sum of the weights. */
export function total(weights: Float64Array): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}
