import { formatDate } from "../axis.ts";
import type { PanelFrame } from "../frame.ts";
import { pivot } from "../pivot.ts";
import { csvError, type CsvOptions } from "./csv-options.ts";
import { cellReader } from "./read-cell.ts";
import { type CsvDates, readDates } from "./read-dates.ts";
import { headerPosition } from "./read-wide.ts";
import type { CsvTable } from "./tokenize.ts";

const dateNames = ["date", "time", "datetime", "timestamp"];
const assetNames = ["symbol", "ticker", "asset", "instrument", "security"];
const valueNames = ["price", "close", "value"];

/** Whether the header is that of a long file. */
export function looksLong(header: readonly string[]): boolean {
  const names = header.map((name) => name.toLowerCase());
  return names.some((name) => dateNames.includes(name)) && names.some((name) => assetNames.includes(name));
}

/** Reads a file with one line for each date and asset; assets stand in the order of their first line. */
export function readLong({ records, lines }: CsvTable, options: CsvOptions): PanelFrame {
  const header = records[0]!;
  const headerLine = lines[0]!;
  const dateColumn = find(header, headerLine, options.dateColumn, dateNames, "dateColumn", options);
  const assetColumn = find(header, headerLine, options.assetColumn, assetNames, "assetColumn", options);
  const others = header.flatMap((name, position) =>
    position === dateColumn || position === assetColumn ? [] : [name],
  );
  const only = options.valueColumn === undefined && others.length === 1 ? others[0] : options.valueColumn;
  const valueColumn = find(header, headerLine, only, valueNames, "valueColumn", options);
  const needed = Math.max(dateColumn, assetColumn, valueColumn) + 1;
  const chosen = options.assets === undefined ? undefined : new Set(options.assets);
  const rows: (readonly string[])[] = [];
  const rowLines: number[] = [];
  for (let i = 1; i < records.length; i += 1) {
    const fields = records[i]!;
    const line = lines[i]!;
    if (fields.length < needed) {
      throw csvError(
        options,
        { line },
        `expected at least ${needed} fields, was ${fields.length}: add the missing ones`,
      );
    }
    const asset = fields[assetColumn]!;
    if (asset === "") {
      throw csvError(options, { line, column: header[assetColumn]! }, "the name of the asset is blank: write it");
    }
    if (chosen?.has(asset) === false) continue;
    rows.push(fields);
    rowLines.push(line);
  }
  const assets = options.assets ?? [...new Set(rows.map((fields) => fields[assetColumn]!))];
  const columnByAsset = new Map(assets.map((asset, column) => [asset, column]));
  const seen = new Set(rows.map((fields) => fields[assetColumn]!));
  const absent = assets.find((asset) => !seen.has(asset));
  if (absent !== undefined) {
    throw csvError(
      options,
      { column: header[assetColumn]! },
      `no line for asset "${absent}": correct the option assets`,
    );
  }
  const dates = readDates(
    rows.map((fields) => fields[dateColumn]!),
    rowLines,
    header[dateColumn]!,
    options,
  );
  const columns = Int32Array.from(rows, (fields) => columnByAsset.get(fields[assetColumn]!)!);
  const readCell = cellReader(options);
  const values = Float64Array.from(rows, (fields, i) =>
    readCell(fields[valueColumn]!, rowLines[i]!, header[valueColumn]!),
  );
  if (options.order !== "any") checkOrder(dates, columns, assets, rowLines, options);
  return pivot({ axis: dates.axis, dates: dates.values, columns, values, assets }, (first, second) =>
    csvError(
      options,
      { line: rowLines[second]! },
      `${assets[columns[second]!]} on ${formatDate(dates.axis, dates.values[second]!)} already stands in line ${rowLines[first]}: keep one of them`,
    ),
  );
}

function find(
  header: readonly string[],
  line: number,
  named: string | undefined,
  usual: readonly string[],
  option: "dateColumn" | "assetColumn" | "valueColumn",
  options: CsvOptions,
): number {
  if (named !== undefined) return headerPosition(header, named, line, options);
  const found = [...header.keys()].filter((position) => usual.includes(header[position]!.toLowerCase()));
  if (found.length === 1) return found[0]!;
  throw csvError(
    options,
    { line },
    `${found.length === 0 ? "no column is" : "several columns are"} called ${usual.join(", ")}: name one by the option ${option}; the header has ${header.join(", ")}`,
  );
}

function checkOrder(
  { axis, values }: CsvDates,
  columns: Int32Array,
  assets: readonly string[],
  lines: readonly number[],
  options: CsvOptions,
): void {
  const lastByColumn = new Map<number, number>();
  columns.forEach((column, i) => {
    const last = lastByColumn.get(column);
    if (last !== undefined && values[i]! < values[last]!) {
      throw csvError(
        options,
        { line: lines[i]! },
        `${formatDate(axis, values[i]!)} of ${assets[column]} comes after ${formatDate(axis, values[last]!)} (line ${lines[last]}): sort the file by date, oldest first, or set the option order to "any"`,
      );
    }
    lastByColumn.set(column, i);
  });
}
