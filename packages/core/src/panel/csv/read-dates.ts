import { csvError, type CsvOptions } from "./csv-options.ts";
import { dateReader, detectDateFormat } from "./date-format.ts";
import type { PanelAxis } from "../axis.ts";

/** Dates of a file as numbers, one for each record. */
export interface CsvDates {
  readonly axis: PanelAxis;
  readonly values: Float64Array;
}

/**
 * Reads the dates of all records by the form that the options name or all of them share: days since 1970, or epoch
 * milliseconds where ISO dates carry time and zone.
 *
 * @param lines - the 1-based line of each text, for messages
 * @param column - the column's name, for messages
 * @throws `INVALID_INPUT` with line and column for a text that is no date, and for dates that fit two forms
 *
 * @example
 * ```ts
 * import { readCsvDates } from "@plimsoll/core";
 *
 * console.log(readCsvDates(["1/2/2024", "1/31/2024"], [2, 3], "Date", {}).values); // Float64Array(2) [ 19724, 19753 ]
 * ```
 */
export function readDates(
  texts: readonly string[],
  lines: readonly number[],
  column: string,
  options: CsvOptions,
): CsvDates {
  const format = options.dateFormat ?? detectDateFormat(texts);
  if (format === "ambiguous") {
    throw csvError(
      options,
      { line: lines[0]!, column },
      `"${texts[0]}" may be month/day/year or day/month/year, and no date in the file settles it: name the form by the option dateFormat, "m/d/y" or "d/m/y"`,
      texts[0],
    );
  }
  if (format === undefined) {
    throw csvError(
      options,
      { line: lines[0]!, column },
      `"${texts[0]}" is not a date: write it as 2024-01-31, or name the column of dates by the option dateColumn`,
      texts[0],
    );
  }
  const reader = dateReader(format, texts[0]!);
  const values = new Float64Array(texts.length);
  texts.forEach((text, i) => {
    const value = reader.read(text);
    if (Number.isNaN(value)) {
      throw csvError(
        options,
        { line: lines[i]!, column },
        `"${text}" is not ${reader.expected}: correct it, or name another form by the option dateFormat`,
        text,
      );
    }
    values[i] = value;
  });
  return { axis: reader.axis, values };
}
