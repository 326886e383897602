import { invalidInput } from "@plimsoll/core";
import type { HistoricalScenario } from "./scenario.ts";

/** A panel of prices: a `PricePanel` of core, or anything of its shape. */
export interface PricePanelLike {
  readonly assets: readonly string[];
  readonly rows: number;
  readonly columns: number;
  /** Row-major `rows * columns`, NaN = missing. */
  readonly values: Float64Array;
  /** ISO, ascending. */
  readonly dates: readonly string[];
}

/** The rows of a window: `from` is the last row at or before its beginning, `to` the last at or before its end. */
export interface WindowRows {
  readonly from: number;
  readonly to: number;
}

/** Days from one ISO date to another. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / 86_400_000;
}

function lastRowUntil(dates: readonly string[], date: string): number {
  let low = 0;
  let high = dates.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (dates[middle]!.slice(0, 10) <= date) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Throws `INVALID_INPUT` where the prices don't reach over the window, or stop more than `maximumAge` days before an end. */
export function windowRows(prices: PricePanelLike, scenario: HistoricalScenario, maximumAge: number): WindowRows {
  const rows = { from: lastRowUntil(prices.dates, scenario.from), to: lastRowUntil(prices.dates, scenario.to) };
  for (const end of ["from", "to"] as const) {
    const date = prices.dates[rows[end]];
    if (date !== undefined && daysBetween(date, scenario[end]) <= maximumAge) continue;
    throw invalidInput(
      "prices",
      `prices: they run from ${prices.dates[0] ?? "nowhere"} to ${prices.dates[prices.rows - 1] ?? "nowhere"} and don't cover "${scenario.name}" (${scenario.from} to ${scenario.to}): choose another scenario or longer prices`,
      { expected: `a price within ${maximumAge} days before ${scenario[end]}`, received: date ?? "none" },
    );
  }
  if (rows.from === rows.to) {
    throw invalidInput(
      "prices",
      `prices: no row between ${scenario.from} and ${scenario.to}, too coarse for "${scenario.name}"`,
    );
  }
  return rows;
}

/**
 * Price of one asset in each row of the window over its price at the beginning, gaps carried forward; `null` where it
 * had no price within `maximumAge` days before the beginning.
 */
export function windowPath(
  prices: PricePanelLike,
  column: number,
  rows: WindowRows,
  maximumAge: number,
): Float64Array | null {
  const at = (row: number): number => prices.values[row * prices.columns + column]!;
  let first = rows.from;
  while (first >= 0 && !(at(first) > 0) && daysBetween(prices.dates[first]!, prices.dates[rows.from]!) <= maximumAge)
    first--;
  if (first < 0 || !(at(first) > 0)) return null;
  const start = at(first);
  const path = new Float64Array(rows.to - rows.from + 1);
  let last = start;
  for (let row = rows.from; row <= rows.to; row++) {
    const price = at(row);
    if (price > 0) last = price;
    path[row - rows.from] = last / start;
  }
  return path;
}
