import { readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  barIndex,
  barsFromPanel,
  notServed,
  PlimsollError,
  sliceBars,
  throwIfAborted,
  type BarInterval,
  type BarRequest,
  type BarSeries,
  type CsvOptions,
  type MarketDataSource,
  type PricePanel,
  type SourceOptions,
} from "@plimsoll/core";
import { readPrices } from "./prices.ts";
import { readAssetBars } from "./asset-file.ts";
import { unreadable } from "./text-file.ts";

/** How CSV files are read as a source; the rest as in `PricePanel.fromCsv`. */
export interface CsvSourceOptions extends Omit<CsvOptions, "file" | "assets" | "emptyColumns"> {
  /**
   * What one line covers.
   * @defaultValue "day" for dates, "minute" for instants
   */
  readonly interval?: BarInterval | undefined;
}

/** A {@link MarketDataSource} over files, which also tells what it has. */
export interface CsvSource extends MarketDataSource {
  /** The assets that the file or folder has, in its order. */
  assets(): Promise<readonly string[]>;
}

/**
 * Bars from CSV files: from one file of prices (a column, or a symbol, for each asset: the closes), or from a folder
 * with one file for each asset (`VTI.csv`) and the columns date, open, high, low, close and volume, of which only the
 * close (or a single column of any name) is required. Other columns, such as an adjusted close, are passed over.
 *
 * Files are read anew at each request. An asset without any price gives no bars.
 *
 * @throws `INVALID_INPUT` when bars are read, naming file, line and remedy; `NOT_FOUND` for an asset that is not there;
 * `UNSUPPORTED` for another interval than that of the files, and for everything but bars
 *
 * @example
 * ```ts
 * import { mkdtemp, rm, writeFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { csvSource } from "@plimsoll/adapter-csv";
 *
 * const folder = await mkdtemp(join(tmpdir(), "plimsoll-"));
 * await writeFile(join(folder, "VTI.csv"), "Date,Open,Close\n2024-01-30,240.5,241.0\n2024-01-31,240.1,237.1\n");
 * for await (const bars of csvSource({ folder }).bars({ assets: ["VTI"], from: "2024-01-31" })) {
 *   console.log(bars.asset, bars.open, bars.close); // VTI Float64Array(1) [ 240.1 ] Float64Array(1) [ 237.1 ]
 * }
 * await rm(folder, { recursive: true });
 * ```
 */
export function csvSource(place: string | { readonly folder: string }, options: CsvSourceOptions = {}): CsvSource {
  const { interval, ...csv } = options;
  const reader =
    typeof place === "string" ? fileReader(place, interval, csv) : folderReader(place.folder, interval, csv);
  const name = typeof place === "string" ? place : place.folder;
  return {
    name,
    serves: ["bars"],
    assets: () => reader.assets(),
    async *bars(request, { signal } = {}) {
      const has = await reader.assets();
      const unknown = request.assets.find((asset) => !has.includes(asset));
      if (unknown !== undefined) {
        throw new PlimsollError("NOT_FOUND", `${name} has no "${unknown}": it has ${listed(has)}`, {
          kind: "asset",
          id: unknown,
        });
      }
      for await (const bars of reader.read(request.assets, { signal })) yield cut(bars, request, name);
    },
    quotes: () => notServed(name, "quotes"),
    corporateActions: () => notServed(name, "corporate-actions"),
    fundamentals: () => notServed(name, "fundamentals"),
    macroSeries: () => notServed(name, "macro-series"),
  };
}

/** What a place can do: say what it has, and read it. */
interface Reader {
  assets(): Promise<readonly string[]>;
  read(assets: readonly string[], options: SourceOptions): AsyncIterable<BarSeries>;
}

function fileReader(path: string, interval: BarInterval | undefined, csv: CsvOptions): Reader {
  const panel = (signal?: AbortSignal): Promise<PricePanel> =>
    readPrices(path, { ...csv, emptyColumns: "keep", signal });
  return {
    assets: async () => (await panel()).assets,
    async *read(assets, { signal }) {
      const whole = await panel(signal);
      yield* barsFromPanel(whole.select(assets), { interval });
    },
  };
}

function folderReader(folder: string, interval: BarInterval | undefined, csv: CsvOptions): Reader {
  return {
    assets: async () => {
      try {
        const names = await readdir(folder);
        return names.filter((name) => name.endsWith(".csv")).map((name) => name.slice(0, -".csv".length));
      } catch (error) {
        throw unreadable(folder, error);
      }
    },
    async *read(assets, { signal }) {
      for (const asset of assets) {
        throwIfAborted(signal, `reading ${folder}`);
        yield await readAssetBars(join(folder, `${asset}.csv`), asset, interval, csv, signal);
      }
    },
  };
}

function cut(bars: BarSeries, request: BarRequest, name: string): BarSeries {
  const { interval = bars.interval, from, to } = request;
  if (interval !== bars.interval) {
    throw new PlimsollError(
      "UNSUPPORTED",
      `${name} has ${bars.interval} bars of ${bars.asset}, not ${interval} bars: ask for those, or say by the option interval what the files hold`,
      { feature: `${interval} bars` },
    );
  }
  const first = from === undefined ? -Infinity : barIndex(from, interval, "from", "start");
  const last = to === undefined ? Infinity : barIndex(to, interval, "to", "end");
  const start = bars.index.findIndex((index) => index >= first);
  const end = bars.index.findIndex((index) => index > last);
  return sliceBars(bars, start < 0 ? bars.index.length : start, end < 0 ? bars.index.length : end);
}

function listed(assets: readonly string[]): string {
  if (assets.length === 0) return "no assets";
  return assets.length <= 10 ? assets.join(", ") : `${assets.slice(0, 10).join(", ")} and ${assets.length - 10} more`;
}
