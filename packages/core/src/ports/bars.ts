import { invalidInput } from "../errors.ts";

/** The time that one bar covers. */
export type BarInterval = "minute" | "hour" | "day" | "week" | "month";

/** The names of a bar's numbers, in the order in which stores keep them. */
export const barFields: readonly ["open", "high", "low", "close", "volume"] = Object.freeze([
  "open",
  "high",
  "low",
  "close",
  "volume",
]);

/** One of a bar's numbers. */
export type BarField = (typeof barFields)[number];

/**
 * Bars of one asset as columns of equal length, ascending in time; NaN is missing.
 *
 * `index` holds days since 1970-01-01 for intervals of a day and longer, and epoch milliseconds of the bar's start for
 * shorter ones. Prices are in the asset's currency, as traded (not adjusted); volume in units of the asset.
 */
export interface BarSeries {
  readonly asset: string;
  readonly interval: BarInterval;
  readonly index: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** A bar as a record: what vendors and people write. */
export interface BarRecord {
  /** A date (`"2024-01-31"`) for intervals of a day and longer, an instant (ISO 8601 with zone) for shorter ones. */
  readonly time: string;
  readonly open?: number | null | undefined;
  readonly high?: number | null | undefined;
  readonly low?: number | null | undefined;
  readonly close: number | null;
  readonly volume?: number | null | undefined;
}

const millisecondsPerDay = 86_400_000;

/** Whether bars of this interval are indexed by day (else by instant). */
export function isDaily(interval: BarInterval): boolean {
  return interval !== "minute" && interval !== "hour";
}

/**
 * The index value of a date or an instant: days since 1970 for intervals of a day and longer, else epoch milliseconds.
 *
 * @param edge - what a date without time means where instants are asked for: the day's first or last millisecond
 * @throws `INVALID_INPUT` for text that is neither, a date that does not exist, or an instant where a date is needed
 */
export function barIndex(
  time: string,
  interval: BarInterval,
  argument = "time",
  edge: "start" | "end" = "start",
): number {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(time);
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(time);
  const milliseconds = isDate || isInstant ? Date.parse(time) : NaN;
  const exists = Number.isFinite(milliseconds) && (!isDate || new Date(milliseconds).toISOString().startsWith(time));
  if (!exists || (isInstant && isDaily(interval))) {
    const expected = isDaily(interval) ? 'a date such as "2024-01-31"' : 'an instant such as "2024-01-31T14:30:00Z"';
    throw invalidInput(argument, `${argument}: expected ${expected} for ${interval} bars, was "${time}"`, {
      expected,
      received: time,
    });
  }
  if (isDaily(interval)) return milliseconds / millisecondsPerDay;
  return isDate && edge === "end" ? milliseconds + millisecondsPerDay - 1 : milliseconds;
}

/** The ISO date or instant of an index value: the inverse of {@link barIndex}. */
export function barTime(index: number, interval: BarInterval): string {
  return isDaily(interval)
    ? new Date(index * millisecondsPerDay).toISOString().slice(0, 10)
    : new Date(index).toISOString();
}

/**
 * A {@link BarSeries} from records in any order.
 *
 * @throws `INVALID_INPUT` for a time that can't be read or stands twice, naming the record
 *
 * @example
 * ```ts
 * import { barsOf } from "@plimsoll/core";
 *
 * const bars = barsOf("VTI", "day", [{ time: "2024-01-02", close: 234.8 }, { time: "2024-01-03", close: 232.3 }]);
 * console.log(bars.close, bars.volume); // Float64Array(2) [ 234.8, 232.3 ] Float64Array(2) [ NaN, NaN ]
 * ```
 */
export function barsOf(asset: string, interval: BarInterval, records: readonly BarRecord[]): BarSeries {
  const rows = records.map((record, i) => ({ record, index: barIndex(record.time, interval, `bars[${i}].time`) }));
  rows.sort((a, b) => a.index - b.index);
  const column = (field: BarField): Float64Array => Float64Array.from(rows, (row) => row.record[field] ?? NaN);
  const series: BarSeries = {
    asset,
    interval,
    index: Float64Array.from(rows, (row) => row.index),
    open: column("open"),
    high: column("high"),
    low: column("low"),
    close: column("close"),
    volume: column("volume"),
  };
  checkBars(series);
  return series;
}

/** The records of a series: the inverse of {@link barsOf}, with `null` for missing. */
export function barRecords(series: BarSeries): BarRecord[] {
  const cell = (column: Float64Array, i: number): number | null => (Number.isNaN(column[i]!) ? null : column[i]!);
  return Array.from(series.index, (index, i) => ({
    time: barTime(index, series.interval),
    open: cell(series.open, i),
    high: cell(series.high, i),
    low: cell(series.low, i),
    close: cell(series.close, i),
    volume: cell(series.volume, i),
  }));
}

/** The rows `start` (included) to `end` (excluded) of a series, as arrays of their own. */
export function sliceBars(series: BarSeries, start: number, end: number): BarSeries {
  return {
    asset: series.asset,
    interval: series.interval,
    index: series.index.slice(start, end),
    open: series.open.slice(start, end),
    high: series.high.slice(start, end),
    low: series.low.slice(start, end),
    close: series.close.slice(start, end),
    volume: series.volume.slice(start, end),
  };
}

/**
 * Checks what every store of bars relies on.
 * @throws `INVALID_INPUT` for an empty asset name, columns of another length than `index`, an index that is not strictly
 * ascending integers, or an infinite number
 */
export function checkBars(series: BarSeries): void {
  const { asset, interval, index } = series;
  if (asset === "") throw invalidInput("asset", "asset: expected a name, was an empty string");
  for (let i = 0; i < index.length; i++) {
    const at = index[i]!;
    if (!Number.isInteger(at)) {
      throw invalidInput(
        "index",
        `bars of ${asset}: index[${i}] must be a whole number of days or milliseconds, was ${at}`,
      );
    }
    if (i > 0 && at <= index[i - 1]!) {
      const [before, here] = [barTime(index[i - 1]!, interval), barTime(at, interval)];
      throw invalidInput(
        "index",
        `bars of ${asset}: ${here} comes after ${before}; times must ascend and stand once: sort and remove duplicates`,
      );
    }
  }
  for (const field of barFields) {
    const column = series[field];
    if (column.length !== index.length) {
      throw invalidInput(field, `bars of ${asset}: ${field} has ${column.length} values for ${index.length} times`);
    }
    const infinite = column.findIndex((value) => value === Infinity || value === -Infinity);
    if (infinite >= 0) {
      throw invalidInput(
        field,
        `bars of ${asset}: ${field} on ${barTime(index[infinite]!, interval)} is ${column[infinite]!}; write NaN where a value is missing`,
      );
    }
  }
}
