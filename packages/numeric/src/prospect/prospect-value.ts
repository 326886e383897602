import { decisionWeights } from "./decision-weights.ts";
import type { ProspectParameters } from "./prospect-parameters.ts";

/** v(y) of Tversky & Kahneman (1992): y^alpha for gains, -lambda (-y)^beta for losses; `outcome` is relative to the reference. */
export function outcomeValue(
  outcome: number,
  { alpha, beta, lambda }: Pick<Required<ProspectParameters>, "alpha" | "beta" | "lambda">,
): number {
  return outcome >= 0 ? outcome ** alpha : -lambda * (-outcome) ** beta;
}

/**
 * The value of a risky prospect in cumulative prospect theory: V = sum pi_i v(y_i), y the outcomes less the reference.
 *
 * v is {@link outcomeValue} and pi the rank-dependent {@link decisionWeights} (Tversky & Kahneman 1992).
 *
 * @param outcomes - n, any order, not NaN
 * @param probabilities - n, >= 0, summing to 1
 * @returns infinite or NaN where the value overflows
 * @throws RangeError for arrays of different lengths or a weighting that is not monotone
 *
 * @example
 * ```ts
 * import { prospectValue, tverskyKahneman1992 } from "@plimsoll/numeric";
 *
 * // an even bet to win 100 or lose 50 has a mean of 25, and is refused
 * const half = Float64Array.of(0.5, 0.5);
 * console.log(prospectValue(Float64Array.of(100, -50), half, tverskyKahneman1992).toFixed(4)); // -7.7336
 * ```
 */
export function prospectValue(
  outcomes: Float64Array,
  probabilities: Float64Array,
  parameters: Required<ProspectParameters>,
): number {
  const shifted = outcomes.map((outcome) => outcome - parameters.reference);
  const weights = decisionWeights(shifted, probabilities, parameters);
  let total = 0;
  shifted.forEach((outcome, index) => {
    total += weights[index]! * outcomeValue(outcome, parameters);
  });
  return total;
}
