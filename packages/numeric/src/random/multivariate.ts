import { choleskyFactor } from "../dense/cholesky.ts";
import { requireLength } from "../dense/shape.ts";
import { normalCdf } from "../distributions/normal.ts";
import { studentTDistribution } from "../distributions/student-t.ts";
import type { RandomStream } from "./random-stream.ts";

/**
 * Draws `rows` vectors of correlated normals: row = mean + L z, `lower` the Cholesky factor of the covariance.
 *
 * Returns a row-major `rows` x `size` matrix. Throws `RangeError` on arrays that are too short; NaN in `mean` or `lower`
 * propagates to the draws.
 *
 * @example
 * ```ts
 * import { multivariateNormal, RandomStream } from "@plimsoll/numeric";
 *
 * const lower = Float64Array.of(0.2, 0, 0.06, 0.08); // of .04 .012 / .012 .01
 * const draws = multivariateNormal(RandomStream.of(1), Float64Array.of(0.05, 0.02), lower, 1000);
 * console.log(draws.length); // 2000
 * ```
 */
export function multivariateNormal(
  stream: RandomStream,
  mean: Float64Array,
  lower: Float64Array,
  rows: number,
  out: Float64Array = new Float64Array(rows * mean.length),
): Float64Array {
  const size = mean.length;
  requireLength("lower", lower, size * size);
  requireLength("out", out, rows * size);
  const z = new Float64Array(size);
  for (let r = 0; r < rows; r++) {
    stream.fillNormal(z);
    correlate(z, lower, size, out, r * size);
    for (let i = 0; i < size; i++) out[r * size + i]! += mean[i]!;
  }
  return out;
}

/** out = L z, summed from the left so that every engine gives the same bits. */
function correlate(z: Float64Array, lower: Float64Array, size: number, out: Float64Array, at: number): void {
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j <= i; j++) sum += lower[i * size + j]! * z[j]!;
    out[at + i] = sum;
  }
}

/**
 * Draws `rows` vectors of the multivariate Student t with scatter matrix L L': row = location + L z / sqrt(g / nu), with
 * one chi-square g a row, so that all components share their extremes. The covariance is nu / (nu - 2) L L'.
 *
 * Throws `RangeError` on arrays that are too short and unless the degrees of freedom are positive.
 *
 * @example
 * ```ts
 * import { multivariateStudentT, RandomStream } from "@plimsoll/numeric";
 *
 * const draws = multivariateStudentT(RandomStream.of(1), 5, Float64Array.of(0, 0), Float64Array.of(1, 0, 0, 1), 10);
 * console.log(draws.length); // 20
 * ```
 */
export function multivariateStudentT(
  stream: RandomStream,
  degreesOfFreedom: number,
  location: Float64Array,
  lower: Float64Array,
  rows: number,
  out: Float64Array = new Float64Array(rows * location.length),
): Float64Array {
  const size = location.length;
  requireLength("lower", lower, size * size);
  requireLength("out", out, rows * size);
  const z = new Float64Array(size);
  for (let r = 0; r < rows; r++) {
    stream.fillNormal(z);
    correlate(z, lower, size, out, r * size);
    const shrink = Math.sqrt(stream.chiSquare(degreesOfFreedom) / degreesOfFreedom);
    for (let i = 0; i < size; i++) out[r * size + i] = location[i]! + out[r * size + i]! / shrink;
  }
  return out;
}

/**
 * Draws a Wishart matrix with scale matrix L L' (Bartlett 1933): L A A' L', A lower triangular with independent normals
 * below roots of chi-squares of nu, nu - 1, ... degrees of freedom. Its mean is nu L L'.
 *
 * Returns a symmetric row-major `size` x `size` matrix. Throws `RangeError` when `degreesOfFreedom` is not above
 * `size` - 1 or `lower` is too short.
 *
 * @example
 * ```ts
 * import { RandomStream, wishart } from "@plimsoll/numeric";
 *
 * const [a, b, c, d] = wishart(RandomStream.of(1), 5, Float64Array.of(1, 0, 0.5, 1), 2);
 * console.log(b === c, a! > 0, a! * d! > b! * c!); // true true true
 * ```
 */
export function wishart(
  stream: RandomStream,
  degreesOfFreedom: number,
  lower: Float64Array,
  size: number,
  out: Float64Array = new Float64Array(size * size),
): Float64Array {
  requireLength("lower", lower, size * size);
  requireLength("out", out, size * size);
  if (!(degreesOfFreedom > size - 1)) {
    throw new RangeError(`expected more than ${size - 1} degrees of freedom, was ${degreesOfFreedom}`);
  }
  const bartlett = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) bartlett[i * size + j] = stream.normal();
    bartlett[i * size + i] = Math.sqrt(stream.chiSquare(degreesOfFreedom - i));
  }
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = j; k <= i; k++) sum += lower[i * size + k]! * bartlett[k * size + j]!;
      product[i * size + j] = sum;
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k <= j; k++) sum += product[i * size + k]! * product[j * size + k]!;
      out[i * size + j] = sum;
      out[j * size + i] = sum;
    }
  }
  return out;
}

/**
 * Draws `rows` vectors of dependent uniforms from a Gaussian copula with a correlation matrix (row-major `size` x `size`).
 *
 * Returns a row-major `rows` x `size` matrix of numbers in 0..1. Throws `RangeError` when `correlations` has a diagonal
 * other than 1 or is not positive definite (NaN included).
 *
 * @example
 * ```ts
 * import { gaussianCopula, RandomStream } from "@plimsoll/numeric";
 *
 * const draws = gaussianCopula(RandomStream.of(1), Float64Array.of(1, 0.9, 0.9, 1), 2, 100);
 * console.log(draws.every((u) => u > 0 && u < 1)); // true
 * ```
 */
export function gaussianCopula(
  stream: RandomStream,
  correlations: Float64Array,
  size: number,
  rows: number,
): Float64Array {
  const lower = correlationFactor(correlations, size);
  return multivariateNormal(stream, new Float64Array(size), lower, rows).map(normalCdf);
}

/**
 * Draws `rows` vectors of dependent uniforms from a Student t copula, whose components are extreme together.
 *
 * Returns a row-major `rows` x `size` matrix of numbers in 0..1. Errors as {@link gaussianCopula}; the degrees of freedom
 * must be positive.
 *
 * @example
 * ```ts
 * import { RandomStream, studentTCopula } from "@plimsoll/numeric";
 *
 * const draws = studentTCopula(RandomStream.of(1), 4, Float64Array.of(1, 0.5, 0.5, 1), 2, 100);
 * console.log(draws.every((u) => u > 0 && u < 1)); // true
 * ```
 */
export function studentTCopula(
  stream: RandomStream,
  degreesOfFreedom: number,
  correlations: Float64Array,
  size: number,
  rows: number,
): Float64Array {
  const lower = correlationFactor(correlations, size);
  const margin = studentTDistribution(degreesOfFreedom);
  return multivariateStudentT(stream, degreesOfFreedom, new Float64Array(size), lower, rows).map((t) => margin.cdf(t));
}

function correlationFactor(correlations: Float64Array, size: number): Float64Array {
  requireLength("correlations", correlations, size * size);
  for (let i = 0; i < size; i++) {
    if (correlations[i * size + i] !== 1) {
      throw new RangeError(`expected a correlation matrix, diagonal entry ${i} was ${correlations[i * size + i]}`);
    }
  }
  const lower = new Float64Array(size * size);
  const done = choleskyFactor(correlations, size, lower);
  if (done < size)
    throw new RangeError(`expected a positive definite correlation matrix, pivot ${done} is not positive`);
  return lower;
}
