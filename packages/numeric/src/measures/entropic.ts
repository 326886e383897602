import { checkSeries } from "./check.ts";
import type { RiskMeasure } from "./measure.ts";

/** Aversion of the entropic measure. */
export interface EntropicOptions {
  /**
   * theta > 0.
   * @defaultValue 1
   */
  readonly aversion?: number;
}

/** The softmax weights of theta L into `weights`; the return value is ln mean exp(theta L). */
function tilt(series: Float64Array, aversion: number, weights: Float64Array): number {
  checkSeries(series);
  if (!(aversion > 0 && aversion < Infinity)) throw new RangeError(`expected aversion > 0, was ${aversion}`);
  let top = -Infinity;
  for (let i = 0; i < series.length; i++) top = Math.max(top, -series[i]!);
  let total = 0;
  for (let i = 0; i < series.length; i++) {
    weights[i] = Math.exp(aversion * (-series[i]! - top));
    total += weights[i]!;
  }
  for (let i = 0; i < series.length; i++) weights[i]! /= total;
  return aversion * top + Math.log(total / series.length);
}

/** Entropic measure: (1 / theta) ln mean exp(theta L). */
export const entropicMeasure: RiskMeasure<"entropic", EntropicOptions> = {
  kind: "entropic",
  value: (series, { aversion = 1 } = {}) => tilt(series, aversion, new Float64Array(series.length)) / aversion,
  gradient: (series, { aversion = 1 } = {}) => {
    const weights = new Float64Array(series.length);
    tilt(series, aversion, weights);
    return weights.map((weight) => -weight);
  },
  traits: () => ({ convex: true, degree: null, shift: "subtracts" }),
};
