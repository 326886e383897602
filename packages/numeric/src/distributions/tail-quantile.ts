import { exp } from "../random/elementary/exp.ts";
import { log, log1p } from "../random/elementary/log.ts";
import { standardNormalQuantile } from "./normal-quantile.ts";
import { type BetaTails, regularisedBeta } from "./regularised-beta.ts";
import { type GammaTails, regularisedGamma } from "./regularised-gamma.ts";

const gammaTails: GammaTails = { lower: 0, upper: 0, term: 0 };
const betaTails: BetaTails = { lower: 0, upper: 0, term: 0 };

/** Which tail a probability is meant for. */
export type Tail = "lower" | "upper";

/**
 * Newton's method for a tail of a positive quantity, in its logarithm.
 *
 * The logarithm of a gamma number, and of the odds of a beta number, have log-concave densities; so the logarithm of either
 * tail is concave there and the iteration converges from anywhere, one step after the first at the latest from one side.
 * `measure(value)` returns the tail and its slope in the logarithm of the value.
 */
function solve(start: number, probability: number, sign: 1 | -1, measure: (value: number) => [number, number]): number {
  let value = start;
  let previous = Infinity;
  for (let iteration = 0; iteration < 200; iteration++) {
    const [tail, slope] = measure(value);
    if (!(tail > 0) || !(slope > 0)) {
      // beyond what doubles hold: come back towards the centre
      value = sign === 1 ? value * 16 : value / 16;
      continue;
    }
    const ratio = tail / probability;
    const error = ratio > 0.5 && ratio < 2 ? log1p((tail - probability) / probability) : log(ratio);
    const step = (-sign * error * tail) / slope;
    // a step that no longer shrinks is rounding
    if (Math.abs(step) < 1e-8 && Math.abs(step) >= previous) return value;
    previous = Math.abs(step);
    const next = value * exp(Math.max(-40, Math.min(40, step)));
    if (next === value || !(next > 0 && next < Infinity)) return next;
    value = next;
  }
  return value;
}

/** The x at which a tail of the gamma distribution of scale 1 has the probability, 0 < probability < 1. */
export function gammaTailQuantile(a: number, probability: number, tail: Tail): number {
  const upper = 1 - probability;
  const z = tail === "lower" ? standardNormalQuantile(probability, upper) : standardNormalQuantile(upper, probability);
  // Wilson & Hilferty 1931
  const root = 1 - 1 / (9 * a) + z / (3 * Math.sqrt(a));
  const start = Math.max(a * root * root * root, Math.min(a, 1) * 1e-3);
  // the smaller tail is the accurate one
  const flip = probability > 0.5;
  const side = (tail === "lower") !== flip ? "lower" : "upper";
  return solve(start, flip ? upper : probability, side === "lower" ? 1 : -1, (x) => {
    regularisedGamma(a, x, gammaTails);
    return [gammaTails[side], gammaTails.term];
  });
}

/** The odds x / (1 - x) at which a tail of the beta distribution has the probability, 0 < probability < 1. */
export function betaTailOdds(a: number, b: number, probability: number, tail: Tail): number {
  const upper = 1 - probability;
  const z = tail === "lower" ? standardNormalQuantile(probability, upper) : standardNormalQuantile(upper, probability);
  const spread = Math.sqrt(1 / a + 1 / b);
  const start = (a / b) * exp(Math.max(-8, Math.min(8, z * spread)));
  const flip = probability > 0.5;
  const side = (tail === "lower") !== flip ? "lower" : "upper";
  return solve(start, flip ? upper : probability, side === "lower" ? 1 : -1, (odds) => {
    const y = 1 / (1 + odds);
    regularisedBeta(a, b, odds * y, y, betaTails);
    return [betaTails[side], betaTails.term];
  });
}
