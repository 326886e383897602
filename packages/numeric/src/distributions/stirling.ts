import { exp } from "../random/elementary/exp.ts";
import { log, log1p } from "../random/elementary/log.ts";

const HALF_LOG_TWO_PI = 0.9189385332046728;

/**
 * What Stirling's formula misses: ln Gamma(a) - ((a - 1/2) ln a - a + ln(2 pi)/2), for a > 0.
 *
 * Asymptotic series from 16 on, recursion below it; absolute error about 1e-15.
 */
function stirlingError(a: number): number {
  let total = 0;
  let at = a;
  for (; at < 16; at++) total += (at + 0.5) * log1p(1 / at) - 1;
  const z = 1 / (at * at);
  const series = 1 / 1260 - z * (1 / 1680 - z * (1 / 1188 - z * (691 / 360360 - z * (1 / 156 - (z * 3617) / 122400))));
  return total + (1 / 12 - z * (1 / 360 - z * series)) / at;
}

/**
 * Natural logarithm of the gamma function for a > 0, the same bits in every engine.
 *
 * The absolute error is about 1e-15 of the larger of 1 and the result. 0 and Infinity give Infinity; NaN gives NaN; a
 * negative argument throws `RangeError`.
 *
 * @example
 * ```ts
 * import { logGamma } from "@plimsoll/numeric";
 *
 * console.log(logGamma(5).toFixed(12)); // 3.178053830348
 * ```
 */
export function logGamma(a: number): number {
  if (a < 0) throw new RangeError(`expected a positive argument, was ${a}`);
  if (a === 0 || a === Infinity) return Infinity;
  return (a - 0.5) * log(a) - a + HALF_LOG_TWO_PI + stirlingError(a);
}

/** u - ln(1 + u) without cancellation, for -0.4 <= u <= 0.6. */
function lessLog1p(u: number): number {
  // with s = u / (2 + u), ln(1 + u) = 2 artanh(s) and u - 2s = su
  const s = u / (2 + u);
  const z = s * s;
  let sum = 0;
  for (let k = 25; k >= 3; k -= 2) sum = 1 / k + z * sum;
  return s * u - 2 * s * z * sum;
}

/** Deviance a ln(a/x) + x - a (Loader 2000), without cancellation where x is near a. */
function deviance(a: number, x: number): number {
  const u = (x - a) / a;
  return u < -0.4 || u > 0.6 ? a * log(a / x) + (x - a) : a * lessLog1p(u);
}

// The last parameters and their errors: distributions and root finders ask for the same ones again and again.
let knownShape = Number.NaN;
let knownShapeError = 0;
let knownA = Number.NaN;
let knownB = Number.NaN;
let knownBetaError = 0;

function shapeError(a: number): number {
  if (a !== knownShape) {
    knownShapeError = stirlingError(a);
    knownShape = a;
  }
  return knownShapeError;
}

function betaError(a: number, b: number): number {
  if (a !== knownA || b !== knownB) {
    knownBetaError = stirlingError(a + b) - stirlingError(a) - stirlingError(b);
    knownA = a;
    knownB = b;
  }
  return knownBetaError;
}

/** ln of x^a e^-x / Gamma(a + 1). */
export function logPoissonTerm(a: number, x: number): number {
  return -deviance(a, x) - shapeError(a) - 0.5 * log(2 * Math.PI * a);
}

/** x^a e^-x / Gamma(a + 1), by saddle-point expansion (Loader 2000). */
export function poissonTerm(a: number, x: number): number {
  return exp(-deviance(a, x) - shapeError(a)) / Math.sqrt(2 * Math.PI * a);
}

/** ln of x^a y^b / B(a, b), y = 1 - x. */
export function logBetaTerm(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  return betaError(a, b) - deviance(a, n * x) - deviance(b, n * y) + 0.5 * log((a / n) * (b / (2 * Math.PI)));
}

/** x^a y^b / B(a, b), y = 1 - x, by saddle-point expansion (Loader 2000). */
export function betaTerm(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  return exp(betaError(a, b) - deviance(a, n * x) - deviance(b, n * y)) * Math.sqrt((a / n) * (b / (2 * Math.PI)));
}
