import { invalidInput } from "@plimsoll/core";

/** A length of time; its parts add up. */
export interface Duration {
  readonly days?: number | undefined;
  readonly hours?: number | undefined;
  readonly minutes?: number | undefined;
}

const milliseconds = { days: 86_400_000, hours: 3_600_000, minutes: 60_000 } as const;

/** Milliseconds of a duration. Throws `INVALID_INPUT` for an empty, negative or infinite one. */
export function readDuration(duration: Duration, argument: string): number {
  let total = 0;
  const parts = Object.entries(duration).filter(([, value]) => value !== undefined) as [string, number][];
  for (const [unit, value] of parts) {
    if (!Object.hasOwn(milliseconds, unit) || !(value >= 0 && value < Infinity)) {
      throw invalidInput(
        argument,
        `${argument}: expected days, hours or minutes >= 0 such as { days: 5 }, was ${unit}: ${value}`,
      );
    }
    total += value * milliseconds[unit as keyof typeof milliseconds];
  }
  if (parts.length > 0) return total;
  throw invalidInput(argument, `${argument}: expected days, hours or minutes such as { days: 5 }, was empty`);
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** Epoch milliseconds of an ISO 8601 time with zone. Throws `INVALID_INPUT` for other text. */
export function readInstant(time: string, argument: string): number {
  const value = instant.test(time) ? Date.parse(time) : NaN;
  if (Number.isFinite(value)) return value;
  throw invalidInput(
    argument,
    `${argument}: expected an ISO 8601 time with zone such as "2024-01-31T14:30:00Z", was "${time}"`,
    { expected: "an ISO 8601 time with zone", received: time },
  );
}
