import {
  contentHash,
  csvError,
  type CsvDateFormat,
  explainCsvNumber,
  readCsvNumber,
  tokenizeCsv,
} from "@plimsoll/core";
import type { TradeRecord } from "../input/trade-record.ts";
import { type BrokerColumns, type ColumnPositions, findColumns } from "./broker-columns.ts";
import { rowKindOf, type SideWords } from "./broker-side.ts";
import { readBrokerTimes } from "./broker-time.ts";

/** How a broker's file is read. */
export interface BrokerCsvOptions {
  /** Name of the file, for messages. */
  readonly file?: string;
  /** Columns that have other names than the usual ones. */
  readonly columns?: BrokerColumns | undefined;
  /** @defaultValue the one of , ; tab | that occurs most often in the file's first line */
  readonly delimiter?: "," | ";" | "\t" | "|";
  /** The decimal mark.
   * @defaultValue seen from the numbers; where all of them fit both marks, such as "1,234", they are refused */
  readonly decimal?: "." | ",";
  /** How dates are written: ISO, US (m/d/y), ...
   * @defaultValue seen from the dates; `1/2/2024` throughout is refused, since it fits two forms */
  readonly dateFormat?: CsvDateFormat;
  /** Offsets of zones that stand behind times by name, such as `{ EST: "-05:00" }`.
   * @defaultValue UTC, GMT and Z are known */
  readonly zones?: Readonly<Record<string, string>> | undefined;
  /** Further words for purchases and sales.
   * @defaultValue the usual ones in English, German, French, Spanish, Italian and Dutch */
  readonly sides?: SideWords | undefined;
  /** The currency of the rows to read; needed where a file has several.
   * @defaultValue the only one */
  readonly currency?: string | undefined;
}

/** A row that is no trade: a dividend, a deposit, a title, a total. */
export interface SkippedRow {
  /** 1-based line of the file. */
  readonly line: number;
  readonly reason: "not-a-trade" | "another-currency" | "not-a-row";
  readonly text: string;
}

/** What a broker's file holds. */
export interface BrokerTrades {
  /** Oldest first where the file is newest first; ids are the file's, else made of the row's content. */
  readonly trades: readonly (TradeRecord & { readonly id: string })[];
  readonly skipped: readonly SkippedRow[];
}

interface Row {
  readonly fields: readonly string[];
  readonly line: number;
  readonly side: "buy" | "sell" | "signed";
}

/** Currency signs and codes away, brackets to a minus: `($1,234.50)` is -1,234.50. */
function bareNumber(text: string): string {
  const amount = text.replaceAll(/[$€£¥₹]|\b[A-Z]{3}\b/gu, "").trim();
  const bracketed = /^\((.+)\)$/.exec(amount);
  return (bracketed === null ? amount : `-${bracketed[1]!.trim()}`).replace(/^([+-]) +/, "$1");
}

/** The decimal mark that numbers of the file settle; `undefined` where none does or they contradict. */
function decimalOf(rows: readonly Row[], numeric: readonly number[]): "." | "," | undefined {
  let point = false;
  let comma = false;
  for (const { fields } of rows) {
    for (const position of numeric) {
      const text = bareNumber(fields[position] ?? "");
      if (text === "") continue;
      const [asPoint, asComma] = [readCsvNumber(text, "."), readCsvNumber(text, ",")];
      if (!Number.isNaN(asPoint) && Number.isNaN(asComma)) point = true;
      if (Number.isNaN(asPoint) && !Number.isNaN(asComma)) comma = true;
    }
  }
  return point === comma ? undefined : point ? "." : ",";
}

