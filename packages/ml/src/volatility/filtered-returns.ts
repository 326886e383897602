import type { LikelihoodPass } from "./likelihood.ts";

/** Volatilities of a series under known parameters: entry t is the forecast made before return t. */
export interface FilteredReturns {
  readonly logLikelihood: number;
  /** NaN in the first `ar` rows, which the mean conditions on; so are the residuals. */
  readonly conditionalVolatility: Float64Array;
  readonly residuals: Float64Array;
  readonly standardizedResiduals: Float64Array;
  /** The volatility forecast for the row after the last. */
  readonly nextVolatility: number;
}

/** What a pass says, aligned with returns of which the first `ar` are conditioned on. */
export function filteredReturns({ run, recursion, value }: LikelihoodPass, ar: number): FilteredReturns {
  const { rows } = run;
  const volatility = run.variances.slice(0, rows).map(Math.sqrt);
  const residuals = run.residuals.slice(0, rows);
  const padded = (values: Float64Array): Float64Array => {
    const all = new Float64Array(rows + ar).fill(Number.NaN, 0, ar);
    all.set(values, ar);
    return all;
  };
  return {
    logLikelihood: value,
    conditionalVolatility: padded(volatility),
    residuals: padded(residuals),
    standardizedResiduals: padded(residuals.map((e, t) => e / volatility[t]!)),
    nextVolatility: Math.sqrt(recursion.variance(recursion.level(run, rows))),
  };
}
