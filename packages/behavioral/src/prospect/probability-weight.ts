import { invalidInput } from "@plimsoll/core";
import { weighProbability } from "@plimsoll/numeric";
import { readWeighting } from "./prospect-parameters.ts";

/**
 * The weight a probability carries in a decision: w(p) = p^g / (p^g + (1-p)^g)^(1/g).
 *
 * Small probabilities weigh more than they are, large ones less (Tversky & Kahneman 1992, equation 6). w(0) = 0,
 * w(1) = 1.
 *
 * @param probability - 0 to 1; NaN is refused
 * @param gamma - .61 for gains, .69 for losses in the paper; at least .279204
 * @throws `INVALID_INPUT` for a probability outside 0 to 1 or a `gamma` under which the weighting is not monotone
 *
 * @example
 * ```ts
 * import { probabilityWeight } from "@plimsoll/behavioral";
 *
 * console.log(probabilityWeight(0.01, 0.61).toFixed(6)); // 0.055266
 * ```
 */
export function probabilityWeight(probability: number, gamma: number): number {
  if (!(probability >= 0 && probability <= 1)) {
    throw invalidInput("probability", `probability: expected a number from 0 to 1, was ${probability}`, {
      received: String(probability),
    });
  }
  return weighProbability(probability, 1 - probability, readWeighting(gamma, "gamma"));
}