/**
 * Reads the trades of a broker's CSV file.
 *
 * Columns are found by their usual names, or named by `columns`; titles above the header and totals below the table do
 * not disturb. Dates are ISO, US or of another form that all of them share, with the time beside or in a column of its
 * own. A quantity counts by its size where a side says what the row does, otherwise one below zero is a sale. Money may
 * carry signs of currency and brackets. Rows that are no trades (dividends, deposits, other currencies) are listed in
 * `skipped`, none is passed over in silence. A file newest first is turned round. Rows without an id get one from their
 * content, the same at every import, so that files that overlap can be merged. A time without a zone stays so: give
 * `timeZone` where it is analysed.
 *
 * @throws `INVALID_INPUT` with file, line and column: a column that can't be found, a date, number or side that can't be
 * read or fits two meanings, a price of zero or below, an id twice, several currencies
 *
 * @example
 * ```ts
 * import { readBrokerCsv } from "@plimsoll/behavioral";
 *
 * const { trades, skipped } = readBrokerCsv(`Account statement
 * Trade Date,Action,Symbol,Quantity,Price,Commission
 * 01/31/2024,Sell,ABC,10,"$1,020.50",$1.00
 * 01/15/2024,Dividend,ABC,,,
 * 01/02/2024,Buy,ABC,10,$980.00,$1.00`);
 * console.log(trades.map(({ at, side, quantity, price }) => `${at} ${side} ${quantity} at ${price}`));
 * // [ '2024-01-02 buy 10 at 980', '2024-01-31 sell 10 at 1020.5' ]
 * console.log(skipped[0]?.line, skipped[0]?.reason); // 4 not-a-trade
 * ```
 */
export function readBrokerCsv(text: string, options: BrokerCsvOptions = {}): BrokerTrades {
  // titles above the header may lack the delimiter, so the line that has most of any decides
  const { records, lines } = tokenizeCsv(text, { ...options, delimiter: options.delimiter ?? delimiterOf(text) });
  const { header, positions } = findColumns(records, lines, options.columns ?? {}, options);
  const titles = records[header]!;
  const skipped: SkippedRow[] = [];
  const rows = records
    .slice(header + 1)
    .flatMap((fields, index): Row[] =>
      sortOut(fields, lines[header + 1 + index]!, positions, titles, skipped, options),
    );
  const kept = ofOneCurrency(rows, positions, skipped, options);
  const { at: atColumn, time: timeColumn } = positions;
  const times = readBrokerTimes(
    kept.map(({ fields, line }) => ({
      at: fields[atColumn]!,
      time: timeColumn < 0 ? "" : (fields[timeColumn] ?? ""),
      line,
    })),
    { at: titles[atColumn]!, time: timeColumn < 0 ? "" : titles[timeColumn]! },
    options.zones ?? {},
    options,
  );
  const numeric = [positions.quantity, positions.price, positions.limitPrice, ...positions.costs].filter(
    (at) => at >= 0,
  );
  const decimal = options.decimal ?? decimalOf(kept, numeric);
  const trades = kept.map((row, index) => tradeOf(row, times[index]!, positions, titles, decimal, options));
  // times are ISO, so that text order is time order within one form
  if (times.length > 1 && times[0]! > times.at(-1)!) {
    trades.reverse();
    kept.reverse();
  }
  return { trades: named(trades, kept, titles, positions, options), skipped: skipped.sort((a, b) => a.line - b.line) };
}

function delimiterOf(text: string): "," | ";" | "\t" | "|" {
  const counts = { ",": 0, ";": 0, "\t": 0, "|": 0 };
  for (const line of text.slice(0, 65_536).split(/\r\n|\n|\r/, 60)) {
    const plain = line.replaceAll(/"[^"]*"/g, "");
    for (const mark of [",", ";", "\t", "|"] as const) {
      counts[mark] = Math.max(counts[mark], plain.split(mark).length - 1);
    }
  }
  return ([",", ";", "\t", "|"] as const).reduce((best, mark) => (counts[mark] > counts[best] ? mark : best), ",");
}

function sortOut(
  fields: readonly string[],
  line: number,
  positions: ColumnPositions,
  titles: readonly string[],
  skipped: SkippedRow[],
  options: BrokerCsvOptions,
): Row[] {
  const cell = (position: number): string => (position < 0 ? "" : (fields[position] ?? ""));
  const skip = (reason: SkippedRow["reason"]): Row[] => {
    skipped.push({ line, reason, text: fields.join(" ").trim().slice(0, 120) });
    return [];
  };
  // totals, disclaimers, repeated headers
  if (!/\d/.test(cell(positions.at))) return skip("not-a-row");
  const { side } = positions;
  const blank = [positions.asset, positions.quantity, positions.price].every((position) => cell(position) === "");
  if (side < 0) return blank ? skip("not-a-trade") : [{ fields, line, side: "signed" }];
  const kind = rowKindOf(cell(side), options.sides ?? {});
  if (kind === "other") return skip("not-a-trade");
  if (kind !== undefined) return [{ fields, line, side: kind }];
  if (blank) return skip("not-a-trade");
  throw csvError(
    options,
    { line, column: titles[side]! },
    `"${cell(side)}" is neither a purchase nor a sale that is known: name your words by the option sides, such as { buy: ["K"], sell: ["V"] }`,
    cell(side),
  );
}

