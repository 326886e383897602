import { quantilePosition, selectInPlace, sorted } from "../statistics/index.ts";
import { checkSeries, tailProbability } from "./check.ts";
import type { ConfidenceOptions, RiskMeasure } from "./measure.ts";
import { type FillWeights, sortedGradient, sortedSum } from "./sorted.ts";

/** How the mean of the tail of a sample is taken. */
export interface CvarOptions extends ConfidenceOptions {
  /**
   * `"exact"` is the coherent tail mean (Acerbi & Tasche 2002), which counts a part of the scenario at the edge;
   * `"mean-beyond"` is the mean of the losses at least as large as the VaR of quantile type 7, the convention of
   * PerformanceAnalytics, which isn't coherent where losses tie.
   * @defaultValue "exact"
   */
  readonly estimator?: "exact" | "mean-beyond";
}

/** The rank weights of the mean of the worst `tail` part of a sample: m whole scenarios and a part of the next. */
export function fillTailMean(weights: Float64Array, tail: number, sign: -1 | 1 = -1): void {
  const n = weights.length;
  const mass = tail * n;
  const whole = Math.min(Math.floor(mass), n - 1);
  // sign -1 takes losses at the low end, sign 1 gains at the high end
  const at = (i: number): number => (sign === -1 ? i : n - 1 - i);
  for (let i = 0; i < whole; i++) weights[at(i)]! += sign / mass;
  weights[at(whole)]! += (sign * (mass - whole)) / mass;
}

function weightsFor(series: Float64Array, { confidence = 0.95, estimator = "exact" }: CvarOptions): FillWeights {
  const tail = tailProbability(confidence);
  if (estimator === "exact") return (weights) => fillTailMean(weights, tail);
  checkSeries(series);
  const ascending = sorted(series);
  // a return is in the tail when it is at most the interpolated quantile: all up to the lower neighbour and its ties
  const { lower, upper, fraction } = quantilePosition(ascending.length, tail, 7);
  const edge = ascending[fraction === 1 ? upper : lower]!;
  let count = lower + 1;
  while (count < ascending.length && ascending[count]! <= edge) count++;
  return (weights) => weights.fill(-1 / count, 0, count);
}

/** {@link fillTailMean} by selection, which needs no full sort. */
function exactValue(series: Float64Array, tail: number): number {
  checkSeries(series);
  const work = series.slice();
  const mass = tail * work.length;
  const whole = Math.min(Math.floor(mass), work.length - 1);
  const edge = selectInPlace(work, whole);
  let total = (mass - whole) * edge;
  for (let i = 0; i < whole; i++) total += work[i]!;
  return (0 - total) / mass;
}

/**
 * Conditional value at risk, also expected shortfall: the mean of the worst 1 - confidence of the losses.
 *
 * With a = 1 - confidence, k = a n, m = floor(k), losses downwards: (L_1 + ... + L_m + (k - m) L_(m+1)) / k
 * = min over v of v + mean max(L - v, 0) / a (Rockafellar & Uryasev 2002).
 */
export const cvarMeasure: RiskMeasure<"cvar", CvarOptions> = {
  kind: "cvar",
  value: (series, options = {}) =>
    options.estimator === "mean-beyond"
      ? sortedSum(series, weightsFor(series, options))
      : exactValue(series, tailProbability(options.confidence ?? 0.95)),
  gradient: (series, options = {}) => sortedGradient(series, weightsFor(series, options)),
  traits: ({ estimator = "exact" } = {}) => ({ convex: estimator === "exact", degree: 1, shift: "subtracts" }),
};
