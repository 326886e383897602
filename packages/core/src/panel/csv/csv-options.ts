import { invalidInput, type PlimsollError } from "../../errors.ts";

/** How dates are written in a file: d, m, y with or without leading zeros, years of four digits. */
export type CsvDateFormat = "iso" | "yyyymmdd" | "m/d/y" | "d/m/y" | "d.m.y" | "month d y";

/** How CSV text is read. */
export interface CsvOptions {
  /** Name of the file, for messages. */
  readonly file?: string;
  /**
   * `wide`: a column of dates, then one for each asset. `long`: columns for date, asset and value.
   * @defaultValue "long" where the header names a date column and an asset column (symbol, ticker, asset, instrument,
   * security), else "wide"
   */
  readonly layout?: "wide" | "long";
  /**
   * What stands between fields.
   * @defaultValue the one of , ; tab | that occurs most often in the header
   */
  readonly delimiter?: "," | ";" | "\t" | "|";
  /**
   * The decimal mark. Thousands may be grouped by the other mark, by spaces or apostrophes.
   * @defaultValue "." , but a number that a decimal comma could explain ("1,234") is refused
   */
  readonly decimal?: "." | ",";
  /**
   * How dates are written. ISO dates may carry time and zone.
   * @defaultValue seen from the dates; `1/2/2000` throughout is refused, since it fits two forms
   */
  readonly dateFormat?: CsvDateFormat;
  /** @defaultValue in a wide file the first column, in a long one the column called date, time, datetime or timestamp */
  readonly dateColumn?: string;
  /** The column of asset names of a long file. */
  readonly assetColumn?: string;
  /** The column of values of a long file. @defaultValue the only one left, or else the one called price, close or value */
  readonly valueColumn?: string;
  /**
   * The assets to read; other columns of a wide file may then hold anything.
   * @defaultValue all
   */
  readonly assets?: readonly string[];
  /**
   * Texts that mean a missing value, beside the blank.
   * @defaultValue ["NA", "N/A", "#N/A", "NaN", "nan", "null", "NULL", "None", "-", "."]
   */
  readonly missing?: readonly string[];
  /**
   * `ascending` refuses rows that are out of order (in a long file: of one asset); `any` sorts them.
   * @defaultValue "ascending"
   */
  readonly order?: "ascending" | "any";
  /**
   * What becomes of assets without any value.
   * @defaultValue "refuse"
   */
  readonly emptyColumns?: "refuse" | "keep" | "drop";
}

/** Where in a file something is wrong. */
export interface CsvPlace {
  /** 1-based line. */
  readonly line?: number;
  readonly column?: string;
}

/**
 * The error of a file: names file, line, column and the remedy.
 *
 * @example
 * ```ts
 * import { csvError } from "@plimsoll/core";
 *
 * console.log(csvError({ file: "a.csv" }, { line: 3, column: "Price" }, "write a price").message); // a.csv, line 3, column "Price": write a price
 * ```
 */
export function csvError(
  options: CsvOptions,
  place: CsvPlace,
  message: string,
  received?: string,
): PlimsollError<"INVALID_INPUT"> {
  const where = [
    options.file,
    place.line === undefined ? undefined : `line ${place.line}`,
    place.column === undefined ? undefined : `column "${place.column}"`,
  ].filter((part) => part !== undefined);
  return invalidInput(place.column ?? "csv", `${where.length === 0 ? "CSV" : where.join(", ")}: ${message}`, {
    ...(received === undefined ? {} : { received }),
    ...(options.file === undefined ? {} : { file: options.file }),
    ...(place.line === undefined ? {} : { line: place.line }),
  });
}
