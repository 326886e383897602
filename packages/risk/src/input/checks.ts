import { invalidInput } from "@plimsoll/core";

/** Throws `INVALID_INPUT` unless `confidence` lies strictly between 0 and 1. */
export function checkConfidence(confidence: number, argument = "confidence"): number {
  if (confidence > 0 && confidence < 1) return confidence;
  throw invalidInput(
    argument,
    `${argument}: expected a number strictly between 0 and 1 (0.95 leaves a tail of 5 %), was ${String(confidence)}`,
    { expected: "0 < confidence < 1", received: String(confidence) },
  );
}

/** Throws `INVALID_INPUT` unless `value` is finite and positive. */
export function checkPositive(value: number, argument: string): number {
  if (value > 0 && Number.isFinite(value)) return value;
  throw invalidInput(argument, `${argument}: expected a positive number, was ${String(value)}`, {
    expected: "> 0",
    received: String(value),
  });
}

/** Throws `INVALID_INPUT` unless `value` is finite. */
export function checkFinite(value: number, argument: string): number {
  if (Number.isFinite(value)) return value;
  throw invalidInput(argument, `${argument}: expected a finite number, was ${String(value)}`, {
    received: String(value),
  });
}
