import { invalidInput } from "@plimsoll/core";

/** `value` where it is a whole number of at least `minimum`, else an `INVALID_INPUT` error. */
export function wholeNumber(argument: string, value: number, minimum: number): number {
  if (!Number.isInteger(value) || value < minimum) {
    throw invalidInput(argument, `${argument}: expected a whole number >= ${minimum}, was ${value}`);
  }
  return value;
}
