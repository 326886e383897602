import { PlimsollError } from "@plimsoll/core";
import { logGamma, mean } from "@plimsoll/numeric";

/** A Student-t law fitted to a sample. */
export interface StudentTFit {
  readonly location: number;
  /** The standard deviation is scale sqrt(nu / (nu - 2)). */
  readonly scale: number;
  readonly degreesOfFreedom: number;
  readonly logLikelihood: number;
  /** psi'(nu / 2) - psi'((nu + 1) / 2), for the information matrix. */
  readonly trigammaDifference: number;
}

const lowest = 1.05;
const highest = 1000;

/** ln Gamma((nu + 1) / 2) - ln Gamma(nu / 2). */
function logGammaHalfStep(nu: number): number {
  return logGamma((nu + 1) / 2) - logGamma(nu / 2);
}

/** psi'(x) by recurrence to x >= 12 and the asymptotic series (Abramowitz & Stegun 6.4.12). */
function trigamma(x: number): number {
  let total = 0;
  let at = x;
  for (; at < 12; at++) total += 1 / (at * at);
  const inverse = 1 / (at * at);
  const series = 1 / 6 - inverse * (1 / 30 - inverse * (1 / 42 - inverse / 30));
  return total + 1 / at + inverse / 2 + (series * inverse) / at;
}

interface Profile {
  readonly location: number;
  readonly scale: number;
  readonly logLikelihood: number;
}

/** Location and scale of greatest likelihood for given degrees of freedom: EM with expanded parameters (Liu, Rubin & Wu 1998). */
function profile(series: Float64Array, nu: number, start: Profile): Profile {
  const n = series.length;
  let { location, scale } = start;
  for (let iteration = 0; iteration < 1000; iteration++) {
    let mass = 0;
    let first = 0;
    for (let i = 0; i < n; i++) {
      const weight = (nu + 1) / (nu + ((series[i]! - location) / scale) ** 2);
      mass += weight;
      first += weight * series[i]!;
    }
    const nextLocation = first / mass;
    let second = 0;
    for (let i = 0; i < n; i++) {
      const weight = (nu + 1) / (nu + ((series[i]! - location) / scale) ** 2);
      second += weight * (series[i]! - nextLocation) ** 2;
    }
    const nextScale = Math.sqrt(second / mass);
    const moved = Math.abs(nextScale - scale) + Math.abs(nextLocation - location);
    location = nextLocation;
    scale = nextScale;
    if (!(scale > 1e-9 * start.scale)) {
      throw new PlimsollError(
        "NOT_CONVERGED",
        'method "student-t": more than half of the returns are equal, so no t law fits best: use another method',
        { iterations: iteration, residual: scale, tolerance: 1e-9 * start.scale },
      );
    }
    if (moved <= 1e-13 * (scale + Math.abs(location))) break;
  }
  let logLikelihood = n * (logGammaHalfStep(nu) - 0.5 * Math.log(Math.PI * nu) - Math.log(scale));
  for (let i = 0; i < n; i++) {
    logLikelihood -= ((nu + 1) / 2) * Math.log1p(((series[i]! - location) / scale) ** 2 / nu);
  }
  return { location, scale, logLikelihood };
}

/** The law of greatest likelihood, degrees of freedom within 1.05 to 1000 unless given. */
export function fitStudentT(series: Float64Array, given?: number): StudentTFit {
  const center = mean(series);
  const spread = Math.sqrt(series.reduce((sum, value) => sum + (value - center) ** 2, 0) / series.length);
  const finish = (nu: number, fit: Profile): StudentTFit => ({
    ...fit,
    degreesOfFreedom: nu,
    trigammaDifference: trigamma(nu / 2) - trigamma((nu + 1) / 2),
  });
  const start = { location: center, scale: spread, logLikelihood: -Infinity };
  if (spread === 0) return finish(given ?? highest, { ...start, logLikelihood: Infinity });
  if (given !== undefined) return finish(given, profile(series, given, start));

  // a coarse grid in ln nu finds the hill, golden section its top
  const points = 14;
  const at = (i: number): number => Math.log(lowest) + (i * Math.log(highest / lowest)) / (points - 1);
  let best = start as Profile;
  let bestAt = 0;
  for (let i = 0; i < points; i++) {
    const candidate = profile(series, Math.exp(at(i)), start);
    if (candidate.logLikelihood > best.logLikelihood) {
      best = candidate;
      bestAt = i;
    }
  }
  const golden = (Math.sqrt(5) - 1) / 2;
  let left = at(Math.max(bestAt - 1, 0));
  let right = at(Math.min(bestAt + 1, points - 1));
  const value = (u: number): number => profile(series, Math.exp(u), best).logLikelihood;
  let inner = right - golden * (right - left);
  let outer = left + golden * (right - left);
  let innerValue = value(inner);
  let outerValue = value(outer);
  while (right - left > 1e-7) {
    if (innerValue >= outerValue) {
      right = outer;
      outer = inner;
      outerValue = innerValue;
      inner = right - golden * (right - left);
      innerValue = value(inner);
    } else {
      left = inner;
      inner = outer;
      innerValue = outerValue;
      outer = left + golden * (right - left);
      outerValue = value(outer);
    }
  }
  const nu = Math.min(Math.max(Math.exp((left + right) / 2), lowest), highest);
  return finish(nu, profile(series, nu, best));
}
