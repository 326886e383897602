import { invalidInput } from "@plimsoll/core";
import { studentTDistribution } from "@plimsoll/numeric";

/** The trial that {@link nudgeSampleSize} plans. */
export interface NudgeTrial {
  /** The least effect worth finding, in the outcome's unit, not 0. */
  readonly difference: number;
  /** Of the outcome between investors of one arm, > 0. */
  readonly standardDeviation: number;
  /** Share held out, in (0, 1), as in the policy. */
  readonly holdoutShare: number;
  /** Chance to find the effect, in (0, 1).
   * @defaultValue 0.8 */
  readonly power?: number | undefined;
  /** Coverage of the interval that must exclude zero, in (0, 1).
   * @defaultValue 0.95 */
  readonly confidence?: number | undefined;
}

/**
 * How many eligible investors a trial of a nudge needs in each arm, so that {@link evaluateNudge} finds an effect of the
 * given size.
 *
 * The least N with (difference / standardDeviation)^2 h (1 - h) N >= (t_(1 - a/2) + t_power)^2, h the holdout's share and t
 * the quantiles of Student's law with N - 2 degrees of freedom; within one investor an arm of the noncentral t. Both arms
 * are rounded up.
 *
 * @throws `INVALID_INPUT` for a difference of 0, a share, power or confidence outside (0, 1), power below 1 - confidence
 *
 * @example
 * ```ts
 * import { nudgeSampleSize } from "@plimsoll/behavioral";
 *
 * // half a standard deviation
 * console.log(nudgeSampleSize({ difference: -0.5, standardDeviation: 1, holdoutShare: 0.5 })); // { treatment: 64, holdout: 64 }
 * ```
 */
export function nudgeSampleSize(trial: NudgeTrial): { readonly treatment: number; readonly holdout: number } {
  const { difference, standardDeviation, holdoutShare, power = 0.8, confidence = 0.95 } = trial;
  const refuse = (argument: string, expected: string, was: number): never => {
    throw invalidInput(argument, `${argument}: expected ${expected}, was ${was}`, { expected, received: String(was) });
  };
  for (const [name, value] of Object.entries({ holdoutShare, power, confidence })) {
    if (!(value > 0 && value < 1)) refuse(name, "a number between 0 and 1", value);
  }
  if (!(difference !== 0 && Number.isFinite(difference))) refuse("difference", "a finite number but 0", difference);
  if (!(standardDeviation > 0 && Number.isFinite(standardDeviation))) {
    refuse("standardDeviation", "a finite number above 0", standardDeviation);
  }
  if (power <= 1 - confidence) refuse("power", `more than 1 - confidence, ${1 - confidence}`, power);
  const unit = (difference / standardDeviation) ** 2 * holdoutShare * (1 - holdoutShare);
  const enough = (size: number): boolean => {
    const law = studentTDistribution(size - 2);
    return unit * size >= (law.quantile(0.5 + confidence / 2) + law.quantile(power)) ** 2;
  };
  let high = 4;
  while (!enough(high)) high *= 2;
  let low = 3;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  const atLeastTwo = (share: number): number => Math.max(2, Math.ceil(high * share - 1e-9));
  return { treatment: atLeastTwo(1 - holdoutShare), holdout: atLeastTwo(holdoutShare) };
}
