import { formatDate, formatDates, firstRowFrom, rowsUntil, type PanelAxis } from "./axis.ts";
import { columnOf, columnValues, type PanelFrame, sliceRows, takeColumns } from "./frame.ts";
import { invalidInput } from "../errors.ts";

/** The JSON form of a panel: `null` is a missing value. */
export interface PanelJson {
  /** ISO dates (`2024-01-31`) or instants in UTC (`2024-01-31T14:30:00Z`), strictly ascending. */
  readonly dates: readonly string[];
  readonly assets: readonly string[];
  /** One row for each date, one number for each asset. */
  readonly values: readonly (readonly (number | null)[])[];
}

// The friend of the class that `withFrame` calls: frames stay out of the public face.
let rebuild: <Kind extends Panel>(panel: Kind, frame: PanelFrame) => Kind;

/** A panel of the same kind and method over another frame. */
export function withFrame<Kind extends Panel>(panel: Kind, frame: PanelFrame): Kind {
  return rebuild(panel, frame);
}

/**
 * What price and return panels share: a table of dates x assets in one row-major array, never written to after it is
 * made. Verbs return new panels; those that change nothing return the panel itself, and row ranges share its memory.
 */
export abstract class Panel {
  abstract readonly kind: "price" | "return";
  /** What `index` counts. */
  readonly axis: PanelAxis;
  /** Days since 1970, or epoch milliseconds; strictly ascending. Shared memory: do not write. */
  readonly index: Float64Array;
  /** Column names. */
  readonly assets: readonly string[];
  /** Row-major `rows * columns`, NaN = missing. Shared memory: do not write. */
  readonly values: Float64Array;
  readonly rows: number;
  readonly columns: number;
  readonly #frame: PanelFrame;
  #dates: readonly string[] | undefined;

  protected constructor(frame: PanelFrame) {
    this.axis = frame.axis;
    this.index = frame.index;
    this.assets = frame.assets;
    this.values = frame.values;
    this.rows = frame.index.length;
    this.columns = frame.assets.length;
    this.#frame = frame;
  }

  static {
    rebuild = (panel, frame) => panel.withFrame(frame);
  }

  /** @internal */
  protected abstract withFrame(frame: PanelFrame): this;

  /** ISO dates of the rows, made on first use. */
  get dates(): readonly string[] {
    this.#dates ??= this.#frame.isoDates?.() ?? formatDates(this.axis, this.index);
    return this.#dates;
  }

  /** ISO date of one row. Throws `INVALID_INPUT` when there is no such row. */
  date(row: number): string {
    return formatDate(this.axis, this.index[this.#checkedRow(row)]!);
  }

  /** Copy of the column of `asset`, `rows` numbers. Throws `INVALID_INPUT` for an unknown asset. */
  column(asset: string): Float64Array {
    return columnValues(this.#frame, columnOf(this.#frame, asset));
  }

  /** Copy of one row, `columns` numbers. Throws `INVALID_INPUT` when there is no such row. */
  row(row: number): Float64Array {
    const start = this.#checkedRow(row) * this.columns;
    return this.values.slice(start, start + this.columns);
  }

  /** One value, NaN = missing. Throws `INVALID_INPUT` for an unknown row or asset. */
  at(row: number, asset: string): number {
    return this.values[this.#checkedRow(row) * this.columns + columnOf(this.#frame, asset)]!;
  }

  /** The named assets in the given order. Throws `INVALID_INPUT` for an unknown or repeated asset. */
  select(assets: readonly string[]): this {
    return this.#with(
      takeColumns(
        this.#frame,
        assets.map((asset) => columnOf(this.#frame, asset)),
      ),
    );
  }

  /**
   * Rows from `from` to `to`, both included, sharing the memory of this panel. A day bounds a panel of instants by its
   * first and last millisecond (UTC).
   */
  between(from?: string, to?: string): this {
    const first = from === undefined ? 0 : firstRowFrom(this, from, "from");
    const end = to === undefined ? this.rows : rowsUntil(this, to, "to");
    return this.#with(sliceRows(this.#frame, first, end));
  }

  #with(frame: PanelFrame): this {
    return frame === this.#frame ? this : this.withFrame(frame);
  }

  #checkedRow(row: number): number {
    if (Number.isInteger(row) && row >= 0 && row < this.rows) return row;
    throw invalidInput("row", `row ${row}: the panel has rows 0 to ${this.rows - 1}`, {
      expected: `an integer in [0, ${this.rows - 1}]`,
      received: String(row),
    });
  }

  /** The panel as plain JSON data. */
  toJSON(): PanelJson {
    const values: (number | null)[][] = [];
    for (let row = 0; row < this.rows; row += 1) {
      const cells: (number | null)[] = [];
      for (let cell = row * this.columns; cell < (row + 1) * this.columns; cell += 1) {
        const value = this.values[cell]!;
        cells.push(Number.isNaN(value) ? null : value);
      }
      values.push(cells);
    }
    return { dates: this.dates, assets: this.assets, values };
  }
}
