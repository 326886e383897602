import type { Feature } from "../feature.ts";
import { ofRow } from "../point-in-time/of-row.ts";
import type { CalendarRow } from "./calendar-row.ts";

type Calendar<Kind extends string> = Feature<CalendarRow, Kind>;

/** Day of the week, Monday 1 to Sunday 7: `"day-of-week"`. */
export const dayOfWeek: Calendar<"day-of-week"> = ofRow<CalendarRow, "day-of-week">({
  kind: "day-of-week",
  title: "Day of the week, Monday 1 to Sunday 7",
  source: "French (1980)",
  inputs: ["weekday"],
  value: ({ weekday }) => weekday,
});

/** Day of the month: `"day-of-month"`. */
export const dayOfMonth: Calendar<"day-of-month"> = ofRow<CalendarRow, "day-of-month">({
  kind: "day-of-month",
  title: "Day of the month",
  source: "Ariel (1987)",
  inputs: ["dayOfMonth"],
  value: ({ dayOfMonth }) => dayOfMonth,
});

/** Month, 1 to 12: `"month"`. */
export const monthOfYear: Calendar<"month"> = ofRow<CalendarRow, "month">({
  kind: "month",
  title: "Month, 1 to 12",
  source: "Rozeff & Kinney (1976)",
  inputs: ["month"],
  value: ({ month }) => month,
});

/** Quarter, 1 to 4: `"quarter"`. */
export const quarter: Calendar<"quarter"> = ofRow<CalendarRow, "quarter">({
  kind: "quarter",
  title: "Quarter, 1 to 4",
  source: "calendar",
  inputs: ["month"],
  value: ({ month }) => Math.ceil(month / 3),
});

/** 1 in January, else 0: `"january"`. */
export const isJanuary: Calendar<"january"> = ofRow<CalendarRow, "january">({
  kind: "january",
  title: "1 in January, else 0",
  source: "Rozeff & Kinney (1976)",
  inputs: ["month"],
  value: ({ month }) => (month === 1 ? 1 : 0),
});

/** 1 from November to April, else 0: `"winter-half"`. */
export const winterHalf: Calendar<"winter-half"> = ofRow<CalendarRow, "winter-half">({
  kind: "winter-half",
  title: "1 from November to April, else 0",
  source: "Bouman & Jacobsen (2002)",
  inputs: ["month"],
  value: ({ month }) => (month >= 11 || month <= 4 ? 1 : 0),
});

/** Sine of the month on a circle of a year: `"month-sine"`. */
export const monthSine: Calendar<"month-sine"> = ofRow<CalendarRow, "month-sine">({
  kind: "month-sine",
  title: "Sine of the month on a circle of a year",
  source: "cyclical encoding",
  inputs: ["month"],
  value: ({ month }) => Math.sin((2 * Math.PI * (month - 1)) / 12),
});

/** Cosine of the month on a circle of a year: `"month-cosine"`. */
export const monthCosine: Calendar<"month-cosine"> = ofRow<CalendarRow, "month-cosine">({
  kind: "month-cosine",
  title: "Cosine of the month on a circle of a year",
  source: "cyclical encoding",
  inputs: ["month"],
  value: ({ month }) => Math.cos((2 * Math.PI * (month - 1)) / 12),
});

/** Which trading day of its month it is, from 1: `"trading-day-of-month"`. */
export const tradingDayOfMonth: Calendar<"trading-day-of-month"> = ofRow<CalendarRow, "trading-day-of-month">({
  kind: "trading-day-of-month",
  title: "Which trading day of its month it is, from 1",
  source: "Lakonishok & Smidt (1988)",
  inputs: ["tradingDay"],
  value: ({ tradingDay }) => tradingDay,
});

/** Trading days left in the month after this one: `"trading-days-to-month-end"`. */
export const tradingDaysToMonthEnd: Calendar<"trading-days-to-month-end"> = ofRow<
  CalendarRow,
  "trading-days-to-month-end"
>({
  kind: "trading-days-to-month-end",
  title: "Trading days left in the month after this one",
  source: "Lakonishok & Smidt (1988)",
  inputs: ["tradingDaysLeft"],
  value: ({ tradingDaysLeft }) => tradingDaysLeft,
});

/** 1 on the last trading day of a quarter, else 0: `"quarter-end"`. */
export const quarterEnd: Calendar<"quarter-end"> = ofRow<CalendarRow, "quarter-end">({
  kind: "quarter-end",
  title: "1 on the last trading day of a quarter, else 0",
  source: "window dressing, Lakonishok et al. (1991)",
  inputs: ["month", "tradingDaysLeft"],
  value: ({ month, tradingDaysLeft }) => (month % 3 === 0 && tradingDaysLeft === 0 ? 1 : 0),
});

/** Days to the next holiday, 0 on it: `"days-to-holiday"`. */
export const daysToHoliday: Calendar<"days-to-holiday"> = ofRow<CalendarRow, "days-to-holiday">({
  kind: "days-to-holiday",
  title: "Days to the next holiday, 0 on it",
  source: "Ariel (1990)",
  inputs: ["toHoliday"],
  value: ({ toHoliday }) => toHoliday,
});

/** Days since the last holiday, 0 on it: `"days-since-holiday"`. */
export const daysSinceHoliday: Calendar<"days-since-holiday"> = ofRow<CalendarRow, "days-since-holiday">({
  kind: "days-since-holiday",
  title: "Days since the last holiday, 0 on it",
  source: "Ariel (1990)",
  inputs: ["sinceHoliday"],
  value: ({ sinceHoliday }) => sinceHoliday,
});

/** 1 where the market is open again later than after a plain weekend or night, else 0: `"before-holiday"`. */
export const beforeHoliday: Calendar<"before-holiday"> = ofRow<CalendarRow, "before-holiday">({
  kind: "before-holiday",
  title: "1 where the market is open again later than after a plain weekend or night, else 0",
  source: "Ariel (1990)",
  inputs: ["weekday", "closedAfter"],
  value: ({ weekday, closedAfter }) => (closedAfter > (weekday === 5 ? 3 : 1) ? 1 : 0),
});

/** Days to the third Friday, on which options expire: `"days-to-third-friday"`. */
export const daysToExpiry: Calendar<"days-to-third-friday"> = ofRow<CalendarRow, "days-to-third-friday">({
  kind: "days-to-third-friday",
  title: "Days to the third Friday, on which options expire",
  source: "Stoll & Whaley (1987)",
  inputs: ["toThirdFriday"],
  value: ({ toThirdFriday }) => toThirdFriday,
});
