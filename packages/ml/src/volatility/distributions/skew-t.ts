import { studentTDistribution } from "@plimsoll/numeric";
import { type InnovationLaw, isExtreme } from "./innovation-law.ts";
import { degreesOfFreedomFrom, logStudentConstant, logStudentConstantSlope } from "./student-t.ts";

/** Location a, scale b and constant ln(b c) of Hansen's density, with their derivatives by nu and lambda. */
interface Constants {
  readonly a: number;
  readonly b: number;
  readonly logConstant: number;
  readonly aByNu: number;
  readonly aByLambda: number;
  readonly bByNu: number;
  readonly bByLambda: number;
  readonly logConstantByNu: number;
  readonly logConstantByLambda: number;
}

function constantsOf(nu: number, lambda: number): Constants {
  const logC = logStudentConstant(nu);
  const slopeC = logStudentConstantSlope(nu);
  const c = Math.exp(logC);
  const share = (nu - 2) / (nu - 1);
  const a = 4 * lambda * c * share;
  const b = Math.sqrt(1 + 3 * lambda * lambda - a * a);
  const aByNu = 4 * lambda * c * (slopeC * share + 1 / ((nu - 1) * (nu - 1)));
  const aByLambda = 4 * c * share;
  const bByNu = (-a * aByNu) / b;
  const bByLambda = (3 * lambda - a * aByLambda) / b;
  return {
    a,
    b,
    logConstant: Math.log(b) + logC,
    aByNu,
    aByLambda,
    bByNu,
    bByLambda,
    logConstantByNu: bByNu / b + slopeC,
    logConstantByLambda: bByLambda / b,
  };
}

const unit = (nu: number): number => Math.sqrt((nu - 2) / nu);

/** E|z| = 2 E max(z, 0), from the partial moments of Student's t. */
function meanAbsolute(nu: number, lambda: number): number {
  const { a, b } = constantsOf(nu, lambda);
  const side = 1 + Math.abs(lambda);
  const cut = Math.abs(a) / side;
  const t = cut / unit(nu);
  const law = studentTDistribution(nu);
  const partial = (unit(nu) * law.pdf(t) * (nu + t * t)) / (nu - 1) - cut * law.survival(t);
  return (2 * side * side * partial) / b;
}

/**
 * The skewed t of Hansen (1994) with `degreesOfFreedom` nu above 2 and `skewness` lambda between -1 and 1 (negative: a long
 * left tail), of mean 0 and variance 1.
 */
