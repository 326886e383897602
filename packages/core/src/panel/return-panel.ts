import { readCsv } from "./csv/read-csv.ts";
import type { CsvOptions } from "./csv/csv-options.ts";
import { excessFrame, type ExcessOptions } from "./excess.ts";
import { frameOf, type PanelData, type PanelFrame } from "./frame.ts";
import { frameFromArrow, type ArrowColumn, type ArrowOptions, type ArrowTable } from "./from-arrow.ts";
import { frameFromColumns, frameFromRecords, type PanelColumns, type PanelRecord } from "./from-records.ts";
import { Panel } from "./panel.ts";
import { parseReturns, type ReturnPanelJson } from "./panel-json.ts";
import { type Period, resampleFrame, returnFold, type ReturnResampleOptions } from "./resample.ts";
import { convertReturns, type ReturnMethod } from "./returns.ts";

const brand: symbol = Symbol.for("plimsoll.return-panel");

/** How the returns that a {@link ReturnPanel} is made of are written. */
export interface ReturnMethodOption {
  /** @defaultValue "simple" */
  readonly method?: ReturnMethod;
}

let make: (frame: PanelFrame, method: ReturnMethod | undefined) => ReturnPanel;

/** A panel over a frame that is known to be sound. */
export function returnPanelFrom(frame: PanelFrame, method: ReturnMethod): ReturnPanel {
  return make(frame, method);
}

/**
 * Returns of assets over time: dates x assets, fractions of one period (0.01 = 1 %), NaN = missing.
 *
 * Simple returns unless `method` says `log`. Immutable; made by `of`, `parse`, the `from...` functions, or by
 * {@link PricePanel.simpleReturns} and {@link PricePanel.logReturns}.
 *
 * @example
 * ```ts
 * import { ReturnPanel } from "@plimsoll/core";
 *
 * const returns = ReturnPanel.of({
 *   dates: ["2024-01-30", "2024-01-31", "2024-02-01"],
 *   assets: ["A"],
 *   values: [[0.1], [0.1], [-0.05]],
 * });
 * console.log([...returns.resample("month").column("A")]); // [ 0.2100000000000002, -0.050000000000000044 ]
 * ```
 */
export class ReturnPanel extends Panel {
  readonly kind = "return" as const;
  /** How the returns are written: `simple` = p1 / p0 - 1, `log` = ln(p1 / p0). */
  readonly method: ReturnMethod;

  static {
    make = (frame, method) => new ReturnPanel(frame, method);
  }

  private constructor(frame: PanelFrame, method: ReturnMethod = "simple") {
    super(frame);
    this.method = method;
    Object.defineProperty(this, brand, { value: true });
    Object.freeze(this);
  }

  /**
   * A panel of dates x assets. A `Float64Array` of values is shared, not copied: do not write to it afterwards.
   *
   * Throws `INVALID_INPUT` for dates that are no ISO dates, repeated or out of order, blank or repeated names, a wrong
   * number of values, or an infinite one.
   */
  static of(data: PanelData & ReturnMethodOption): ReturnPanel {
    return new ReturnPanel(frameOf(data), data.method);
  }

  /** A panel from its JSON form, or from what `structuredClone` leaves of one. Throws `INVALID_INPUT`. */
  static parse(input: unknown): ReturnPanel {
    const { frame, method } = parseReturns(input);
    return new ReturnPanel(frame, method);
  }

  /** A panel from records of date, asset and value in any order. Throws `INVALID_INPUT`, also for repeated ones. */
  static fromRecords(records: readonly PanelRecord[], options: ReturnMethodOption = {}): ReturnPanel {
    return new ReturnPanel(frameFromRecords(records), options.method);
  }

  /** A panel from one array of values for each asset. Throws `INVALID_INPUT` as {@link ReturnPanel.of} does. */
  static fromColumns(data: PanelColumns, options: ReturnMethodOption = {}): ReturnPanel {
    return new ReturnPanel(frameFromColumns(data), options.method);
  }

  /** A panel from CSV text, as {@link PricePanel.fromCsv} reads it. */
  static fromCsv(text: string, options: CsvOptions & ReturnMethodOption = {}): ReturnPanel {
    return new ReturnPanel(readCsv(text, options), options.method);
  }

  /** A panel from a table of Apache Arrow's shape, as {@link PricePanel.fromArrowColumns} reads it. */
  static fromArrowColumns(
    table: ArrowTable | Readonly<Record<string, ArrowColumn>>,
    options: ArrowOptions & ReturnMethodOption = {},
  ): ReturnPanel {
    return new ReturnPanel(frameFromArrow(table, options), options.method);
  }

  /** Whether `value` is a `ReturnPanel`, also one made by another copy of the package. */
  static is(value: unknown): value is ReturnPanel {
    return typeof value === "object" && value !== null && brand in value;
  }

  /** The panel as plain JSON data, `null` for missing; `method` is written where it is not `simple`. */
  override toJSON(): ReturnPanelJson {
    const json = super.toJSON();
    return this.method === "simple" ? json : { ...json, method: this.method };
  }

  /**
   * Returns over calendar periods: simple returns compound, (1 + r1)(1 + r2)... - 1, log returns add up. The result is on
   * the `day` axis, one row for each period that has a row here.
   */
  resample(period: Period, options: ReturnResampleOptions = {}): ReturnPanel {
    const fold = returnFold(this.method, options.missing ?? "propagate");
    return new ReturnPanel(resampleFrame(this, period, fold, options), this.method);
  }

  /**
   * Returns above the risk-free rate, row by row.
   *
   * `riskFree` is an annual rate Rf (0.03 = 3 %), which is (1 + Rf)^(1 / periodsPerYear) - 1 a period (for log returns
   * ln(1 + Rf) / periodsPerYear), or a panel of one column with the return of each period, which must have every date of
   * this panel and the same method; where its return is missing, all are.
   *
   * Throws `INVALID_INPUT` for a rate not above -1, another method or axis, or a date without a risk-free return.
   */
  excess(riskFree: number | ReturnPanel, options: ExcessOptions = {}): ReturnPanel {
    return new ReturnPanel(excessFrame(this, this.method, riskFree, options), this.method);
  }

  /** The same returns written as simple ones, e^r - 1; the panel itself when they are. */
  toSimple(): ReturnPanel {
    return this.#convert("simple");
  }

  /** The same returns written as log ones, ln(1 + r), missing where r <= -1; the panel itself when they are. */
  toLog(): ReturnPanel {
    return this.#convert("log");
  }

  #convert(method: ReturnMethod): ReturnPanel {
    return this.method === method ? this : new ReturnPanel(convertReturns(this, method), method);
  }

  protected override withFrame(frame: PanelFrame): this {
    return new ReturnPanel(frame, this.method) as this;
  }
}
