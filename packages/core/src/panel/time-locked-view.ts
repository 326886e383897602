import { invalidInput } from "../errors.ts";
import { formatDate, rowsUntil } from "./axis.ts";
import type { PanelFrame } from "./frame.ts";
import { type Panel, withFrame } from "./panel.ts";

/**
 * A panel that is revealed row by row: the driver keeps the view and moves it forward, a strategy gets only
 * {@link TimeLockedView.panel}.
 *
 * Rows after the present are not in any memory that the panel leads to: the view copies each row into memory of its own
 * when time reaches it (so the whole way costs one copy of the panel), and the panels of all steps are windows on that
 * memory, which is NaN beyond the present. So neither `panel.values.buffer` nor an earlier panel shows a later row before
 * the view has reached it. Nor can writing to a panel change the source.
 *
 * @example
 * ```ts
 * import { PricePanel, TimeLockedView } from "@plimsoll/core";
 *
 * const prices = PricePanel.of({ dates: ["2024-01-02", "2024-01-03"], assets: ["A"], values: [[10], [11]] });
 * const view = TimeLockedView.of(prices);
 * const past = view.advanceTo("2024-01-02");
 * console.log(past.rows, [...new Float64Array(past.values.buffer)]); // 1 [ 10, NaN ]
 * ```
 */
export class TimeLockedView<Kind extends Panel> {
  readonly #source: Kind;
  readonly #index: Float64Array;
  readonly #values: Float64Array;
  readonly #dates: string[] = [];
  #panel: Kind;

  private constructor(source: Kind) {
    this.#source = source;
    this.#index = new Float64Array(source.rows).fill(Number.NaN);
    this.#values = new Float64Array(source.values.length).fill(Number.NaN);
    this.#panel = this.#window(0);
    Object.freeze(this);
  }

  /** A view of `panel` that shows no row yet. */
  static of<Kind extends Panel>(panel: Kind): TimeLockedView<Kind> {
    return new TimeLockedView(panel);
  }

  /** The rows revealed so far, as a panel of the same kind. */
  get panel(): Kind {
    return this.#panel;
  }

  /** How many rows are still hidden. */
  get remaining(): number {
    return this.#source.rows - this.#panel.rows;
  }

  /**
   * Reveals the next `rows` rows, or as many as there are, and returns the panel.
   *
   * Throws `INVALID_INPUT` when `rows` is not a whole number >= 0: time does not run backwards.
   */
  advance(rows: number = 1): Kind {
    if (!Number.isInteger(rows) || rows < 0) {
      throw invalidInput("rows", `rows: expected a whole number >= 0, was ${rows}: time does not run backwards`, {
        expected: "an integer >= 0",
        received: String(rows),
      });
    }
    return this.#revealUntil(Math.min(this.#panel.rows + rows, this.#source.rows));
  }

  /**
   * Reveals all rows at or before `date` and returns the panel; a day reveals a panel of instants up to its last
   * millisecond (UTC).
   *
   * Throws `INVALID_INPUT` for a date before one that was revealed: make a new view to go back.
   */
  advanceTo(date: string): Kind {
    const rows = rowsUntil(this.#source, date, "date");
    const shown = this.#panel.rows;
    if (rows < shown) {
      const latest = this.#panel.date(shown - 1);
      throw invalidInput("date", `date: ${date} is before ${latest}, which is revealed: make a new view to go back`, {
        expected: `a date from ${latest}`,
        received: date,
      });
    }
    return this.#revealUntil(rows);
  }

  #revealUntil(rows: number): Kind {
    const shown = this.#panel.rows;
    if (rows === shown) return this.#panel;
    const { columns, axis } = this.#source;
    this.#index.set(this.#source.index.subarray(shown, rows), shown);
    this.#values.set(this.#source.values.subarray(shown * columns, rows * columns), shown * columns);
    for (let row = shown; row < rows; row += 1) this.#dates.push(formatDate(axis, this.#source.index[row]!));
    this.#panel = this.#window(rows);
    return this.#panel;
  }

  #window(rows: number): Kind {
    const { axis, assets, columns } = this.#source;
    const frame: PanelFrame = {
      axis,
      index: this.#index.subarray(0, rows),
      assets,
      values: this.#values.subarray(0, rows * columns),
      isoDates: () => Object.freeze(this.#dates.slice(0, rows)),
    };
    return withFrame(this.#source, frame);
  }
}
