import { invalidInput } from "../errors.ts";
import { type PanelAxis, parseDate } from "./axis.ts";
import { type PanelFrame, frameOf } from "./frame.ts";
import { pivot } from "./pivot.ts";

/** One value of one asset on one date: a row of a long table. */
export interface PanelRecord {
  /** ISO day, or ISO date and time with zone. */
  readonly date: string;
  readonly asset: string;
  /** `null` = missing. */
  readonly value: number | null;
}

/** Builds a frame of records in any order; assets stand in the order of their first record. */
export function frameFromRecords(records: readonly PanelRecord[]): PanelFrame {
  const dates = new Float64Array(records.length);
  const columns = new Int32Array(records.length);
  const values = new Float64Array(records.length);
  const known = new Map<string, number>();
  const columnByAsset = new Map<string, number>();
  let axis: PanelAxis = "day";
  records.forEach(({ date, asset, value }, i) => {
    let number = known.get(date);
    if (number === undefined) {
      const parsed = parseDate(date, `records[${i}].date`);
      if (i === 0) axis = parsed.axis;
      else if (parsed.axis !== axis) throw mixed(date, records[0]!.date, i);
      number = parsed.value;
      known.set(date, number);
    }
    let column = columnByAsset.get(asset);
    if (column === undefined) {
      column = columnByAsset.size;
      columnByAsset.set(asset, column);
    }
    dates[i] = number;
    columns[i] = column;
    values[i] = valueOf(value, asset, date, i);
  });
  return pivot({ axis, dates, columns, values, assets: [...columnByAsset.keys()] }, (first, second) => {
    const { asset, date } = records[second]!;
    return invalidInput(
      `records[${second}]`,
      `records[${second}]: "${asset}" on ${date} is already in records[${first}]: keep one of them`,
      { expected: "one record for each date and asset", received: `${asset} on ${date}` },
    );
  });
}

function mixed(date: string, first: string, i: number): Error {
  return invalidInput(
    `records[${i}].date`,
    `records[${i}].date: "${date}" and "${first}" mix days with instants: write all of them in one form`,
    { expected: "dates of one form", received: date },
  );
}

function valueOf(value: number | null, asset: string, date: string, i: number): number {
  if (value === null) return Number.NaN;
  if (typeof value === "number" && Math.abs(value) !== Infinity) return value;
  throw invalidInput(
    `records[${i}].value`,
    `records[${i}].value: expected a finite number or null for "${asset}" on ${date}, was ${String(value)}`,
    { expected: "a finite number or null", received: String(value) },
  );
}

/** What a panel is made of, column by column. */
export interface PanelColumns {
  /** Strictly ascending. */
  readonly dates: readonly string[] | { readonly axis: PanelAxis; readonly index: ArrayLike<number> };
  /** The values of each asset, one for each date; `null` or NaN = missing. */
  readonly columns: Readonly<Record<string, ArrayLike<number | null>>>;
}

/** Builds a frame of columns. */
export function frameFromColumns({ dates, columns }: PanelColumns): PanelFrame {
  const assets = Object.keys(columns);
  const rows = Array.isArray(dates) ? dates.length : (dates as { index: ArrayLike<number> }).index.length;
  const values = new Float64Array(rows * assets.length);
  assets.forEach((asset, column) => {
    const cells = columns[asset]!;
    if (cells.length !== rows) {
      throw invalidInput(
        `columns.${asset}`,
        `columns.${asset}: expected one value for each of the ${rows} dates, was ${cells.length}`,
        { expected: String(rows), received: String(cells.length) },
      );
    }
    for (let row = 0; row < rows; row += 1) {
      const cell = cells[row];
      if (typeof cell !== "number" && cell !== null) {
        throw invalidInput(
          `columns.${asset}[${row}]`,
          `columns.${asset}[${row}]: expected a number or null, was ${typeof cell}`,
          { expected: "a number or null", received: typeof cell },
        );
      }
      values[row * assets.length + column] = cell ?? Number.NaN;
    }
  });
  return frameOf({ dates, assets, values });
}
