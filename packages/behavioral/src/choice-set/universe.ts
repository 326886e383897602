import { invalidInput } from "@plimsoll/core";
import type { WatchRecord } from "../input/behavior-input.ts";
import { readLocalTime } from "../input/local-time.ts";
import type { PriceHistory } from "../input/price-history.ts";

/** An asset that can be bought, with its column in the price table. */
export interface Candidate {
  readonly asset: string;
  readonly column: number;
}

/** What could be bought on a day. */
export interface Universe {
  on: (day: string) => readonly Candidate[];
}

/** The universe given, or every asset that has a price. Throws `INVALID_INPUT` for an asset without one. */
export function universeOf(
  records: readonly (string | WatchRecord)[] | undefined,
  prices: PriceHistory,
  timeZone: string | undefined,
): Universe {
  if (records === undefined) {
    const all = prices.assets.map((asset, column) => ({ asset, column }));
    return { on: () => all };
  }
  const columns = new Map(prices.assets.map((asset, column) => [asset, column]));
  const spans = records.map((record, row) => {
    const { asset, from, until } = typeof record === "string" ? { asset: record } : record;
    const column = columns.get(asset);
    if (column === undefined) {
      const where = `row ${row + 1} of the universe`;
      throw invalidInput(`universe[${row}]`, `${where}: "${asset}" has no price: add some, or leave it out`);
    }
    const day = (text: string | undefined, field: string, absent: string): string =>
      text === undefined ? absent : readLocalTime(text, `universe[${row}].${field}`, timeZone).day;
    return { asset, column, from: day(from, "from", ""), until: day(until, "until", "~") };
  });
  if (spans.every(({ from, until }) => from === "" && until === "~")) {
    const all = unique(spans);
    return { on: () => all };
  }
  return { on: (day) => unique(spans.filter(({ from, until }) => from <= day && day <= until)) };
}

/** By asset name, each once: neither order nor repetition of the rows may matter. */
function unique(candidates: readonly Candidate[]): readonly Candidate[] {
  const byColumn = new Map(candidates.map(({ asset, column }) => [column, asset]));
  return [...byColumn].sort(([a], [b]) => a - b).map(([column, asset]) => ({ asset, column }));
}
