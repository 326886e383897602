import { parseDate } from "./axis.ts";
import { weekdayOf } from "./calendar-day.ts";

/** The days without trading, as data. */
export interface TradingCalendar {
  /**
   * Weekdays without trading, 0 = Sunday .. 6 = Saturday; `[]` for markets that never close.
   * @defaultValue [0, 6]
   */
  readonly weekend?: readonly number[];
  /**
   * ISO days without trading beside the weekends.
   * @defaultValue []
   */
  readonly holidays?: readonly string[];
}

/** Whether days since 1970 are trading days of `calendar`. Throws `INVALID_INPUT` for a holiday that is no ISO date. */
export function tradingDays(calendar: TradingCalendar = {}): (day: number) => boolean {
  const weekend = new Set(calendar.weekend ?? [0, 6]);
  const holidays = new Set(
    (calendar.holidays ?? []).map((holiday, i) => parseDate(holiday, `calendar.holidays[${i}]`).value),
  );
  return (day) => !weekend.has(weekdayOf(day)) && !holidays.has(day);
}
