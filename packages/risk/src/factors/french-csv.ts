import { invalidInput, ReturnPanel } from "@plimsoll/core";

/** One table of a file of Kenneth French's data library. */
export interface FrenchTable {
  /** The line above the table; empty for the first of a factor file. */
  readonly title: string;
  readonly frequency: "day" | "month" | "year";
  /**
   * Returns as fractions, missing values NaN. Months are dated by their last day, years by 31 December. In tables that hold
   * counts or sizes rather than returns (`unit: "raw"`) the numbers are as they stand.
   */
  readonly panel: ReturnPanel;
  readonly unit: "fraction" | "raw";
}

const RAW = /number of firms|average firm size|average market cap|be\/me|sum of|characteristic/i;

/**
 * Reads a CSV file of Kenneth French's data library: every table of it, in order (factors: monthly or daily, then annual).
 *
 * Per cent become fractions, -99.99 and -999 become NaN. The text around the tables is skipped. Throws `INVALID_INPUT`, with
 * file and line, where no table is found or a number can't be read. The data belong to Fama and French: cite them.
 *
 * @param text The unzipped file.
 *
 * @example
 * ```ts
 * import { parseFrenchCsv } from "@plimsoll/risk";
 *
 * const text = "Made by hand\n\n,Mkt-RF,SMB,RF\n202401,   0.71,  -5.02,   0.47\n202402,   5.06, -99.99,   0.42\n";
 * const [table] = parseFrenchCsv(text);
 * console.log(table?.panel.dates.join(" "), table?.panel.at(0, "Mkt-RF"), table?.panel.at(1, "SMB"));
 * // 2024-01-31 2024-02-29 0.0071 NaN
 * ```
 */
export function parseFrenchCsv(
  text: string,
  options: {
    /** Named in error messages. */
    readonly file?: string;
  } = {},
): readonly FrenchTable[] {
  const { file } = options;
  const lines = text.split(/\r?\n/);
  const tables: FrenchTable[] = [];
  let title = "";
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    if (!line.startsWith(",") && !/^\s*,/.test(line)) {
      if (line.trim() !== "") title = line.trim();
      continue;
    }
    const names = line
      .split(",")
      .slice(1)
      .map((name) => name.trim());
    let end = at + 1;
    while (end < lines.length && /^\s*\d{4,8}\s*,/.test(lines[end]!)) end++;
    if (end === at + 1) continue;
    tables.push(readTable(lines, at + 1, end, names, tables.length === 0 ? heading(lines, at) : title, file));
    at = end - 1;
    title = "";
  }
  if (tables.length > 0) return tables;
  throw invalidInput(
    "text",
    "text: no table found: expected a line of names that begins with a comma, then rows that begin with a date such as 19630701",
    file === undefined ? {} : { file },
  );
}

/** The first table's title, when a line stands directly above it. */
function heading(lines: readonly string[], at: number): string {
  return (lines[at - 1] ?? "").trim();
}

function readTable(
  lines: readonly string[],
  from: number,
  to: number,
  names: readonly string[],
  title: string,
  file: string | undefined,
): FrenchTable {
  const unit = RAW.test(title) ? "raw" : "fraction";
  const dates: string[] = [];
  const values = new Float64Array((to - from) * names.length);
  let digits = 0;
  for (let row = from; row < to; row++) {
    const [stamp, ...cells] = lines[row]!.split(",").map((cell) => cell.trim());
    const fail = (problem: string): never => {
      throw invalidInput("text", `text, line ${row + 1}: ${problem}`, {
        line: row + 1,
        ...(file === undefined ? {} : { file }),
      });
    };
    if (cells.length !== names.length) fail(`expected ${names.length} values, was ${cells.length}`);
    if (row === from) digits = stamp!.length;
    if (stamp!.length !== digits) fail(`expected a date of ${digits} digits like the first, was ${stamp}`);
    dates.push(isoDate(stamp!) ?? fail(`expected a date as 1963, 196307 or 19630701, was ${stamp}`));
    cells.forEach((cell, column) => {
      const number = cell === "" ? Number.NaN : Number(cell);
      if (cell !== "" && Number.isNaN(number)) fail(`expected a number for ${names[column]}, was "${cell}"`);
      const missing = number === -99.99 || number === -999;
      // the quotient of the decimal, not of the rounded per cent: 0.71 % is 0.0071
      values[(row - from) * names.length + column] = missing
        ? Number.NaN
        : unit === "fraction"
          ? Number((number / 100).toPrecision(15))
          : number;
    });
  }
  return {
    title,
    frequency: digits === 8 ? "day" : digits === 6 ? "month" : "year",
    panel: ReturnPanel.of({ dates, assets: [...names], values }),
    unit,
  };
}

function isoDate(stamp: string): string | null {
  if (stamp.length === 4) return `${stamp}-12-31`;
  const [year, month] = [Number(stamp.slice(0, 4)), Number(stamp.slice(4, 6))];
  if (month < 1 || month > 12) return null;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (stamp.length === 6) return `${stamp.slice(0, 4)}-${stamp.slice(4)}-${last}`;
  if (stamp.length !== 8) return null;
  const day = Number(stamp.slice(6));
  return day >= 1 && day <= last ? `${stamp.slice(0, 4)}-${stamp.slice(4, 6)}-${stamp.slice(6)}` : null;
}
