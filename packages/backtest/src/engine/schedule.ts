import type { PanelAxis } from "@plimsoll/core";
import * as z from "zod";

/** When a strategy is asked: the first row of each new period, or every n-th row. The first row always asks. */
export type Schedule = "daily" | "weekly" | "monthly" | "quarterly" | "yearly" | { readonly every: number };

/** The schema of a {@link Schedule}. */
export const ScheduleSchema: z.ZodType<Schedule> = z.union([
  z.enum(["daily", "weekly", "monthly", "quarterly", "yearly"]),
  z.strictObject({ every: z.int().min(1) }),
]);

/** A number that is the same for all rows of one period. */
function periodOf(schedule: Exclude<Schedule, object>, axis: PanelAxis, value: number): number {
  const day = axis === "day" ? value : Math.floor(value / 86_400_000);
  if (schedule === "daily") return day;
  // 1970-01-01 was a Thursday: weeks begin on Monday
  if (schedule === "weekly") return Math.floor((day + 3) / 7);
  const date = new Date(day * 86_400_000);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  if (schedule === "monthly") return month;
  return Math.floor(month / (schedule === "quarterly" ? 3 : 12));
}

/**
 * Whether row `row` asks the strategy, `first` being the first row that does. It looks at this date and the one before
 * it only: the last row of a month cannot be known until the next month has begun.
 */
export function asksAt(schedule: Schedule, axis: PanelAxis, index: Float64Array, row: number, first: number): boolean {
  if (row < first) return false;
  if (row === first) return true;
  if (typeof schedule === "object") return (row - first) % schedule.every === 0;
  return periodOf(schedule, axis, index[row]!) !== periodOf(schedule, axis, index[row - 1]!);
}
