import { checkSeries, tailProbability } from "./check.ts";
import type { ConfidenceOptions, RiskMeasure } from "./measure.ts";

/** Confidence and deformation of the relativistic value at risk. */
export interface RlvarOptions extends ConfidenceOptions {
  /**
   * Strictly between 0 and 1: towards 0 the measure is EVaR, towards 1 the largest loss.
   * @defaultValue 0.3
   */
  readonly kappa?: number;
}

interface Tilt {
  readonly value: number;
  /** The worst-case probabilities: RLVaR is the mean loss under them. */
  readonly probabilities: Float64Array;
}

/**
 * The dual: the largest mean loss under q whose Kaniadakis entropy sum (q^(1+k) - q^(1-k)) / (2k) is at most that of n a
 * equal scenarios. Its solution is q_i = y_i^(1/k), y_i = (k s_i + sqrt(k^2 s_i^2 + 1 - k^2)) / (1 + k), s_i = (L_i - t) / z:
 * t makes the q sum to 1 and z uses up the entropy, each by Newton's method within a bracket.
 */
function solve(series: Float64Array, tail: number, kappa: number): Tilt {
  checkSeries(series);
  if (!(kappa > 0 && kappa < 1)) throw new RangeError(`expected kappa strictly between 0 and 1, was ${kappa}`);
  const n = series.length;
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < n; i++) {
    low = Math.min(low, series[i]!);
    high = Math.max(high, series[i]!);
  }
  const spread = high - low;
  let ties = 0;
  for (let i = 0; i < n; i++) if (low === series[i]) ties++;
  const q = new Float64Array(n);
  // as for EVaR, no tilt reaches beyond the largest loss
  if (spread === 0 || ties >= n * tail * (1 - 1e-12)) {
    for (let i = 0; i < n; i++) q[i] = low === series[i] ? 1 / ties : 0;
    return { value: -low, probabilities: q };
  }
  const budget = Math.sinh(-kappa * Math.log(tail * n)) / kappa;
  const rest = 1 - kappa * kappa;
  const scale = 1 + kappa;
  let total = 0;
  let slope = 0;
  let first = 0;
  let second = 0;
  let entropy = 0;
  const evaluate = (t: number, z: number): void => {
    total = slope = first = second = entropy = 0;
    for (let i = 0; i < n; i++) {
      const s = ((low - series[i]!) / spread - t) / z;
      const root = Math.sqrt(kappa * kappa * s * s + rest);
      // the form without cancellation for each sign
      const y = s >= 0 ? (kappa * s + root) / scale : (1 - kappa) / (root - kappa * s);
      const p = y ** (1 / kappa);
      q[i] = p;
      total += p;
      const weight = p / root;
      slope += weight;
      first += weight * s;
      second += weight * s * s;
      entropy += (p * (y - 1 / y)) / (2 * kappa);
    }
  };
  // one scenario alone has q <= 1, so s of the largest loss is at most 1: t >= -z; all equal 1 / n: t <= level
  const even = n ** -kappa;
  const level = (scale * even - (1 - kappa) / even) / (2 * kappa);
  const center = (z: number, start: number): number => {
    let below = -z;
    let above = -z * level;
    let t = Math.min(Math.max(start, below), above);
    for (let pass = 0; pass < 200; pass++) {
      evaluate(t, z);
      const gap = total - 1;
      if (Math.abs(gap) <= 1e-15) break;
      if (gap > 0) below = t;
      else above = t;
      let next = t + (gap * z) / slope;
      if (!(next > below && next < above)) next = (below + above) / 2;
      if (!(next > below && next < above)) break;
      t = next;
    }
    return t;
  };
  let below = 0;
  let above = Infinity;
  let z = 1;
  let t = -z * level;
  for (let pass = 0; pass < 200; pass++) {
    t = center(z, t);
    const gap = entropy - budget;
    if (Math.abs(gap) <= 1e-14 * Math.max(1, Math.abs(budget))) break;
    // a smaller z tilts more
    if (gap > 0) below = z;
    else above = z;
    const spreadOfTilt = second - (first * first) / slope;
    const step = Math.max(Math.min(gap / spreadOfTilt, Math.LN2 * 3), -Math.LN2 * 3);
    let next = z * Math.exp(step);
    if (!(next > below && next < above))
      next = above === Infinity ? 8 * z : Math.sqrt(Math.max(below, above / 64) * above);
    if (!(next > below && next < above)) break;
    t *= next / z;
    z = next;
  }
  let value = 0;
  for (let i = 0; i < n; i++) {
    q[i]! /= total;
    value -= q[i]! * series[i]!;
  }
  return { value, probabilities: q };
}

/**
 * Relativistic value at risk (Cajas 2023): the least of t + z ln_k(1 / (a n)) + sum of the conjugate of the Kaniadakis
 * entropy, ln_k(x) = (x^k - x^(-k)) / (2k), k = `kappa`, a = 1 - confidence. It lies between EVaR and the largest loss, and
 * is the latter where the share of that in the sample is at least a.
 */
export const rlvarMeasure: RiskMeasure<"rlvar", RlvarOptions> = {
  kind: "rlvar",
  value: (series, { confidence = 0.95, kappa = 0.3 } = {}) => solve(series, tailProbability(confidence), kappa).value,
  gradient: (series, { confidence = 0.95, kappa = 0.3 } = {}) =>
    solve(series, tailProbability(confidence), kappa).probabilities.map((probability) => -probability),
  traits: () => ({ convex: true, degree: 1, shift: "subtracts" }),
};
