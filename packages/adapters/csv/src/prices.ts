import { PricePanel, type CsvOptions } from "@plimsoll/core";
import { readText, writeTextAtomically } from "./text-file.ts";

/** How prices are read: the options of `PricePanel.fromCsv`, and a signal. */
export interface ReadPricesOptions extends CsvOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * The prices in a CSV file: a column of dates, then one for each asset (or long: date, symbol, price).
 *
 * @param options - see `CsvOptions`; `file` is the path unless given
 * @throws `INVALID_INPUT` naming file, line, column and remedy; for a missing file the path
 *
 * @example
 * ```ts
 * import { mkdtemp, rm, writeFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { readPrices } from "@plimsoll/adapter-csv";
 *
 * const folder = await mkdtemp(join(tmpdir(), "plimsoll-"));
 * await writeFile(join(folder, "prices.csv"), "date,VTI,BND\n2024-01-30,241.0,72.5\n2024-01-31,237.1,\n");
 * const prices = await readPrices(join(folder, "prices.csv"));
 * console.log(prices.dates, prices.column("BND")); // [ '2024-01-30', '2024-01-31' ] Float64Array(2) [ 72.5, NaN ]
 * await rm(folder, { recursive: true });
 * ```
 */
export async function readPrices(path: string, options: ReadPricesOptions = {}): Promise<PricePanel> {
  const { signal, ...rest } = options;
  return PricePanel.fromCsv(await readText(path, signal), { file: path, ...rest });
}

/** How prices are written. */
export interface WritePricesOptions {
  /** @defaultValue "," */
  readonly delimiter?: "," | ";" | "\t" | "|" | undefined;
}

/**
 * Writes prices as CSV: a header with `date` and the assets, one line for each date, missing prices blank, numbers in
 * the fewest digits that read back as the same number. The file appears as a whole or not at all.
 *
 * @throws `INVALID_INPUT` when the path is a folder or may not be written
 */
export async function writePrices(path: string, panel: PricePanel, options: WritePricesOptions = {}): Promise<void> {
  const { delimiter = "," } = options;
  const lines = [["date", ...panel.assets].map((name) => quoted(name, delimiter)).join(delimiter)];
  panel.dates.forEach((date, row) => {
    const cells = [date];
    for (let column = 0; column < panel.columns; column++) {
      const value = panel.values[row * panel.columns + column]!;
      cells.push(Number.isNaN(value) ? "" : String(value));
    }
    lines.push(cells.join(delimiter));
  });
  await writeTextAtomically(path, `${lines.join("\n")}\n`);
}

function quoted(field: string, delimiter: string): string {
  return field.includes(delimiter) || /["\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
