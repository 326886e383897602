import { invalidInput } from "../errors.ts";
import { alignFrames, type AlignOptions } from "./align.ts";
import { firstRowFrom, formatDate, formatDates, rowsUntil, type PanelAxis } from "./axis.ts";
import { describePanel, panelToHtml } from "./display.ts";
import { dropMissingFrame, type DropMissingOptions } from "./drop-missing.ts";
import { columnOf, columnValues, copyRows, type PanelFrame, sliceRows, takeColumns } from "./frame.ts";
import type { PanelJson } from "./panel-json.ts";

// The friend of the class that `withFrame` calls: frames stay out of the public face.
let rebuild: <Kind extends Panel>(panel: Kind, frame: PanelFrame) => Kind;

/** A panel of the same kind and method over another frame. */
export function withFrame<Kind extends Panel>(panel: Kind, frame: PanelFrame): Kind {
  return rebuild(panel, frame);
}

/** A panel and others after {@link Panel.align}: the same kinds in the same order. */
export type AlignedPanels<First, Others extends readonly unknown[]> = [
  First,
  ...{ -readonly [Position in keyof Others]: Others[Position] },
];

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
    // Symbol keys can't be declared with isolated declarations, and nobody calls these by hand.
    const display = function display(this: Panel): Readonly<Record<string, string>> {
      return { "text/plain": describePanel(this), "text/html": panelToHtml(this) };
    };
    const inspect = function inspect(this: Panel): string {
      return describePanel(this);
    };
    Object.defineProperties(this.prototype, {
      [Symbol.for("Jupyter.display")]: { value: display },
      [Symbol.for("nodejs.util.inspect.custom")]: { value: inspect },
    });
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

  /**
   * What was known on `date`: the rows up to it, a day reaching to its last millisecond (UTC).
   *
   * The result leads to no later row, not even through `values.buffer`: unless this panel already ends there in memory of
   * its own, the rows are copied. Use {@link TimeLockedView} to walk through time without copying at each step.
   */
  asOf(date: string): this {
    return this.#with(copyRows(this.#frame, rowsUntil(this, date, "date")));
  }

  /** Drops assets with too few values, then rows with missing ones; shares memory where the rows that stay are one run. */
  dropMissing(options: DropMissingOptions = {}): this {
    return this.#with(dropMissingFrame(this.#frame, options));
  }

  /**
   * This panel and others on the same dates, each keeping its kind and assets; a date that a panel lacks becomes a row of
   * missing values. Throws `INVALID_INPUT` when panels of days and of instants are mixed.
   */
  align<const Others extends readonly Panel[]>(
    others: Others,
    options: AlignOptions = {},
  ): AlignedPanels<this, Others> {
    const panels: readonly Panel[] = [this, ...others];
    const frames = alignFrames(panels, options);
    return panels.map((panel, i) => panel.#with(frames[i]!)) as never;
  }

  #with(frame: PanelFrame): this {
    return frame === this.#frame || (frame as PanelFrame | this) === this ? this : this.withFrame(frame);
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

  /** One line: kind, rows x columns, first and last date. */
  toString(): string {
    return describePanel(this);
  }
}
