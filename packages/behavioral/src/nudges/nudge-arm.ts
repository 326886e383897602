import { contentHash, invalidInput } from "@plimsoll/core";

/** Nudged, or left alone so that the effect can be measured. */
export type NudgeArm = "treatment" | "holdout";

/**
 * The arm of an investor under a rule: the same for ever, independent between rules and between salts.
 *
 * The first 32 bits of SHA-256 of salt, rule and investor, as a fraction, below `holdoutShare` are the holdout. No
 * state, no clock, no random numbers.
 *
 * @param investor - a stable pseudonym
 * @throws `INVALID_INPUT` for an empty investor or a share outside 0 to 1
 *
 * @example
 * ```ts
 * import { nudgeArm } from "@plimsoll/behavioral";
 *
 * console.log(nudgeArm("feedback", "investor-1", { salt: "2026", holdoutShare: 1 })); // holdout
 * ```
 */
export function nudgeArm(
  rule: string,
  investor: string,
  policy: { readonly salt: string; readonly holdoutShare: number },
): NudgeArm {
  if (investor === "") throw invalidInput("investor", "investor: expected a stable pseudonym, was empty");
  if (!(policy.holdoutShare >= 0 && policy.holdoutShare <= 1)) {
    throw invalidInput("holdoutShare", `holdoutShare: expected a share from 0 to 1, was ${policy.holdoutShare}`);
  }
  const fraction = Number.parseInt(contentHash([policy.salt, rule, investor]).slice(0, 8), 16) / 2 ** 32;
  return fraction < policy.holdoutShare ? "holdout" : "treatment";
}
