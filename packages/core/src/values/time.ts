import * as z from "zod";

/** A point in time as JSON: an ISO day such as `"2024-01-31"`, or ISO 8601 with zone such as `"2024-01-31T16:00:00Z"`. */
export const TimeSchema: z.ZodType<string> = z.union(
  [z.iso.date(), z.iso.datetime({ offset: true })],
  'expected an ISO day such as "2024-01-31" or ISO 8601 with zone such as "2024-01-31T16:00:00Z"',
);

const MILLISECONDS_PER_DAY = 86_400_000;

/** Days since 1970-01-01 (UTC) of a time. */
export function dayOf(time: string): number {
  return Math.floor(Date.parse(time) / MILLISECONDS_PER_DAY);
}

/** Negative, zero or positive as `a` is before, with or after `b`; a bare day is with every instant of that day (UTC). */
export function compareTimes(a: string, b: string): number {
  const bareDay = a.length === 10 || b.length === 10;
  return bareDay ? dayOf(a) - dayOf(b) : Date.parse(a) - Date.parse(b);
}
