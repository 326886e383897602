import type { Feature, FeatureFamily, RequestOf } from "../feature.ts";
import type { CalendarRow } from "./calendar-row.ts";
import {
  dayOfWeek,
  dayOfMonth,
  monthOfYear,
  quarter,
  isJanuary,
  winterHalf,
  monthSine,
  monthCosine,
  tradingDayOfMonth,
  tradingDaysToMonthEnd,
  quarterEnd,
  daysToHoliday,
  daysSinceHoliday,
  beforeHoliday,
  daysToExpiry,
} from "./dates.ts";
import { turnOfMonth } from "./turn-of-month.ts";

/** A request for a calendar feature, as JSON. */
export type CalendarFeature =
  | RequestOf<typeof dayOfWeek>
  | RequestOf<typeof dayOfMonth>
  | RequestOf<typeof monthOfYear>
  | RequestOf<typeof quarter>
  | RequestOf<typeof isJanuary>
  | RequestOf<typeof winterHalf>
  | RequestOf<typeof monthSine>
  | RequestOf<typeof monthCosine>
  | RequestOf<typeof tradingDayOfMonth>
  | RequestOf<typeof tradingDaysToMonthEnd>
  | RequestOf<typeof quarterEnd>
  | RequestOf<typeof daysToHoliday>
  | RequestOf<typeof daysSinceHoliday>
  | RequestOf<typeof beforeHoliday>
  | RequestOf<typeof daysToExpiry>
  | RequestOf<typeof turnOfMonth>;

/** Every calendar feature: names, tests and docs are made from this table. */
export const calendarTable: readonly Feature<CalendarRow>[] = Object.freeze([
  dayOfWeek,
  dayOfMonth,
  monthOfYear,
  quarter,
  isJanuary,
  winterHalf,
  monthSine,
  monthCosine,
  tradingDayOfMonth,
  tradingDaysToMonthEnd,
  quarterEnd,
  daysToHoliday,
  daysSinceHoliday,
  beforeHoliday,
  daysToExpiry,
  turnOfMonth,
]);

/** The family of calendar features, which read {@link CalendarRow}s. */
export const calendarFamily: FeatureFamily<CalendarRow> = {
  name: "calendar",
  inputs: [
    "weekday",
    "dayOfMonth",
    "month",
    "tradingDay",
    "tradingDaysLeft",
    "toHoliday",
    "sinceHoliday",
    "closedAfter",
    "toThirdFriday",
  ],
  features: calendarTable,
};
