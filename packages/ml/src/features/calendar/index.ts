export { CalendarFeatureSchema, calendarFeatures, type CalendarOptions, calendarStream } from "./calendar-features.ts";
export { calendarAt, type CalendarRow, type TradingDays } from "./calendar-row.ts";
export { calendarFamily, type CalendarFeature, calendarTable } from "./table.ts";
