import { invalidInput } from "@plimsoll/core";

/** Days since 1970 of an ISO date; of an instant with zone, those of its day in UTC. Throws `INVALID_INPUT` for other text. */
export function readDay(date: string, argument: string): number {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(date);
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(date);
  const value = isDate || isInstant ? Date.parse(date) : NaN;
  if (Number.isFinite(value) && (isInstant || new Date(value).toISOString().startsWith(date))) {
    return Math.floor(value / 86_400_000);
  }
  throw invalidInput(argument, `${argument}: expected an ISO date such as "2024-01-31", was "${date}"`, {
    expected: "an ISO date",
    received: date,
  });
}

/** Days of rows: ISO dates that ascend. */
export function readDays(dates: readonly string[], argument = "dates"): Int32Array {
  const days = Int32Array.from(dates, (date, i) => readDay(date, `${argument}[${i}]`));
  const bad = days.findIndex((day, i) => i > 0 && day <= days[i - 1]!);
  if (bad < 0) return days;
  throw invalidInput(
    argument,
    `${argument}: ${dates[bad]!} comes after ${dates[bad - 1]!}: dates must ascend, one row a day`,
  );
}

/** Reads a lag in whole days. */
export function readLag(lag: number | undefined, argument: string): number {
  const days = lag ?? 0;
  if (Number.isInteger(days) && days >= 0) return days;
  throw invalidInput(argument, `${argument}: expected a whole number of days >= 0, was ${days}`);
}
