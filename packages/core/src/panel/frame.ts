import { invalidInput } from "../errors.ts";
import { formatDate, type PanelAxis, type PanelDates, timelineOf } from "./axis.ts";

/**
 * The one storage behind every panel: the verbs compute on frames, the panel classes only name what the numbers mean.
 * Frames share arrays freely, since nothing writes to one after it is made.
 */
export interface PanelFrame {
  readonly axis: PanelAxis;
  /** Strictly ascending, one number a row. */
  readonly index: Float64Array;
  /** Distinct, not blank, frozen. */
  readonly assets: readonly string[];
  /** Row-major `index.length` x `assets.length`, NaN = missing, never infinite. */
  readonly values: Float64Array;
  /** The dates as texts, where someone already has them. */
  readonly isoDates?: () => readonly string[];
}

/** What a panel is made of, as its user gives it. */
export interface PanelData {
  /** ISO dates, or the axis with its numbers; strictly ascending. */
  readonly dates: PanelDates;
  /** Distinct names, one for each column. */
  readonly assets: readonly string[];
  /**
   * One row for each date: row-major `rows * columns` with NaN for missing, or rows with `null` (or NaN) for missing.
   * A `Float64Array` is shared, not copied: do not write to it afterwards.
   */
  readonly values: Float64Array | readonly ArrayLike<number | null>[];
}

/** Validates what a user gives and makes a frame of it. */
export function frameOf(data: PanelData): PanelFrame {
  const { axis, index } = timelineOf(data.dates);
  const assets = assetsOf(data.assets);
  const values =
    data.values instanceof Float64Array
      ? checkedLength(data.values, index.length, assets.length)
      : flatten(data.values, index.length, assets.length);
  for (let cell = 0; cell < values.length; cell += 1) {
    const value = values[cell]!;
    if (value - value === 0 || Number.isNaN(value)) continue;
    const row = Math.floor(cell / assets.length);
    const column = cell % assets.length;
    throw invalidInput(
      `values[${row}][${column}]`,
      `values[${row}][${column}]: ${value} for "${assets[column]}" on ${formatDate(axis, index[row]!)} is not finite: use null or NaN for a missing value`,
      { expected: "a finite number, or NaN for missing", received: String(value) },
    );
  }
  return { axis, index, assets, values };
}

/** Validates and freezes asset names. */
export function assetsOf(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  names.forEach((name, column) => {
    if (typeof name !== "string" || name.trim() === "") {
      throw invalidInput(`assets[${column}]`, `assets[${column}]: the name is blank: name every column`, {
        expected: "a name",
        received: JSON.stringify(name),
      });
    }
    const first = seen.get(name);
    if (first !== undefined) {
      throw invalidInput(
        `assets[${column}]`,
        `assets[${column}]: "${name}" is already the name of column ${first}: rename or remove one of them`,
        { expected: "distinct names", received: name },
      );
    }
    seen.set(name, column);
  });
  return Object.isFrozen(names) ? names : Object.freeze(names.slice());
}

function checkedLength(values: Float64Array, rows: number, columns: number): Float64Array {
  if (values.length === rows * columns) return values;
  throw invalidInput(
    "values",
    `values: expected ${rows} dates x ${columns} assets = ${rows * columns} numbers, was ${values.length}`,
    { expected: String(rows * columns), received: String(values.length) },
  );
}

function flatten(table: readonly ArrayLike<number | null>[], rows: number, columns: number): Float64Array {
  if (table.length !== rows) {
    throw invalidInput("values", `values: expected one row for each of the ${rows} dates, was ${table.length}`, {
      expected: String(rows),
      received: String(table.length),
    });
  }
  const values = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    const cells = table[row]!;
    if (cells.length !== columns) {
      throw invalidInput(
        `values[${row}]`,
        `values[${row}]: expected one number for each of the ${columns} assets, was ${cells.length}`,
        { expected: String(columns), received: String(cells.length) },
      );
    }
    for (let column = 0; column < columns; column += 1) {
      values[row * columns + column] = numberOf(cells[column]!, row, column);
    }
  }
  return values;
}

