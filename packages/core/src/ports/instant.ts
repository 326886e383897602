import { invalidInput } from "../errors.ts";

/**
 * Epoch milliseconds of an ISO 8601 time with zone, such as `"2024-01-31T14:30:00Z"`.
 * @throws `INVALID_INPUT` for other text: a time without a zone means another moment on every machine
 */
export function parseInstant(time: string, argument: string): number {
  const milliseconds = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(time)
    ? Date.parse(time)
    : NaN;
  if (Number.isFinite(milliseconds)) return milliseconds;
  throw invalidInput(
    argument,
    `${argument}: expected an ISO 8601 time with zone such as "2024-01-31T14:30:00Z", was "${time}"`,
    { expected: "an ISO 8601 time with zone", received: time },
  );
}
