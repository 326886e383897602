import { invalidInput } from "@plimsoll/core";

/** `lags` if it is a whole number from `least` to `most`. @throws `INVALID_INPUT` */
export function readLags(lags: number, least: number, most: number): number {
  if (Number.isInteger(lags) && lags >= least && lags <= most) return lags;
  throw invalidInput("lags", `lags: expected a whole number from ${least} to ${most}, was ${lags}`);
}
