import { formatDate } from "../axis.ts";
import { type PanelFrame, takeRows } from "../frame.ts";
import { csvError, type CsvOptions } from "./csv-options.ts";
import { cellReader } from "./read-cell.ts";
import { type CsvDates, readDates } from "./read-dates.ts";
import type { CsvTable } from "./tokenize.ts";

/** Reads a file with one column of dates and one for each asset. */
export function readWide({ records, lines }: CsvTable, options: CsvOptions): PanelFrame {
  const header = records[0]!;
  const dateColumn =
    options.dateColumn === undefined ? 0 : headerPosition(header, options.dateColumn, lines[0]!, options);
  const positions = assetColumns(header, dateColumn, lines[0]!, options);
  const assets = positions.map((position) => header[position]!);
  const rows = records.slice(1);
  const rowLines = lines.slice(1);
  rows.forEach((fields, row) => {
    if (fields.length === header.length) return;
    throw csvError(
      options,
      { line: rowLines[row]! },
      `expected ${header.length} fields as in the header, was ${fields.length}: add the missing ones or quote fields that contain the delimiter`,
      String(fields.length),
    );
  });
  const dates = readDates(
    rows.map((fields) => fields[dateColumn]!),
    rowLines,
    header[dateColumn]!,
    options,
  );
  const readCell = cellReader(options);
  const values = new Float64Array(rows.length * assets.length);
  let cell = 0;
  rows.forEach((fields, row) => {
    positions.forEach((position, column) => {
      values[cell] = readCell(fields[position]!, rowLines[row]!, assets[column]!);
      cell += 1;
    });
  });
  const order = checkOrder(dates, rowLines, header[dateColumn]!, options);
  const frame: PanelFrame = { axis: dates.axis, index: dates.values, assets, values };
  return order === undefined ? frame : takeRows(frame, order);
}

/** Position of a named column; throws when the header has none of that name. */
export function headerPosition(header: readonly string[], name: string, line: number, options: CsvOptions): number {
  const position = header.indexOf(name);
  if (position !== -1) return position;
  throw csvError(options, { line }, `no column "${name}": the header has ${header.join(", ")}`, name);
}

function assetColumns(header: readonly string[], dateColumn: number, line: number, options: CsvOptions): number[] {
  const first = new Map<string, number>();
  header.forEach((name, position) => {
    if (position === dateColumn) return;
    if (name === "") {
      throw csvError(
        options,
        { line },
        `column ${position + 1} has no name: name it in the header, or remove it (and a delimiter at the end of lines)`,
      );
    }
    const before = first.get(name);
    if (before !== undefined) {
      throw csvError(
        options,
        { line, column: name },
        `the name stands over columns ${before + 1} and ${position + 1}: rename or remove one of them`,
        name,
      );
    }
    first.set(name, position);
  });
  if (options.assets !== undefined) {
    return options.assets.map((asset) => headerPosition(header, asset, line, options));
  }
  if (first.size > 0) return [...first.values()];
  throw csvError(
    options,
    { line },
    "only a column of dates, and none of prices: add a column for each asset, or name the delimiter by the option delimiter",
  );
}

/** Refuses repeated dates; returns the rows in ascending order where they have to be sorted. */
function checkOrder(
  { axis, values }: CsvDates,
  lines: readonly number[],
  column: string,
  options: CsvOptions,
): number[] | undefined {
  const sorted = options.order === "any" ? [...values.keys()].sort((a, b) => values[a]! - values[b]!) : undefined;
  for (let i = 1; i < values.length; i += 1) {
    const row = sorted?.[i] ?? i;
    const before = sorted?.[i - 1] ?? i - 1;
    if (values[row]! > values[before]!) continue;
    const date = formatDate(axis, values[row]!);
    throw csvError(
      options,
      { line: lines[row]!, column },
      values[row] === values[before]
        ? `${date} is already the date of line ${lines[before]}: keep one row for each date`
        : `${date} comes after ${formatDate(axis, values[before]!)}: sort the file by date, oldest first, or set the option order to "any"`,
      date,
    );
  }
  return sorted;
}
