import type * as z from "zod";
import { computeFeatures, type FeatureOptions } from "../compute-features.ts";
import { FeatureStream } from "../feature-stream.ts";
import type { FeatureTable } from "../feature-table.ts";
import { readDays } from "../point-in-time/day.ts";
import { type CalendarRow, TradingCalendarDays, type TradingDays } from "./calendar-row.ts";
import { calendarFamily, type CalendarFeature, calendarTable } from "./table.ts";
import { requestsSchema } from "../point-in-time/requests-schema.ts";

/** Schema of {@link CalendarFeature}: requests as JSON. */
export const CalendarFeatureSchema: z.ZodType<CalendarFeature> = requestsSchema<CalendarFeature>(calendarTable);

/** Options of {@link calendarFeatures}. */
export interface CalendarOptions extends FeatureOptions, TradingDays {
  /**
   * Names such as `"day-of-week"` and `"turn-of-month-1-3"`, or objects such as `{ kind: "turn-of-month", last: 2 }`.
   * @defaultValue every feature
   */
  readonly include?: readonly (string | CalendarFeature)[] | undefined;
}

/**
 * Calendar features of dates: day of the week, month, turn of the month, distances to holidays given as data: dates x features.
 *
 * All of it is known beforehand, as far as the holidays given are. Features that need a next or a last holiday are NaN where
 * none is given.
 *
 * @throws `INVALID_INPUT` for unknown names, dates that do not ascend, or a bad weekend
 *
 * @example
 * ```ts
 * import { calendarFeatures } from "@plimsoll/ml";
 *
 * const options = { holidays: ["2024-03-29"], include: ["day-of-week", "turn-of-month", "days-to-holiday"] };
 * const features = calendarFeatures(["2024-03-26", "2024-03-28"], options);
 * console.log([...features.row(0)].join(" "), "|", [...features.row(1)].join(" ")); // 2 0 3 | 4 1 1
 * ```
 */
export function calendarFeatures(dates: readonly string[], options: CalendarOptions = {}): FeatureTable {
  const days = readDays(dates);
  const calendar = new TradingCalendarDays(options);
  const columns: Record<string, Float64Array> = {};
  for (const input of calendarFamily.inputs) columns[input] = new Float64Array(days.length);
  days.forEach((day, t) => {
    for (const [name, value] of Object.entries(calendar.row(day)) as [string, number][]) columns[name]![t] = value;
  });
  return computeFeatures(calendarFamily, { ...columns, dates }, options.include, options);
}

/** Calendar features day by day: `update(calendarAt(date, days))` gives the row of {@link calendarFeatures}. */
export function calendarStream(options: Pick<CalendarOptions, "include"> = {}): FeatureStream<CalendarRow> {
  return FeatureStream.start(calendarFamily, options.include);
}