function ofOneCurrency(
  rows: readonly Row[],
  { currency }: ColumnPositions,
  skipped: SkippedRow[],
  options: BrokerCsvOptions,
): Row[] {
  if (currency < 0) return [...rows];
  const codes = [...new Set(rows.map(({ fields }) => fields[currency] ?? ""))];
  if (options.currency === undefined) {
    if (codes.length <= 1) return [...rows];
    throw csvError(
      options,
      { line: rows.find(({ fields }) => (fields[currency] ?? "") !== codes[0])!.line },
      `the file has the currencies ${codes.join(", ")}: read one at a time by the option currency, or convert them before`,
    );
  }
  return rows.filter(({ fields, line }) => {
    if (fields[currency] === options.currency) return true;
    skipped.push({ line, reason: "another-currency", text: fields.join(" ").slice(0, 120) });
    return false;
  });
}

function tradeOf(
  { fields, line, side }: Row,
  at: string,
  positions: ColumnPositions,
  titles: readonly string[],
  decimal: "." | "," | undefined,
  options: BrokerCsvOptions,
): TradeRecord {
  const refuse = (position: number, message: string, received = ""): never => {
    throw csvError(options, { line, column: titles[position]! }, message, received);
  };
  const number = (position: number): number => {
    const text = bareNumber(fields[position] ?? "");
    if (text === "") return refuse(position, "is blank: write the number");
    const value = readCsvNumber(text, decimal);
    return Number.isNaN(value) ? refuse(position, explainCsvNumber(text, decimal), text) : value;
  };
  const asset = fields[positions.asset] ?? "";
  if (asset === "") refuse(positions.asset, "the name of the asset is blank: write it");
  const quantity = number(positions.quantity);
  const price = number(positions.price);
  if (!(price > 0)) refuse(positions.price, `expected a price above 0, was ${price}`, String(price));
  const filled = positions.costs.filter((position) => bareNumber(fields[position] ?? "") !== "");
  const cost = filled.reduce((sum, position) => sum + Math.abs(number(position)), 0);
  const limit = positions.limitPrice < 0 ? "" : (fields[positions.limitPrice] ?? "");
  const account = positions.account < 0 ? "" : (fields[positions.account] ?? "");
  return {
    side: side === "signed" ? (quantity < 0 ? "sell" : "buy") : side,
    asset,
    quantity: Math.abs(quantity),
    price,
    at,
    ...(cost > 0 ? { cost } : {}),
    ...(limit === "" ? {} : { limitPrice: number(positions.limitPrice) }),
    ...(account === "" ? {} : { account }),
  };
}

function named(
  trades: readonly TradeRecord[],
  rows: readonly Row[],
  titles: readonly string[],
  { id: position }: ColumnPositions,
  options: BrokerCsvOptions,
): (TradeRecord & { readonly id: string })[] {
  const seen = new Map<string, number>();
  return trades.map((trade, index) => {
    const { fields, line } = rows[index]!;
    const own = position < 0 ? "" : (fields[position] ?? "");
    if (own !== "") {
      if (seen.has(own)) {
        throw csvError(
          options,
          { line, column: titles[position]! },
          `the id "${own}" is there twice: correct it, or leave the column out by the option columns: { id: null }`,
          own,
        );
      }
      seen.set(own, 1);
      return { ...trade, id: own };
    }
    // equal rows are told apart by their number, so that the same file gives the same ids
    const content = `t-${contentHash(trade).slice(0, 12)}`;
    const times = (seen.get(content) ?? 0) + 1;
    seen.set(content, times);
    return { ...trade, id: times === 1 ? content : `${content}-${times}` };
  });
}
