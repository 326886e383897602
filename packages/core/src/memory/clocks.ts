import { invalidInput } from "../errors.ts";
import type { Clock } from "../ports/clock.ts";
import { parseInstant } from "../ports/instant.ts";

/** A clock that always shows the same time, ISO 8601 with zone. */
export function fixedClock(time: string): Clock {
  const now = parseInstant(time, "time");
  return Object.freeze({ now: () => now });
}

/**
 * A clock that moves when it is told to.
 *
 * @example
 * ```ts
 * import { ManualClock, timestamp } from "@plimsoll/core";
 *
 * const clock = ManualClock.at("2024-01-31T00:00:00Z");
 * clock.advance(1500);
 * console.log(timestamp(clock)); // 2024-01-31T00:00:01.500Z
 * ```
 */
export class ManualClock implements Clock {
  #now: number;

  private constructor(now: number) {
    this.#now = now;
  }

  /** A clock that shows `time`, ISO 8601 with zone. */
  static at(time: string): ManualClock {
    return new ManualClock(parseInstant(time, "time"));
  }

  now(): number {
    return this.#now;
  }

  /**
   * Moves the clock on.
   * @throws `INVALID_INPUT` for a negative number: time does not run back
   */
  advance(milliseconds: number): void {
    if (!(milliseconds >= 0)) {
      throw invalidInput("milliseconds", `milliseconds: expected a number from 0, was ${milliseconds}`);
    }
    this.#now += milliseconds;
  }
}
