import { invalidInput } from "../errors.ts";
import { type PanelAxis, parseDate } from "./axis.ts";
import { MILLISECONDS_PER_DAY } from "./calendar-day.ts";
import { type PanelFrame, frameOf } from "./frame.ts";

/** A column as Apache Arrow, Arquero and DuckDB give it. */
export interface ArrowColumn {
  readonly length: number;
  /** Number of missing values; where it is not 0, `toArray` may hold anything in their place and is not used. */
  readonly nullCount?: number;
  get(row: number): unknown;
  toArray?(): unknown;
}

/** A table of such columns. */
export interface ArrowTable {
  readonly schema: { readonly fields: readonly { readonly name: string }[] };
  getChild(name: string): ArrowColumn | null;
}

/** How a table is read. */
export interface ArrowOptions {
  /**
   * Name of the column of dates: ISO texts, `Date` objects, or epoch milliseconds (what `get` gives for Arrow's dates
   * and timestamps).
   * @defaultValue the first column
   */
  readonly dateColumn?: string;
  /**
   * The columns to read.
   * @defaultValue all others
   */
  readonly assets?: readonly string[];
  /**
   * What numeric dates mean: `day` demands whole days.
   * @defaultValue "day" where all of them are whole days, else "instant"
   */
  readonly axis?: PanelAxis;
}

/** Builds a frame from a table, or from columns by name. */
export function frameFromArrow(
  table: ArrowTable | Readonly<Record<string, ArrowColumn>>,
  options: ArrowOptions,
): PanelFrame {
  const { names, child } = readerOf(table);
  const dateColumn = options.dateColumn ?? names[0];
  if (dateColumn === undefined) {
    throw invalidInput("table", "table: it has no columns: give a column of dates and one for each asset", {
      expected: "columns",
    });
  }
  const dates = readDates(child(dateColumn), dateColumn, options.axis);
  const assets = options.assets ?? names.filter((name) => name !== dateColumn);
  const values = new Float64Array(dates.index.length * assets.length);
  assets.forEach((asset, position) => {
    const column = child(asset);
    if (column.length !== dates.index.length) {
      throw invalidInput(
        asset,
        `column "${asset}": expected one value for each of the ${dates.index.length} dates, was ${column.length}`,
        { expected: String(dates.index.length), received: String(column.length) },
      );
    }
    const at = cellReader(column);
    for (let row = 0; row < column.length; row += 1) {
      values[row * assets.length + position] = numberOf(at(row), asset, row);
    }
  });
  return frameOf({ dates, assets, values });
}

interface TableReader {
  readonly names: readonly string[];
  readonly child: (name: string) => ArrowColumn;
}

function readerOf(table: ArrowTable | Readonly<Record<string, ArrowColumn>>): TableReader {
  const isTable = typeof (table as Partial<ArrowTable>).getChild === "function";
  const names = isTable ? (table as ArrowTable).schema.fields.map(({ name }) => name) : Object.keys(table);
  const find = (name: string): ArrowColumn | null | undefined =>
    isTable ? (table as ArrowTable).getChild(name) : (table as Readonly<Record<string, ArrowColumn>>)[name];
  return {
    names,
    child: (name) => {
      const column = find(name);
      if (column !== null && column !== undefined) return column;
      throw invalidInput("table", `table: no column "${name}": it has ${names.join(", ")}`, {
        expected: "a column of the table",
        received: name,
      });
    },
  };
}

/** Reads cells from the raw array where that is sound, else one by one. */
function cellReader(column: ArrowColumn): (row: number) => unknown {
  const raw = column.nullCount === 0 ? column.toArray?.() : undefined;
  if (raw instanceof Float64Array || raw instanceof Float32Array || raw instanceof Int32Array) return (row) => raw[row];
  return (row) => column.get(row);
}

function numberOf(cell: unknown, asset: string, row: number): number {
  if (typeof cell === "number") return cell;
  if (cell === null || cell === undefined) return Number.NaN;
  if (typeof cell === "bigint") return Number(cell);
  throw invalidInput(asset, `column "${asset}", row ${row}: expected a number, was a ${typeof cell}`, {
    expected: "a number",
    received: typeof cell,
  });
}

function readDates(
  column: ArrowColumn,
  name: string,
  wanted: PanelAxis | undefined,
): { readonly axis: PanelAxis; readonly index: Float64Array } {
  const index = new Float64Array(column.length);
  let wholeDays = true;
  for (let row = 0; row < column.length; row += 1) {
    const milliseconds = millisecondsOf(column.get(row), name, row);
    wholeDays &&= milliseconds % MILLISECONDS_PER_DAY === 0;
    index[row] = milliseconds;
  }
  const axis = wanted ?? (wholeDays ? "day" : "instant");
  if (axis === "instant") return { axis, index };
  if (wholeDays) return { axis, index: index.map((milliseconds) => milliseconds / MILLISECONDS_PER_DAY) };
  throw invalidInput(name, `column "${name}": not all dates are whole days: read it with axis "instant"`, {
    expected: "whole days",
    received: "instants",
  });
}

function millisecondsOf(cell: unknown, name: string, row: number): number {
  if (typeof cell === "number") return cell;
  if (typeof cell === "bigint") return Number(cell);
  if (cell instanceof Date) return cell.getTime();
  if (typeof cell === "string") {
    const { axis, value } = parseDate(cell, `column "${name}", row ${row}`);
    return axis === "day" ? value * MILLISECONDS_PER_DAY : value;
  }
  throw invalidInput(name, `column "${name}", row ${row}: expected a date, was a ${typeof cell}`, {
    expected: "an ISO text, a Date or epoch milliseconds",
    received: typeof cell,
  });
}
