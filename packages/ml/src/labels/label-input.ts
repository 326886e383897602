import { invalidInput } from "@plimsoll/core";
import { readSeries } from "../read-series.ts";

/** Prices of one asset, oldest first. */
export type PriceSeries = readonly number[] | Float64Array;

/** Reads prices: finite and above 0. */
export function readPrices(input: PriceSeries, name: string, minimum: number): Float64Array {
  const prices = readSeries(input, name, minimum);
  const bad = prices.findIndex((price) => price <= 0);
  if (bad < 0) return prices;
  throw invalidInput(name, `${name}: row ${bad} is ${prices[bad]!}: prices must be above 0`);
}

/** Reads rows at which something is labelled: ascending, each once; all rows where none are given. */
export function readRows(events: ArrayLike<number> | undefined, rows: number): Int32Array {
  if (events === undefined) return Int32Array.from({ length: rows }, (_, row) => row);
  let before = -1;
  return Int32Array.from(events, (row, i) => {
    if (!Number.isInteger(row) || row < 0 || row >= rows || row <= before) {
      throw invalidInput(
        `events[${i}]`,
        `events[${i}]: expected a row from 0 to ${rows - 1} above the one before, was ${row}`,
      );
    }
    before = row;
    return row;
  });
}

/** Reads a scale that is one number, or one a row (NaN: not known there). */
export function readScale(
  input: number | PriceSeries | undefined,
  name: string,
  rows: number,
  defaultValue: number,
): (row: number) => number {
  if (input === undefined) return () => defaultValue;
  if (typeof input === "number") {
    if (input > 0 && input < Infinity) return () => input;
    throw invalidInput(name, `${name}: expected a number above 0, or one for each row, was ${input}`);
  }
  if (input.length !== rows) {
    throw invalidInput(name, `${name}: expected ${rows} values, one for each price, was ${input.length}`);
  }
  const values = Float64Array.from(input);
  const bad = values.findIndex((value) => value < 0 || value === Infinity);
  if (bad < 0) return (row) => values[row]!;
  throw invalidInput(
    name,
    `${name}: row ${bad} is ${values[bad]!}: expected a number >= 0, or NaN where it is not known`,
  );
}

/** Reads a whole number of rows, at least 1. */
export function readHorizon(horizon: number, name = "horizon"): number {
  if (Number.isInteger(horizon) && horizon >= 1) return horizon;
  throw invalidInput(name, `${name}: expected a whole number of rows >= 1, was ${horizon}`);
}
