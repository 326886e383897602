import { normalCdf, normalQuantile } from "@plimsoll/numeric";
import type { InnovationLaw } from "./innovation-law.ts";

const HALF_LOG_TWO_PI = 0.9189385332046728;
const MEAN_ABSOLUTE: number = Math.sqrt(2 / Math.PI);

/** The standard normal law. */
export const normalLaw: InnovationLaw = {
  kind: "normal",
  parameterNames: [],
  bounds: [],
  start: () => [],
  evaluate({ rows, residuals, variances, logLikelihoods, byResidual, byVariance }) {
    let total = 0;
    for (let t = 0; t < rows; t++) {
      const e = residuals[t]!;
      const h = variances[t]!;
      const inverse = 1 / h;
      const slope = e * inverse;
      const square = e * slope;
      const row = -HALF_LOG_TWO_PI - 0.5 * (Math.log(h) + square);
      logLikelihoods[t] = row;
      byResidual[t] = -slope;
      byVariance[t] = 0.5 * inverse * (square - 1);
      total += row;
    }
    return total;
  },
  logDensity: (z) => -HALF_LOG_TWO_PI - 0.5 * z * z,
  derivative: (z) => -z,
  cdf: (z) => normalCdf(z),
  quantile: (probability) => normalQuantile(probability),
  draw: (stream) => stream.normal(),
  absoluteMoment: () => MEAN_ABSOLUTE,
  tailIndex: () => Infinity,
};
