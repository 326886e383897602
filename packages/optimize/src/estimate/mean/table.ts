import { arithmeticMean, type MeanOptions } from "./arithmetic-mean.ts";
import { cagr, type CagrOptions } from "./cagr.ts";
import { exponentialMean, type ExponentialMeanOptions } from "./exponential-mean.ts";
import type { MeanKind } from "./mean-kind.ts";

/** Options of {@link expectedReturns}: a method and what it takes. */
export type ExpectedReturnsOptions = MeanOptions | CagrOptions | ExponentialMeanOptions;

/** Every estimator of expected returns: the dispatcher and the docs are made from this table. */
export const meanKinds: {
  readonly [Method in ExpectedReturnsOptions["method"]]: MeanKind<Extract<ExpectedReturnsOptions, { method: Method }>>;
} = { mean: arithmeticMean, cagr, exponential: exponentialMean };
