import { logGamma, studentTDistribution } from "@plimsoll/numeric";
import { digamma } from "./digamma.ts";
import { type InnovationLaw, isExtreme } from "./innovation-law.ts";

/** ln of the constant of the density of variance 1: ln Gamma((nu+1)/2) - ln Gamma(nu/2) - ln(pi (nu-2)) / 2. */
export function logStudentConstant(nu: number): number {
  return logGamma((nu + 1) / 2) - logGamma(nu / 2) - 0.5 * Math.log(Math.PI * (nu - 2));
}

/** Its derivative by nu. */
export function logStudentConstantSlope(nu: number): number {
  return 0.5 * (digamma((nu + 1) / 2) - digamma(nu / 2) - 1 / (nu - 2));
}

/** Degrees of freedom that have the kurtosis 3 + 6 / (nu - 4). */
export function degreesOfFreedomFrom(kurtosis: number): number {
  return kurtosis > 3.5 ? Math.max(4.2, 4 + 6 / (kurtosis - 3)) : 16;
}

/** Student's t with `degreesOfFreedom` nu above 2, scaled to variance 1 (Bollerslev 1987). */
export const studentTLaw: InnovationLaw = {
  kind: "student-t",
  parameterNames: ["degreesOfFreedom"],
  bounds: [[2.05, 500]],
  start: (kurtosis) => [degreesOfFreedomFrom(kurtosis)],
  evaluate({ rows, residuals, variances, logLikelihoods, byResidual, byVariance }, shape, byShape) {
    const nu = shape[0]!;
    const constant = logStudentConstant(nu);
    const half = (nu + 1) / 2;
    const inverseRoom = 1 / (nu - 2);
    let logVariances = 0;
    let logarithms = 0;
    let shares = 0;
    // one logarithm for several rows
    let product = 1;
    let growths = 1;
    for (let t = 0; t < rows; t++) {
      const e = residuals[t]!;
      const h = variances[t]!;
      // a product would hide a pair of negative variances
      if (!(h > 0)) return Number.NaN;
      const inverse = 1 / h;
      const square = e * e * inverse * inverseRoom;
      const growth = 1 + square;
      // -(nu + 1) / 2 times d ln growth / d ln e^2
      const pull = (half * square) / growth;
      byResidual[t] = (-2 * half * e * inverse * inverseRoom) / growth;
      byVariance[t] = inverse * (pull - 0.5);
      shares += pull;
      product *= h;
      growths *= growth;
      if ((t & 7) === 7 || isExtreme(product) || isExtreme(growths)) {
        logVariances += Math.log(product);
        logarithms += Math.log(growths);
        product = 1;
        growths = 1;
      }
      if (logLikelihoods !== null) logLikelihoods[t] = constant - 0.5 * Math.log(h) - half * Math.log(growth);
    }
    logVariances += Math.log(product);
    logarithms += Math.log(growths);
    byShape[0]! += rows * logStudentConstantSlope(nu) - 0.5 * logarithms + shares * inverseRoom;
    return rows * constant - 0.5 * logVariances - half * logarithms;
  },
  logDensity: (z, shape) => {
    const nu = shape[0]!;
    return logStudentConstant(nu) - 0.5 * (nu + 1) * Math.log1p((z * z) / (nu - 2));
  },
  derivative: (z, shape) => (-(shape[0]! + 1) * z) / (shape[0]! - 2 + z * z),
  cdf: (z, shape) => law(shape[0]!).cdf(z),
  quantile: (probability, shape) => law(shape[0]!).quantile(probability),
  draw: (stream, shape) => unit(shape[0]!) * stream.studentT(shape[0]!),
  absoluteMoment(shape, gradient) {
    const nu = shape[0]!;
    const value = Math.exp(0.5 * Math.log((nu - 2) / Math.PI) + logGamma((nu - 1) / 2) - logGamma(nu / 2));
    if (gradient !== undefined) {
      gradient[0] = 0.5 * value * (1 / (nu - 2) + digamma((nu - 1) / 2) - digamma(nu / 2));
    }
    return value;
  },
  tailIndex: (shape) => shape[0]!,
};

const unit = (nu: number): number => Math.sqrt((nu - 2) / nu);
const law = (nu: number): ReturnType<typeof studentTDistribution> => studentTDistribution(nu, 0, unit(nu));
