/**
 * Where time comes from: the pure packages never read it themselves.
 *
 * @example
 * ```ts
 * import { type Clock, timestamp } from "@plimsoll/core";
 *
 * const clock: Clock = { now: () => Date.UTC(2024, 0, 31) };
 * console.log(timestamp(clock)); // 2024-01-31T00:00:00.000Z
 * ```
 */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

/** The time of `clock` as an ISO 8601 string in UTC, the form that events and records carry. */
export function timestamp(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}
