/**
 * The least power of the weighting under which it rises everywhere.
 *
 * Below it a dominated prospect could be preferred (Rieger & Wang 2006, Ingersoll 2008).
 */
export const smallestWeightingPower = 0.27920425;

/** Throws unless the weighting of `power` is monotone. */
export function checkWeightingPower(power: number, name: string): void {
  if (power >= smallestWeightingPower && Number.isFinite(power)) return;
  throw new RangeError(`${name}: expected a finite number of at least ${smallestWeightingPower}, was ${power}`);
}

/** {@link probabilityWeight} without checks; the complement is an argument since the weighting is steepest near 1. */
export function weighProbability(probability: number, complement: number, power: number): number {
  // scaled by the larger, so that no power of a sum over- or underflows
  const larger = Math.max(probability, complement);
  const sum = (probability / larger) ** power + (complement / larger) ** power;
  return probability ** power / (larger * sum ** (1 / power));
}

/**
 * The weight a probability carries in a decision: w(p) = p^g / (p^g + (1-p)^g)^(1/g).
 *
 * Small probabilities weigh more than they are, large ones less (Tversky & Kahneman 1992, equation 6). w(0) = 0,
 * w(1) = 1.
 *
 * @param probability - 0 to 1; NaN is refused
 * @param power - .61 for gains, .69 for losses in the paper; at least .279204
 * @throws RangeError for a probability outside 0 to 1 or a `power` under which the weighting is not monotone
 *
 * @example
 * ```ts
 * import { probabilityWeight } from "@plimsoll/numeric";
 *
 * console.log(probabilityWeight(0.01, 0.61).toFixed(6)); // 0.055266
 * ```
 */
export function probabilityWeight(probability: number, power: number): number {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`probability: expected a number from 0 to 1, was ${probability}`);
  }
  checkWeightingPower(power, "power");
  return weighProbability(probability, 1 - probability, power);
}
