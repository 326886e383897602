import { invalidInput } from "@plimsoll/core";
import { prospectValue } from "@plimsoll/numeric";
import { type Prospect, type ProspectOptions, readProspect } from "./decision-weights.ts";

function valueOf({ outcomes, probabilities, parameters }: Prospect): number {
  const total = prospectValue(outcomes, probabilities, { ...parameters, reference: 0 });
  if (Number.isFinite(total)) return total;
  throw invalidInput("outcomes", "outcomes: too large for these curvatures, the value overflows; use a larger unit", {
    reason: "overflow",
  });
}

/**
 * The value of a risky prospect to the investor of cumulative prospect theory.
 *
 * V = sum pi_i v(y_i) over outcomes y less the reference, with v(y) = y^alpha for gains and -lambda (-y)^beta for
 * losses, and the rank-dependent weights of {@link decisionWeights} (Tversky & Kahneman 1992). V is in units of value,
 * not money: compare it, or take {@link certaintyEquivalent}. V(cX) = c^alpha V(X) for c > 0 holds only where
 * alpha = beta and the reference is 0.
 *
 * @param outcomes - finite, in one unit, any order
 * @throws `INVALID_INPUT` for an outcome that is not finite, probabilities that are negative or do not sum to 1, alpha,
 * beta or lambda not above 0, gamma or delta below .279204 (the weighting is then not monotone), an overflow
 *
 * @example
 * ```ts
 * import { cumulativeProspectValue } from "@plimsoll/behavioral";
 *
 * // an even bet to win 100 or lose 50 has a mean of 25, and is refused
 * console.log(cumulativeProspectValue([100, -50]).toFixed(4)); // -7.7336
 * // the certainty effect
 * const risky = cumulativeProspectValue([4000, 0], { probabilities: [0.8, 0.2] });
 * console.log(risky < cumulativeProspectValue([3000])); // true
 * ```
 */
export function cumulativeProspectValue(
  outcomes: readonly number[] | Float64Array,
  options: ProspectOptions = {},
): number {
  return valueOf(readProspect(outcomes, options));
}

/**
 * The sure outcome worth as much as the prospect: v^-1(V) plus the reference, in the outcomes' unit.
 *
 * @param outcomes - finite, in one unit, any order
 * @throws `INVALID_INPUT` as {@link cumulativeProspectValue}
 *
 * @example
 * ```ts
 * import { certaintyEquivalent } from "@plimsoll/behavioral";
 *
 * // subjects of the 1992 study said 36, at the median
 * console.log(certaintyEquivalent([0, 100]).toFixed(4)); // 37.3788
 * ```
 */
export function certaintyEquivalent(outcomes: readonly number[] | Float64Array, options: ProspectOptions = {}): number {
  const prospect = readProspect(outcomes, options);
  const { alpha, beta, lambda, reference } = prospect.parameters;
  const value = valueOf(prospect);
  return reference + (value >= 0 ? value ** (1 / alpha) : -((-value / lambda) ** (1 / beta)));
}
