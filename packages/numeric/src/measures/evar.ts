import { checkSeries, tailProbability } from "./check.ts";
import type { ConfidenceOptions, RiskMeasure } from "./measure.ts";

interface Tilt {
  readonly value: number;
  /** The worst-case probabilities: EVaR is the mean loss under them. */
  readonly probabilities: Float64Array;
}

/**
 * The dual: the mean loss under the tilt q ~ exp(s L) whose relative entropy is -ln a. With K(s) = ln mean exp(s u),
 * u = (L - max) / (max - min), the entropy s K' - K grows from 0 to -ln(share of the largest loss), with slope s K''.
 */
function solve(series: Float64Array, tail: number): Tilt {
  checkSeries(series);
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
  const probabilities = new Float64Array(n);
  // no tilt reaches beyond the largest loss, and 1e-12 forgives the rounding of n a
  if (spread === 0 || ties >= n * tail * (1 - 1e-12)) {
    for (let i = 0; i < n; i++) probabilities[i] = low === series[i] ? 1 / ties : 0;
    return { value: -low, probabilities };
  }

  const budget = -Math.log(tail);
  let mean = 0;
  let spreadSquared = 0;
  let entropy = 0;
  const evaluate = (s: number): void => {
    let total = 0;
    let first = 0;
    let second = 0;
    for (let i = 0; i < n; i++) {
      const u = (low - series[i]!) / spread;
      const weight = Math.exp(s * u);
      probabilities[i] = weight;
      total += weight;
      first += weight * u;
      second += weight * u * u;
    }
    mean = first / total;
    spreadSquared = Math.max(second / total - mean * mean, 0);
    entropy = s * mean - Math.log(total / n);
    for (let i = 0; i < n; i++) probabilities[i]! /= total;
  };

  let below = 0;
  let above = Infinity;
  let s = Math.sqrt(2 * budget);
  for (let iteration = 0; iteration < 200; iteration++) {
    evaluate(s);
    const gap = entropy - budget;
    if (Math.abs(gap) <= 1e-15 * budget) break;
    if (gap < 0) below = s;
    else above = s;
    // Newton in ln s, a step at most eightfold and inside the bracket: the entropy has plateaus between distant losses
    const step = gap / (s * s * spreadSquared);
    let next = s * Math.exp(Math.max(Math.min(-step, Math.LN2 * 3), -Math.LN2 * 3));
    if (!(next > below && next < above)) next = Math.sqrt(below) * Math.sqrt(above);
    if (!(next > below && next < above)) break;
    s = next;
  }
  evaluate(s);
  // (K(s) - ln a) / s: stationary in s, so an error of s enters squared
  const cumulant = s * mean - entropy;
  return { value: -low + (spread * (cumulant + budget)) / s, probabilities };
}

/**
 * Entropic value at risk (Ahmadi-Javid 2012): inf over t > 0 of t (ln mean exp(L / t) - ln a), a = 1 - confidence;
 * the largest loss where its share of the sample is at least a.
 */
export const evarMeasure: RiskMeasure<"evar", ConfidenceOptions> = {
  kind: "evar",
  value: (series, { confidence = 0.95 } = {}) => solve(series, tailProbability(confidence)).value,
  gradient: (series, { confidence = 0.95 } = {}) =>
    solve(series, tailProbability(confidence)).probabilities.map((probability) => -probability),
  traits: () => ({ convex: true, degree: 1, shift: "subtracts" }),
};
