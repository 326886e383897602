import { gammaDistribution, logGamma, pow } from "@plimsoll/numeric";
import { digamma } from "./digamma.ts";
import type { InnovationLaw } from "./innovation-law.ts";

/** ln of the scale s for which |z / s|^nu / 2 is a gamma number of shape 1 / nu and z has variance 1. */
const logScale = (nu: number): number => 0.5 * (logGamma(1 / nu) - logGamma(3 / nu)) - Math.LN2 / nu;

const logScaleSlope = (nu: number): number =>
  (3 * digamma(3 / nu) - digamma(1 / nu)) / (2 * nu * nu) + Math.LN2 / (nu * nu);

/** ln nu - ln s - (1 + 1/nu) ln 2 - ln Gamma(1/nu). */
const logConstant = (nu: number): number => Math.log(nu) - logScale(nu) - (1 + 1 / nu) * Math.LN2 - logGamma(1 / nu);

const logConstantSlope = (nu: number): number => 1 / nu - logScaleSlope(nu) + (Math.LN2 + digamma(1 / nu)) / (nu * nu);

/** Generalised error distribution with `tail` nu above 1 (2 is the normal), of variance 1 (Nelson 1991). */
export const gedLaw: InnovationLaw = {
  kind: "ged",
  parameterNames: ["tail"],
  bounds: [[1.01, 100]],
  start: (kurtosis) => [kurtosis > 3.3 ? 1.4 : 1.9],
  evaluate({ rows, residuals, variances, logLikelihoods, byResidual, byVariance }, shape, byShape) {
    const nu = shape[0]!;
    const constant = logConstant(nu);
    const logUnit = logScale(nu);
    const unitSlope = logScaleSlope(nu);
    let total = 0;
    let byTail = rows * logConstantSlope(nu);
    for (let t = 0; t < rows; t++) {
      const e = residuals[t]!;
      const h = variances[t]!;
      const logVariance = Math.log(h);
      const logSize = Math.log(Math.abs(e)) - 0.5 * logVariance - logUnit;
      // a residual of 0 has the logarithm -Infinity and the power 0
      const power = Math.exp(nu * logSize);
      const row = constant - 0.5 * (logVariance + power);
      if (logLikelihoods !== null) logLikelihoods[t] = row;
      byResidual[t] = e === 0 ? 0 : (-0.5 * nu * power) / e;
      byVariance[t] = (0.25 * nu * power - 0.5) / h;
      total += row;
      if (e !== 0) byTail -= 0.5 * power * (logSize - nu * unitSlope);
    }
    byShape[0]! += byTail;
    return total;
  },
  logDensity: (z, shape) => {
    const nu = shape[0]!;
    return logConstant(nu) - 0.5 * Math.pow(Math.abs(z) / Math.exp(logScale(nu)), nu);
  },
  derivative(z, shape) {
    const nu = shape[0]!;
    return z === 0 ? 0 : (-0.5 * nu * Math.pow(Math.abs(z) / Math.exp(logScale(nu)), nu)) / z;
  },
  cdf(z, shape) {
    const nu = shape[0]!;
    const tail = 0.5 * gammaDistribution(1 / nu).survival(0.5 * Math.pow(Math.abs(z) / Math.exp(logScale(nu)), nu));
    return z < 0 ? tail : 1 - tail;
  },
  quantile(probability, shape) {
    const nu = shape[0]!;
    if (probability === 0.5) return 0;
    const tail = probability < 0.5 ? probability : 1 - probability;
    const size = Math.exp(logScale(nu)) * Math.pow(2 * gammaDistribution(1 / nu).survivalQuantile(2 * tail), 1 / nu);
    return probability < 0.5 ? -size : size;
  },
  draw(stream, shape) {
    const nu = shape[0]!;
    const size = Math.exp(logScale(nu)) * pow(2 * stream.gamma(1 / nu), 1 / nu);
    return stream.uniform() < 0.5 ? -size : size;
  },
  absoluteMoment(shape, gradient) {
    const nu = shape[0]!;
    const value = Math.exp(logGamma(2 / nu) - 0.5 * (logGamma(1 / nu) + logGamma(3 / nu)));
    if (gradient !== undefined) {
      gradient[0] = (value * (-2 * digamma(2 / nu) + 0.5 * digamma(1 / nu) + 1.5 * digamma(3 / nu))) / (nu * nu);
    }
    return value;
  },
  tailIndex: () => Infinity,
};
