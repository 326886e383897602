import { dayOfIndex, parseDate } from "./axis.ts";
import { adjustFrame, type AdjustmentOptions, type CorporateAction } from "./corporate-action.ts";
import type { CsvOptions } from "./csv/csv-options.ts";
import { readCsv } from "./csv/read-csv.ts";
import { forwardFillFrame, type ForwardFillOptions } from "./forward-fill.ts";
import { frameOf, type PanelData, type PanelFrame } from "./frame.ts";
import { frameFromArrow, type ArrowColumn, type ArrowOptions, type ArrowTable } from "./from-arrow.ts";
import { frameFromColumns, frameFromRecords, type PanelColumns, type PanelRecord } from "./from-records.ts";
import { Panel } from "./panel.ts";
import { parsePrices } from "./panel-json.ts";
import { type Period, priceFolds, type PriceResampleOptions, resampleFrame } from "./resample.ts";
import { type ReturnPanel, returnPanelFrom } from "./return-panel.ts";
import { type ReturnOptions, returnsOf } from "./returns.ts";

const brand: symbol = Symbol.for("plimsoll.price-panel");

let make: (frame: PanelFrame) => PricePanel;

/** A panel over a frame that is known to be sound. */
export function pricePanelFrom(frame: PanelFrame): PricePanel {
  return make(frame);
}

/**
 * Prices of assets over time: dates x assets, NaN = missing.
 *
 * Immutable; made by `of`, `parse` and the `from...` functions. Dates are days since 1970 or instants (epoch
 * milliseconds), strictly ascending. Negative and zero prices are allowed (see {@link checkQuality}), infinite ones not.
 *
 * @example
 * ```ts
 * import { PricePanel } from "@plimsoll/core";
 *
 * const prices = PricePanel.fromCsv("date,A,B\n2024-01-02,10,\n2024-01-03,11,4\n2024-01-04,22,5\n");
 * console.log(String(prices)); // PricePanel 3 x 2, 2024-01-02 to 2024-01-04
 * console.log([...prices.simpleReturns().column("B")]); // [ NaN, 0.25 ]
 * ```
 */
export class PricePanel extends Panel {
  readonly kind = "price" as const;

  static {
    make = (frame) => new PricePanel(frame);
  }

  private constructor(frame: PanelFrame) {
    super(frame);
    Object.defineProperty(this, brand, { value: true });
    Object.freeze(this);
  }

  /**
   * A panel of dates x assets. A `Float64Array` of values is shared, not copied: do not write to it afterwards.
   *
   * Throws `INVALID_INPUT` for dates that are no ISO dates, repeated or out of order, blank or repeated names, a wrong
   * number of values, or an infinite one.
   */
  static of(data: PanelData): PricePanel {
    return new PricePanel(frameOf(data));
  }

  /** A panel from its JSON form, or from what `structuredClone` leaves of one. Throws `INVALID_INPUT`. */
  static parse(input: unknown): PricePanel {
    return new PricePanel(parsePrices(input));
  }

  /** A panel from records of date, asset and value in any order. Throws `INVALID_INPUT`, also for repeated ones. */
  static fromRecords(records: readonly PanelRecord[]): PricePanel {
    return new PricePanel(frameFromRecords(records));
  }

  /** A panel from one array of values for each asset. Throws `INVALID_INPUT` as {@link PricePanel.of} does. */
  static fromColumns(data: PanelColumns): PricePanel {
    return new PricePanel(frameFromColumns(data));
  }

  /**
   * A panel from CSV text (RFC 4180, also with `;`, tab or `|`), wide or long; see {@link CsvOptions}.
   *
   * Throws `INVALID_INPUT` with `details.file` and `details.line`, in a message that names line, column and remedy: for an
   * empty file, a text in a number column, a number or date that can be read in two ways, dates out of order or repeated,
   * repeated assets, lines with too many or too few fields, and assets without any value.
   *
   * @example
   * ```ts
   * import { attempt, PricePanel } from "@plimsoll/core";
   *
   * const read = attempt(() => PricePanel.fromCsv("date,A\n2024-01-02,10\n2024-01-03,n.n.\n", { file: "a.csv" }));
   * console.log(read.success ? read.data : read.error.message);
   * // a.csv, line 3, column "A": "n.n." is not a number: correct it, or leave the cell blank if the value is missing
   * ```
   */
  static fromCsv(text: string, options: CsvOptions = {}): PricePanel {
    return new PricePanel(readCsv(text, options));
  }

