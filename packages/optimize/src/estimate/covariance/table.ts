import type { CovarianceKind } from "./covariance-kind.ts";
import { exponential, type ExponentialCovarianceOptions } from "./exponential.ts";
import { ledoitWolf, type LedoitWolfOptions } from "./ledoit-wolf.ts";
import { sample, type SampleOptions } from "./sample.ts";

/** Options of {@link covariance}: a method and what it takes. */
export type CovarianceOptions = SampleOptions | ExponentialCovarianceOptions | LedoitWolfOptions;

/** Every covariance estimator: the dispatcher and the docs are made from this table. */
export const covarianceKinds: {
  readonly [Method in CovarianceOptions["method"]]: CovarianceKind<Extract<CovarianceOptions, { method: Method }>>;
} = { sample, exponential, "ledoit-wolf": ledoitWolf };
