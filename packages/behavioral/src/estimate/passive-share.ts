import { invalidInput } from "@plimsoll/core";

/**
 * The risky share a period leaves behind when nobody trades (Calvet, Campbell & Sodini 2009):
 * w (1 + r) / (w (1 + r) + (1 - w) (1 + r_f)).
 *
 * `share` is w in [0, 1]; the returns of the risky and the riskless part are simple and above -1. Throws `INVALID_INPUT`
 * outside.
 *
 * @example
 * ```ts
 * import { passiveShare } from "@plimsoll/behavioral";
 *
 * console.log(passiveShare(0.6, 0.1, 0).toFixed(7)); // 0.6226415
 * ```
 */
export function passiveShare(share: number, riskyReturn: number, riskFreeReturn: number): number {
  if (!(share >= 0 && share <= 1)) throw invalidInput("share", `share: expected a share between 0 and 1, was ${share}`);
  for (const [name, value] of Object.entries({ riskyReturn, riskFreeReturn })) {
    if (!(value > -1 && value < Infinity))
      throw invalidInput(name, `${name}: expected a return above -1, was ${value}`);
  }
  const risky = share * (1 + riskyReturn);
  return risky / (risky + (1 - share) * (1 + riskFreeReturn));
}
