import type { Series } from "../one-series.ts";

/** What `series` makes of a number that may not be there yet: NaN passes through and moves nothing. */
export function chained(series: Series, value: number): number {
  return Number.isNaN(value) ? NaN : series.next(value);
}