export const skewTLaw: InnovationLaw = {
  kind: "skew-t",
  parameterNames: ["degreesOfFreedom", "skewness"],
  bounds: [
    [2.05, 300],
    [-1, 1],
  ],
  start: (kurtosis) => [degreesOfFreedomFrom(kurtosis), 0],
  evaluate({ rows, residuals, variances, logLikelihoods, byResidual, byVariance }, shape, byShape) {
    const [nu, lambda] = [shape[0]!, shape[1]!];
    const constants = constantsOf(nu, lambda);
    const { a, b, logConstant } = constants;
    const half = (nu + 1) / 2;
    const inverseRoom = 1 / (nu - 2);
    let logVariances = 0;
    let logarithms = 0;
    let shares = 0;
    // one logarithm for several rows
    let product = 1;
    let growths = 1;
    let byA = 0;
    let byB = 0;
    let bySide = 0;
    for (let t = 0; t < rows; t++) {
      const h = variances[t]!;
      // a product would hide a pair of negative variances
      if (!(h > 0)) return Number.NaN;
      const deviation = Math.sqrt(h);
      const z = residuals[t]! / deviation;
      const moved = b * z + a;
      const sign = moved < 0 ? -1 : 1;
      const inverseSide = 1 / (1 + sign * lambda);
      const u = moved * inverseSide;
      const growth = 1 + u * u * inverseRoom;
      // d row / du, then by what u is made of
      const byU = (-2 * half * u * inverseRoom) / growth;
      const byMoved = byU * inverseSide;
      const byZ = byMoved * b;
      byResidual[t] = byZ / deviation;
      byVariance[t] = (-0.5 * (1 + z * byZ)) / h;
      shares -= byU * u;
      byA += byMoved;
      byB += byMoved * z;
      bySide -= byMoved * u * sign;
      product *= h;
      growths *= growth;
      if ((t & 7) === 7 || isExtreme(product) || isExtreme(growths)) {
        logVariances += Math.log(product);
        logarithms += Math.log(growths);
        product = 1;
        growths = 1;
      }
      if (logLikelihoods !== null) logLikelihoods[t] = logConstant - 0.5 * Math.log(h) - half * Math.log(growth);
    }
    logVariances += Math.log(product);
    logarithms += Math.log(growths);
    byShape[0]! +=
      rows * constants.logConstantByNu -
      0.5 * logarithms +
      0.5 * shares * inverseRoom +
      byA * constants.aByNu +
      byB * constants.bByNu;
    byShape[1]! +=
      rows * constants.logConstantByLambda + byA * constants.aByLambda + byB * constants.bByLambda + bySide;
    return rows * logConstant - 0.5 * logVariances - half * logarithms;
  },
  logDensity(z, shape) {
    const [nu, lambda] = [shape[0]!, shape[1]!];
    const { a, b, logConstant } = constantsOf(nu, lambda);
    const u = (b * z + a) / (1 + (b * z + a < 0 ? -lambda : lambda));
    return logConstant - 0.5 * (nu + 1) * Math.log1p((u * u) / (nu - 2));
  },
  derivative(z, shape) {
    const [nu, lambda] = [shape[0]!, shape[1]!];
    const { a, b } = constantsOf(nu, lambda);
    const side = 1 + (b * z + a < 0 ? -lambda : lambda);
    const u = (b * z + a) / side;
    return ((-(nu + 1) * u) / (nu - 2 + u * u)) * (b / side);
  },
  cdf(z, shape) {
    const [nu, lambda] = [shape[0]!, shape[1]!];
    const { a, b } = constantsOf(nu, lambda);
    const moved = b * z + a;
    const law = studentTDistribution(nu, 0, unit(nu));
    return moved < 0
      ? (1 - lambda) * law.cdf(moved / (1 - lambda))
      : 1 - (1 + lambda) * law.survival(moved / (1 + lambda));
  },
  quantile(probability, shape) {
    const [nu, lambda] = [shape[0]!, shape[1]!];
    const { a, b } = constantsOf(nu, lambda);
    const law = studentTDistribution(nu, 0, unit(nu));
    const moved =
      probability < (1 - lambda) / 2
        ? (1 - lambda) * law.quantile(probability / (1 - lambda))
        : (1 + lambda) * law.survivalQuantile((1 - probability) / (1 + lambda));
    return (moved - a) / b;
  },
  draw(stream, shape) {
    const [nu, lambda] = [shape[0]!, shape[1]!];
    const { a, b } = constantsOf(nu, lambda);
    const size = unit(nu) * Math.abs(stream.studentT(nu));
    return ((stream.uniform() < (1 - lambda) / 2 ? -(1 - lambda) : 1 + lambda) * size - a) / b;
  },
  absoluteMoment(shape, gradient) {
    const [nu, lambda] = [shape[0]!, shape[1]!];
    if (gradient !== undefined) {
      // the distribution function of t has no closed derivative by nu: differences of fourth order
      gradient[0] = slope((at) => meanAbsolute(at, lambda), nu, 1e-3 * (nu - 2));
      gradient[1] = slope((at) => meanAbsolute(nu, at), lambda, 1e-3 * (1 - Math.abs(lambda)));
    }
    return meanAbsolute(nu, lambda);
  },
  tailIndex: (shape) => shape[0]!,
};

function slope(f: (x: number) => number, x: number, step: number): number {
  return (8 * (f(x + step) - f(x - step)) - (f(x + 2 * step) - f(x - 2 * step))) / (12 * step);
}