  /**
   * A panel from a table of Apache Arrow's shape (`getChild`, `schema.fields`), or from such columns by name; the first
   * column holds the dates unless an option names it. Throws `INVALID_INPUT`.
   */
  static fromArrowColumns(
    table: ArrowTable | Readonly<Record<string, ArrowColumn>>,
    options: ArrowOptions = {},
  ): PricePanel {
    return new PricePanel(frameFromArrow(table, options));
  }

  /** Whether `value` is a `PricePanel`, also one made by another copy of the package. */
  static is(value: unknown): value is PricePanel {
    return typeof value === "object" && value !== null && brand in value;
  }

  /** Prices by calendar period, on the `day` axis, one row for each period that has a row here. */
  resample(period: Period, options: PriceResampleOptions = {}): PricePanel {
    return new PricePanel(resampleFrame(this, period, priceFolds[options.aggregate ?? "last"], options));
  }

  /**
   * Fills missing prices with the last one before, for at most `limit` rows in succession; the panel itself when there is
   * nothing to fill. Throws `INVALID_INPUT` when `limit` is not a whole number >= 1.
   */
  forwardFill(options: ForwardFillOptions): PricePanel {
    const frame = forwardFillFrame(this, options.limit);
    return frame === this ? this : new PricePanel(frame);
  }

  /**
   * Prices as they would read had the splits and dividends up to `asOf` happened before the first row: the price before an
   * ex-date times 1 / ratio for a split, times 1 - D / P for a dividend D after the last price P before it (both in terms
   * of the new shares where they fall on one day; the method of CRSP). Actions after `asOf` and those of other assets
   * change nothing, so no later split shows in what was known on `asOf`.
   *
   * Throws `INVALID_INPUT` for a ratio that is not positive, a negative dividend, or one not below the price.
   *
   * @example
   * ```ts
   * import { PricePanel } from "@plimsoll/core";
   *
   * const prices = PricePanel.of({ dates: ["2024-06-07", "2024-06-10"], assets: ["NVDA"], values: [[1208], [121]] });
   * const actions = [{ kind: "split", asset: "NVDA", exDate: "2024-06-10", ratio: 10 }] as const;
   * console.log([...prices.adjust(actions).values]); // [ 120.80000000000001, 121 ]
   * console.log([...prices.adjust(actions, { asOf: "2024-06-07" }).values]); // [ 1208 ]
   * ```
   */
  adjust(actions: readonly CorporateAction[], options: AdjustmentOptions = {}): PricePanel {
    const known = options.asOf === undefined ? this : this.asOf(options.asOf);
    if (known.rows === 0) return known;
    const today =
      options.asOf === undefined ? { axis: this.axis, value: this.index.at(-1)! } : parseDate(options.asOf, "asOf");
    const frame = adjustFrame(known, actions, dayOfIndex(today.axis, today.value), options.dividends ?? "reinvest");
    return frame === known ? known : new PricePanel(frame);
  }

  /** Simple returns p1 / p0 - 1 from each row to the next, a row fewer; missing where a price is, or where p0 <= 0. */
  simpleReturns(options: ReturnOptions = {}): ReturnPanel {
    return returnPanelFrom(returnsOf(this, "simple", options), "simple");
  }

  /** Log returns ln(p1 / p0) from each row to the next, a row fewer; missing where a price is, or is not positive. */
  logReturns(options: ReturnOptions = {}): ReturnPanel {
    return returnPanelFrom(returnsOf(this, "log", options), "log");
  }

  protected override withFrame(frame: PanelFrame): this {
    return new PricePanel(frame) as this;
  }
}
