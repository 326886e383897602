import { type BarInterval, barTime, invalidInput } from "@plimsoll/core";
import type { FeatureColumns } from "../compute-features.ts";
import type { Bar } from "./bar.ts";

/** Bars as columns of one length, oldest first; what is left out is missing throughout. */
export interface BarColumns {
  readonly open?: ArrayLike<number> | undefined;
  readonly high?: ArrayLike<number> | undefined;
  readonly low?: ArrayLike<number> | undefined;
  readonly close?: ArrayLike<number> | undefined;
  readonly volume?: ArrayLike<number> | undefined;
  /** ISO dates or instants, one for each bar. */
  readonly dates?: readonly string[] | undefined;
  /** The index and interval of core's `BarSeries`, from which dates are made. */
  readonly index?: Float64Array | undefined;
  readonly interval?: BarInterval | undefined;
}

/** A bar as a record, such as core's `BarRecord`; `null`, NaN or left out is missing. */
export interface BarRow {
  readonly open?: number | null | undefined;
  readonly high?: number | null | undefined;
  readonly low?: number | null | undefined;
  readonly close?: number | null | undefined;
  readonly volume?: number | null | undefined;
  /** ISO date or instant; on all bars or on none. */
  readonly time?: string | undefined;
}

/** Bars of one asset, oldest first: columns, core's `BarSeries`, or records. */
export type BarInput = BarColumns | readonly BarRow[];

const fields = ["open", "high", "low", "close", "volume"] as const;

function fromRows(rows: readonly BarRow[]): FeatureColumns<Bar> {
  const columns: Record<string, Float64Array> = {};
  for (const field of fields) {
    if (rows.some((row) => row[field] !== undefined)) {
      columns[field] = Float64Array.from(rows, (row) => row[field] ?? NaN);
    }
  }
  const timed = rows.filter(({ time }) => time !== undefined).length;
  if (timed === 0) return columns;
  const bare = rows.findIndex(({ time }) => time === undefined);
  if (bare >= 0) throw invalidInput("bars", `bars[${bare}] has no time, others have: write it on all bars or on none`);
  return { ...columns, dates: rows.map(({ time }) => time!) };
}

/** A column of which nothing is known counts as one that is not there: core's bars made from closes alone have four such. */
function knownColumn(column: ArrayLike<number> | undefined): ArrayLike<number> | undefined {
  if (column === undefined || column.length === 0) return column;
  for (let t = 0; t < column.length; t++) if (!Number.isNaN(column[t]!)) return column;
  return undefined;
}

/** Reads bars into columns. Throws `INVALID_INPUT` for what is no bars, and for times that do not ascend. */
export function readBars(input: BarInput): FeatureColumns<Bar> {
  if (typeof input !== "object" || input === null) {
    throw invalidInput(
      "bars",
      `bars: expected columns or records of open, high, low, close, volume, was ${String(input)}`,
    );
  }
  const columns = Array.isArray(input) ? fromRows(input as readonly BarRow[]) : fromColumns(input as BarColumns);
  const { dates } = columns;
  const known = Object.fromEntries(fields.map((field) => [field, knownColumn(columns[field])]));
  for (let i = 1; i < (dates?.length ?? 0); i++) {
    if (Date.parse(dates![i]!) > Date.parse(dates![i - 1]!)) continue;
    throw invalidInput(
      "bars",
      `bars: ${dates![i]!} comes after ${dates![i - 1]!}: times must be ISO dates that ascend, oldest first`,
    );
  }
  return { ...known, ...(dates === undefined ? {} : { dates }) };
}

function fromColumns(input: BarColumns): FeatureColumns<Bar> {
  const { open, high, low, close, volume, dates, index, interval } = input;
  const columns = { open, high, low, close, volume };
  if (dates !== undefined) return { ...columns, dates };
  if (index === undefined || interval === undefined) return columns;
  return { ...columns, dates: Array.from(index, (time) => barTime(time, interval)) };
}