function numberOf(cell: number | null, row: number, column: number): number {
  if (cell === null) return Number.NaN;
  if (typeof cell === "number") return cell;
  throw invalidInput(
    `values[${row}][${column}]`,
    `values[${row}][${column}]: expected a number or null for missing, was ${JSON.stringify(cell)}`,
    { expected: "a number or null", received: typeof cell },
  );
}

const positionsByAssets = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

/** Column of each asset; remembered by the array, which panels share. */
export function assetPositions(assets: readonly string[]): ReadonlyMap<string, number> {
  let positions = positionsByAssets.get(assets);
  if (positions === undefined) {
    positions = new Map(assets.map((asset, column) => [asset, column]));
    positionsByAssets.set(assets, positions);
  }
  return positions;
}

/** Column of `asset`; throws `INVALID_INPUT` when the frame has none of that name. */
export function columnOf(frame: PanelFrame, asset: string): number {
  const column = assetPositions(frame.assets).get(asset);
  if (column !== undefined) return column;
  const shown = frame.assets.slice(0, 10).join(", ");
  const more = frame.assets.length > 10 ? `, ... (${frame.assets.length} in all)` : "";
  throw invalidInput("asset", `no asset "${asset}" in the panel: it has ${shown}${more}`, {
    expected: "an asset of the panel",
    received: asset,
  });
}

/** Copy of one column. */
export function columnValues(frame: PanelFrame, column: number): Float64Array {
  const { values, index, assets } = frame;
  const copy = new Float64Array(index.length);
  for (let row = 0, cell = column; row < copy.length; row += 1, cell += assets.length) copy[row] = values[cell]!;
  return copy;
}

/** Rows `[from, to)` of a frame without copying; the frame itself when these are all of them. */
export function sliceRows(frame: PanelFrame, from: number, to: number): PanelFrame {
  if (from === 0 && to === frame.index.length) return frame;
  const columns = frame.assets.length;
  const end = Math.max(from, to);
  return {
    axis: frame.axis,
    index: frame.index.subarray(from, end),
    assets: frame.assets,
    values: frame.values.subarray(from * columns, end * columns),
  };
}

/** The first `rows` rows in memory that holds nothing else; the frame itself when that is what it is. */
export function copyRows(frame: PanelFrame, rows: number): PanelFrame {
  const { index, values } = frame;
  const ownsAll = index.buffer.byteLength === index.byteLength && values.buffer.byteLength === values.byteLength;
  if (rows === index.length && ownsAll) return frame;
  return {
    axis: frame.axis,
    index: index.slice(0, rows),
    assets: frame.assets,
    values: values.slice(0, rows * frame.assets.length),
  };
}

/** The chosen rows, copied. */
export function takeRows(frame: PanelFrame, rows: readonly number[]): PanelFrame {
  const columns = frame.assets.length;
  const index = new Float64Array(rows.length);
  const values = new Float64Array(rows.length * columns);
  rows.forEach((row, target) => {
    index[target] = frame.index[row]!;
    values.set(frame.values.subarray(row * columns, (row + 1) * columns), target * columns);
  });
  return { axis: frame.axis, index, assets: frame.assets, values };
}

/** The chosen columns in the given order, copied; the frame itself when these are all of them in place. */
export function takeColumns(frame: PanelFrame, columns: readonly number[]): PanelFrame {
  const width = frame.assets.length;
  if (columns.length === width && columns.every((column, position) => column === position)) return frame;
  const rows = frame.index.length;
  const values = new Float64Array(rows * columns.length);
  for (let row = 0, cell = 0; row < rows; row += 1) {
    for (const column of columns) {
      values[cell] = frame.values[row * width + column]!;
      cell += 1;
    }
  }
  return {
    axis: frame.axis,
    index: frame.index,
    assets: assetsOf(columns.map((column) => frame.assets[column]!)),
    values,
  };
}
