import {
  barFields,
  invalidInput,
  isDaily,
  PricePanel,
  type BarField,
  type BarInterval,
  type BarSeries,
  type CsvOptions,
} from "@plimsoll/core";
import { readText } from "./text-file.ts";

/** The bars in a file about one asset, whose columns are the bar's numbers; lines without any number give no bar. */
export async function readAssetBars(
  file: string,
  asset: string,
  interval: BarInterval | undefined,
  csv: CsvOptions,
  signal: AbortSignal | undefined,
): Promise<BarSeries> {
  const text = await readText(file, signal);
  const columns = fieldColumns(text, file, csv);
  const panel = PricePanel.fromCsv(text, {
    ...csv,
    file,
    layout: "wide",
    emptyColumns: "keep",
    assets: [...columns.values()],
  });
  const covers = interval ?? (panel.axis === "day" ? "day" : "minute");
  if (isDaily(covers) !== (panel.axis === "day")) {
    throw invalidInput("interval", `${file}: its ${panel.axis}s can't be ${covers} bars: correct the option interval`, {
      file,
    });
  }
  const rows = Array.from(panel.index.keys()).filter((row) => panel.row(row).some((value) => !Number.isNaN(value)));
  const column = (field: BarField): Float64Array => {
    const name = columns.get(field);
    if (name === undefined) return new Float64Array(rows.length).fill(NaN);
    const values = panel.column(name);
    return Float64Array.from(rows, (row) => values[row]!);
  };
  return {
    asset,
    interval: covers,
    index: Float64Array.from(rows, (row) => panel.index[row]!),
    open: column("open"),
    high: column("high"),
    low: column("low"),
    close: column("close"),
    volume: column("volume"),
  };
}

/** The header's name for each number of a bar that the file has. */
function fieldColumns(text: string, file: string, csv: CsvOptions): ReadonlyMap<BarField, string> {
  const [header = ""] = text
    .replace(/^\uFEFF/, "")
    .trimStart()
    .split(/\r\n|\r|\n/, 1);
  const names = header.split(csv.delimiter ?? /[,;\t|]/).map((name) =>
    name
      .trim()
      .replace(/^"(.*)"$/, "$1")
      .trim(),
  );
  const numbers = names.filter(
    (name, i) => name !== "" && (csv.dateColumn === undefined ? i > 0 : name !== csv.dateColumn),
  );
  const columns = new Map<BarField, string>();
  for (const field of barFields) {
    const name = numbers.find((each) => each.toLowerCase() === field);
    if (name !== undefined) columns.set(field, name);
  }
  if (numbers.length === 1 && columns.size === 0) columns.set("close", numbers[0]!);
  // an empty file, or one with dates only, is explained by the panel
  if (columns.has("close") || numbers.length === 0) return columns;
  throw invalidInput(
    "close",
    `${file}, line 1: no column "close": the header has ${names.join(", ")}; name the column of closing prices "close"`,
    { file, line: 1 },
  );
}
