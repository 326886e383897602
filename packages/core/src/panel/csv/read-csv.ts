import { countObservations } from "../drop-missing.ts";
import { type PanelFrame, assetsOf, takeColumns } from "../frame.ts";
import { csvError, type CsvOptions } from "./csv-options.ts";
import { looksLong, readLong } from "./read-long.ts";
import { readWide } from "./read-wide.ts";
import { tokenizeCsv } from "./tokenize.ts";

/** Reads CSV text into a frame. */
export function readCsv(text: string, options: CsvOptions): PanelFrame {
  const table = tokenizeCsv(text, options);
  const header = table.records[0];
  if (header === undefined) {
    throw csvError(
      options,
      {},
      "the file is empty: write a header with date and asset names, then one line for each date",
    );
  }
  if (table.records.length === 1) {
    throw csvError(
      options,
      { line: table.lines[0]! },
      "the file has a header but no prices: add one line for each date",
    );
  }
  if (options.assets?.length === 0) throw csvError(options, {}, "the option assets is empty: name at least one asset");
  const layout = options.layout ?? (looksLong(header) ? "long" : "wide");
  const read = layout === "long" ? readLong(table, options) : readWide(table, options);
  const frame: PanelFrame = { ...read, assets: assetsOf(read.assets) };
  return handleEmptyColumns(frame, table.lines[0]!, options);
}

function handleEmptyColumns(frame: PanelFrame, line: number, options: CsvOptions): PanelFrame {
  const rule = options.emptyColumns ?? "refuse";
  if (rule === "keep") return frame;
  const counts = countObservations(frame);
  const empty = counts.indexOf(0);
  if (empty === -1) return frame;
  if (rule === "drop") {
    return takeColumns(
      frame,
      [...counts.keys()].filter((column) => counts[column]! > 0),
    );
  }
  const asset = frame.assets[empty]!;
  throw csvError(
    options,
    { line, column: asset },
    `"${asset}" has no value on any date: remove the column, or set the option emptyColumns to "drop"`,
    asset,
  );
}
