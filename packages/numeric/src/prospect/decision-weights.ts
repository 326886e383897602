import { checkWeightingPower, weighProbability } from "./probability-weight.ts";

/** The powers of the two probability weightings. */
export interface WeightingPowers {
  /** Of gains. */
  readonly gamma: number;
  /** Of losses. */
  readonly delta: number;
}

/**
 * The weight of each outcome in cumulative prospect theory, in the outcomes' order.
 *
 * A gain's weight is w+(chance of it or better) - w+(chance of better); a loss's w-(chance of it or worse) -
 * w-(chance of worse) (Tversky & Kahneman 1992, equations 1 and 2). The weights are not probabilities: they need not sum
 * to 1. An outcome of zero counts among the gains, where its value is 0; ties share their joint weight.
 *
 * @param outcomes - n gains (>= 0) and losses (< 0) relative to the reference, any order, not NaN
 * @param probabilities - n, >= 0, summing to 1
 * @throws RangeError for arrays of different lengths or a power under which the weighting is not monotone
 *
 * @example
 * ```ts
 * import { decisionWeights } from "@plimsoll/numeric";
 *
 * const die = Float64Array.of(-5, -3, -1, 2, 4, 6);
 * const weights = decisionWeights(die, new Float64Array(6).fill(1 / 6), { gamma: 0.61, delta: 0.69 });
 * console.log([...weights].map((weight) => weight.toFixed(4)).join(" "));
 * // 0.2307 0.1187 0.1046 0.0847 0.0972 0.2388
 * ```
 */
export function decisionWeights(
  outcomes: Float64Array,
  probabilities: Float64Array,
  powers: WeightingPowers,
): Float64Array {
  const size = outcomes.length;
  if (probabilities.length !== size) {
    throw new RangeError(`probabilities: expected ${size}, one for each outcome, was ${probabilities.length}`);
  }
  const { gamma, delta } = powers;
  checkWeightingPower(gamma, "gamma");
  checkWeightingPower(delta, "delta");
  const weights = new Float64Array(size);
  const order = Uint32Array.from(outcomes.keys()).sort((a, b) => outcomes[a]! - outcomes[b]!);
  // summed from both ends: 1 - p has lost the digits on which weights near certainty depend
  const below = new Float64Array(size + 1);
  const above = new Float64Array(size + 1);
  for (let k = 0; k < size; k++) below[k + 1] = Math.min(1, below[k]! + probabilities[order[k]!]!);
  for (let k = size - 1; k >= 0; k--) above[k] = Math.min(1, above[k + 1]! + probabilities[order[k]!]!);
  order.forEach((index, k) => {
    weights[index] =
      outcomes[index]! >= 0
        ? weighProbability(above[k]!, below[k]!, gamma) - weighProbability(above[k + 1]!, below[k + 1]!, gamma)
        : weighProbability(below[k + 1]!, above[k + 1]!, delta) - weighProbability(below[k]!, above[k]!, delta);
  });
  return weights;
}
