import { invalidInput } from "@plimsoll/core";
import { cvarMeasure, multivariateNormal, multivariateStudentT, quantile, RandomStream } from "@plimsoll/numeric";
import { checkConfidence } from "../input/checks.ts";
import { alignWeights, type WeightInput } from "../input/return-series.ts";
import { factorOf, readMoments, type StressMoments } from "./stress-moments.ts";

/** What is asked of {@link monteCarloStress}: moments of the stressed market, such as `correlationBreakdown`'s. */
export interface MonteCarloStressInput extends StressMoments {
  readonly seed: number | string;
  /** Fractions by asset; `reprice` replaces them where the book isn't linear. */
  readonly weights?: WeightInput;
  /** Gain of the book, as a fraction, for returns of the assets in their order. */
  readonly reprice?: (returns: Float64Array) => number;
  /** @defaultValue 10000 */
  readonly draws?: number;
  /** Degrees of freedom of a Student-t law with the same covariance; above 2. @defaultValue normal */
  readonly degreesOfFreedom?: number;
  /** @defaultValue 0.99 */
  readonly confidence?: number;
}

/** Gains under simulated stress. */
export interface MonteCarloStress {
  /** Positive for a loss. */
  readonly valueAtRisk: number;
  readonly expectedShortfall: number;
  readonly mean: number;
  /** The largest loss drawn, and the returns that made it. */
  readonly worst: { readonly loss: number; readonly returns: Readonly<Record<string, number>> };
  /** Every gain, in the order drawn. */
  readonly gains: Float64Array;
}

/**
 * Simulates a stressed market and reprices the portfolio in each draw.
 *
 * Draws are the same in every runtime. Throws `INVALID_INPUT` for bad moments, a singular covariance, and without weights or
 * `reprice`.
 *
 * @example
 * ```ts
 * import { correlationBreakdown, monteCarloStress } from "@plimsoll/risk";
 *
 * const calm = { assets: ["a", "b"], covariance: [[0.0004, 0], [0, 0.0004]] };
 * const stressed = { ...calm, covariance: correlationBreakdown(calm, { share: 0.9, volatility: 2 }) };
 * const options = { weights: { a: 0.5, b: 0.5 }, seed: 1 };
 * const [before, after] = [monteCarloStress({ ...calm, ...options }), monteCarloStress({ ...stressed, ...options })];
 * console.log(after.valueAtRisk > 2.5 * before.valueAtRisk); // true
 * ```
 */
export function monteCarloStress(input: MonteCarloStressInput): MonteCarloStress {
  const { assets, seed, draws = 10_000, degreesOfFreedom, confidence = 0.99 } = input;
  checkConfidence(confidence);
  const { size, covariance, mean } = readMoments(input);
  if (!Number.isInteger(draws) || draws < 2) throw invalidInput("draws", `draws: expected at least 2, was ${draws}`);
  if (degreesOfFreedom !== undefined && !(degreesOfFreedom > 2)) {
    throw invalidInput("degreesOfFreedom", `degreesOfFreedom: expected more than 2, was ${degreesOfFreedom}`);
  }
  const price = pricing(input);
  const scale = degreesOfFreedom === undefined ? 1 : Math.sqrt((degreesOfFreedom - 2) / degreesOfFreedom);
  const lower = factorOf(covariance, assets).map((entry) => entry * scale);
  const stream = RandomStream.of(seed);
  const row = new Float64Array(size);
  const gains = new Float64Array(draws);
  let worst = new Float64Array(size);
  let lowest = Infinity;
  for (let draw = 0; draw < draws; draw++) {
    if (degreesOfFreedom === undefined) multivariateNormal(stream, mean, lower, 1, row);
    else multivariateStudentT(stream, degreesOfFreedom, mean, lower, 1, row);
    const gain = price(row);
    if (!Number.isFinite(gain)) throw invalidInput("reprice", `reprice: expected a finite gain, was ${gain}`);
    gains[draw] = gain;
    if (gain < lowest) {
      lowest = gain;
      worst = row.slice();
    }
  }
  return {
    valueAtRisk: -quantile(gains, 1 - confidence),
    expectedShortfall: cvarMeasure.value(gains, { confidence }),
    mean: gains.reduce((sum, gain) => sum + gain, 0) / draws,
    worst: { loss: -lowest, returns: Object.fromEntries(assets.map((asset, i) => [asset, worst[i]!])) },
    gains,
  };
}

function pricing({ assets, weights, reprice }: MonteCarloStressInput): (returns: Float64Array) => number {
  if (reprice !== undefined) return reprice;
  if (weights === undefined) throw invalidInput("weights", "weights: give weights or reprice");
  const aligned = alignWeights(weights, assets);
  return (returns) => {
    let gain = 0;
    for (let i = 0; i < aligned.length; i++) gain += aligned[i]! * returns[i]!;
    return gain;
  };
}
