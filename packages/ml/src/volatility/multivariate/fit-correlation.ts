import { minimizeSmooth } from "@plimsoll/numeric";
import { fromShares, pullBackShares, toShares } from "../models/shares.ts";
import type { JointLaw } from "./correlation-law.ts";
import { type CorrelationParameters, correlationPass, type StandardizedRows } from "./correlation-likelihood.ts";

/** Whether correlations are constant (Bollerslev 1990) or move (Engle 2002). */
export type CorrelationModel = "ccc" | "dcc";

/** Correlation parameters at their maximum. */
export interface CorrelationFit {
  readonly parameters: CorrelationParameters;
  readonly logLikelihood: number;
  readonly converged: boolean;
  readonly iterations: number;
}

/** Uncentred second moments of the rows over the root of their diagonal: a correlation matrix. */
export function secondMomentCorrelation(rows: number, size: number, values: Float64Array): Float64Array {
  const moments = new Float64Array(size * size);
  for (let t = 0; t < rows; t++) {
    for (let i = 0; i < size; i++) {
      const zi = values[t * size + i]! / rows;
      for (let j = 0; j <= i; j++) moments[i * size + j]! += zi * values[t * size + j]!;
    }
  }
  const out = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const value = i === j ? 1 : moments[i * size + j]! / Math.sqrt(moments[i * size + i]! * moments[j * size + j]!);
      out[i * size + j] = value;
      out[j * size + i] = value;
    }
  }
  return out;
}

const starts = [
  [0.02, 0.95],
  [0.05, 0.85],
] as const;
/** Degrees of freedom are 2 + e^x: their start. */
const freedomStart = Math.log(6);

/** Maximises the correlation part of the likelihood: a and b by shares, so that they are positive and sum below 1. */
export function fitCorrelation(
  data: StandardizedRows,
  model: CorrelationModel,
  law: JointLaw,
  options: { readonly tolerance: number; readonly maxIterations: number },
): CorrelationFit {
  const moving = model === "dcc" ? 2 : 0;
  const size = moving + (law === "student-t" ? 1 : 0);
  const read = (free: Float64Array, shares: Float64Array): CorrelationParameters => {
    toShares(free, shares, 0, moving);
    const freedom = law === "student-t" ? 2 + Math.exp(free[moving]!) : Infinity;
    return { a: moving > 0 ? shares[0]! : 0, b: moving > 0 ? shares[1]! : 0, freedom };
  };
  if (size === 0) {
    const parameters = { a: 0, b: 0, freedom: Infinity };
    const { logLikelihood } = correlationPass(data, parameters, { scores: false });
    return { parameters, logLikelihood, converged: true, iterations: 0 };
  }
  let best: CorrelationFit | undefined;
  for (const [a, b] of moving > 0 ? starts : starts.slice(0, 1)) {
    const start = new Float64Array(size);
    fromShares(Float64Array.of(a, b), start, 0, moving);
    if (law === "student-t") start[moving] = freedomStart;
    const shares = new Float64Array(2);
    const byShare = new Float64Array(2);
    const end = minimizeSmooth(
      {
        size,
        valueAndGradient(free, gradient) {
          const parameters = read(free, shares);
          const { logLikelihood, scores } = correlationPass(data, parameters, { scores: true });
          const sums = [0, 0, 0];
          scores.forEach((score, i) => {
            sums[i % 3]! -= score / data.rows;
          });
          byShare.set(sums.slice(0, 2));
          pullBackShares(shares, byShare, gradient, 0, moving);
          if (law === "student-t") gradient[moving] = sums[2]! * (parameters.freedom - 2);
          return -logLikelihood / data.rows;
        },
      },
      start,
      options,
    );
    const fit = {
      parameters: read(end.x, shares),
      logLikelihood: -end.value * data.rows,
      converged: end.converged,
      iterations: end.iterations,
    };
    if (best === undefined || fit.logLikelihood > best.logLikelihood) best = fit;
  }
  return best!;
}
