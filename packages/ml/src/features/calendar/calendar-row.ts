import { invalidInput } from "@plimsoll/core";
import { readDay } from "../point-in-time/day.ts";

/** A date in a calendar of trading days, as numbers that are all known beforehand. */
export interface CalendarRow {
  /** Monday 1 to Sunday 7. */
  readonly weekday: number;
  /** 1 to 31. */
  readonly dayOfMonth: number;
  /** 1 to 12. */
  readonly month: number;
  /** The how-manieth trading day of its month, from 1. */
  readonly tradingDay: number;
  /** Trading days left in the month after this one. */
  readonly tradingDaysLeft: number;
  /** Days to the next holiday; NaN when none is known. */
  readonly toHoliday: number;
  /** Days since the last holiday; NaN when none is known. */
  readonly sinceHoliday: number;
  /** Days until the market is open again: 1 on most days, 3 before a weekend, 4 before a long one. */
  readonly closedAfter: number;
  /** Days to the third Friday, on which options expire: of this month, or of the next after it. */
  readonly toThirdFriday: number;
}

/** Which days the market is closed on. */
export interface TradingDays {
  /**
   * Holidays as ISO dates, past and to come; days on which the market is closed beside weekends.
   * @defaultValue none
   */
  readonly holidays?: readonly string[] | undefined;
  /**
   * Closed days of the week, Monday 1 to Sunday 7.
   * @defaultValue [6, 7]
   */
  readonly weekend?: readonly number[] | undefined;
}

/** A calendar that answers for any day. */
export class TradingCalendarDays {
  readonly #holidays: readonly number[];
  readonly #isHoliday: ReadonlySet<number>;
  readonly #weekend: ReadonlySet<number>;

  constructor({ holidays = [], weekend = [6, 7] }: TradingDays) {
    this.#holidays = holidays.map((date, i) => readDay(date, `holidays[${i}]`)).sort((a, b) => a - b);
    this.#isHoliday = new Set(this.#holidays);
    this.#weekend = new Set(weekend);
    const bad = weekend.find((day) => !(Number.isInteger(day) && day >= 1 && day <= 7));
    if (bad !== undefined || this.#weekend.size > 6) {
      throw invalidInput(
        "weekend",
        `weekend: expected days from 1 (Monday) to 7 (Sunday), not all, was ${weekend.join(", ")}`,
      );
    }
  }

  isOpen(day: number): boolean {
    return !this.#weekend.has(weekdayOf(day)) && !this.#isHoliday.has(day);
  }

  row(day: number): CalendarRow {
    const date = new Date(day * 86_400_000);
    const [year, month, dayOfMonth] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
    const first = day - dayOfMonth + 1;
    const last = Date.UTC(year, month + 1, 0) / 86_400_000;
    const next = this.#holidays.findIndex((holiday) => holiday >= day);
    const before = next < 0 ? this.#holidays.at(-1) : this.#holidays[this.#isHoliday.has(day) ? next : next - 1];
    let closedAfter = 1;
    // a market that never opens again within a year is no calendar
    while (!this.isOpen(day + closedAfter) && closedAfter < 366) closedAfter++;
    const expiry = thirdFriday(year, month);
    return {
      weekday: weekdayOf(day),
      dayOfMonth,
      month: month + 1,
      tradingDay: this.#count(first, day),
      tradingDaysLeft: this.#count(day + 1, last),
      toHoliday: next < 0 ? NaN : this.#holidays[next]! - day,
      sinceHoliday: before === undefined ? NaN : day - before,
      closedAfter,
      toThirdFriday: (expiry >= day ? expiry : thirdFriday(year, month + 1)) - day,
    };
  }

  #count(from: number, to: number): number {
    let count = 0;
    for (let day = from; day <= to; day++) if (this.isOpen(day)) count++;
    return count;
  }
}

/** Monday 1 to Sunday 7 of a day since 1970, which began on a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

function thirdFriday(year: number, month: number): number {
  const first = Date.UTC(year, month, 1) / 86_400_000;
  return first + ((12 - weekdayOf(first)) % 7) + 14;
}

/**
 * The calendar of a date: all of it is known beforehand.
 *
 * @throws `INVALID_INPUT` for an unreadable date or weekend
 *
 * @example
 * ```ts
 * import { calendarAt } from "@plimsoll/ml";
 *
 * const { weekday, tradingDaysLeft, closedAfter } = calendarAt("2024-03-28", { holidays: ["2024-03-29"] });
 * console.log(weekday, tradingDaysLeft, closedAfter); // 4 0 4
 * ```
 */
export function calendarAt(date: string, days: TradingDays = {}): CalendarRow {
  return new TradingCalendarDays(days).row(readDay(date, "date"));
}
