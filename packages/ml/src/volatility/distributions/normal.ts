import { normalCdf, normalQuantile } from "@plimsoll/numeric";
import { type InnovationLaw, isExtreme } from "./innovation-law.ts";

const HALF_LOG_TWO_PI = 0.9189385332046728;
const MEAN_ABSOLUTE: number = Math.sqrt(2 / Math.PI);

/** The standard normal law. */
export const normalLaw: InnovationLaw = {
  kind: "normal",
  parameterNames: [],
  bounds: [],
  start: () => [],
  evaluate({ rows, residuals, variances, logLikelihoods, byResidual, byVariance }) {
    let squares = 0;
    let logarithms = 0;
    // one logarithm for several variances
    let product = 1;
    for (let t = 0; t < rows; t++) {
      const e = residuals[t]!;
      const h = variances[t]!;
      // a product would hide a pair of negative variances
      if (!(h > 0)) return Number.NaN;
      const inverse = 1 / h;
      const slope = e * inverse;
      const square = e * slope;
      byResidual[t] = -slope;
      byVariance[t] = 0.5 * inverse * (square - 1);
      squares += square;
      product *= h;
      if ((t & 7) === 7 || isExtreme(product)) {
        logarithms += Math.log(product);
        product = 1;
      }
      if (logLikelihoods !== null) logLikelihoods[t] = -HALF_LOG_TWO_PI - 0.5 * (Math.log(h) + square);
    }
    return -rows * HALF_LOG_TWO_PI - 0.5 * (squares + logarithms + Math.log(product));
  },
  logDensity: (z) => -HALF_LOG_TWO_PI - 0.5 * z * z,
  derivative: (z) => -z,
  cdf: (z) => normalCdf(z),
  quantile: (probability) => normalQuantile(probability),
  draw: (stream) => stream.normal(),
  absoluteMoment: () => MEAN_ABSOLUTE,
  tailIndex: () => Infinity,
};
