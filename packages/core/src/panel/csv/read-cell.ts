import { csvError, type CsvOptions } from "./csv-options.ts";
import { explainNumber, readNumber } from "./number-format.ts";

const usualMissing = ["NA", "N/A", "#N/A", "NaN", "nan", "null", "NULL", "None", "-", "."];

/** Reads one cell: the number, or NaN for a missing value; throws for anything else. */
export type CellReader = (text: string, line: number, column: string) => number;

/** The reader of number cells that the options ask for. */
export function cellReader(options: CsvOptions): CellReader {
  const missing = new Set(["", ...(options.missing ?? usualMissing)]);
  return (text, line, column) => {
    const number = text === "" ? Number.NaN : readNumber(text, options.decimal);
    if (!Number.isNaN(number)) return number;
    if (missing.has(text)) return Number.NaN;
    throw csvError(options, { line, column }, explainNumber(text, options.decimal), text);
  };
}
