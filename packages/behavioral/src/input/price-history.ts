import { invalidInput, type PricePanel } from "@plimsoll/core";
import { dayNumber, dayOfInstant, readLocalTime } from "./local-time.ts";
import { PriceTable } from "./price-table.ts";
import type { SplitHistory } from "./split-history.ts";

/** One quoted price. */
export interface PriceRecord {
  readonly asset: string;
  readonly at: string;
  readonly price: number;
}

/** Quotes of one asset in time order, in units after all splits; `days` since 1970. */
export interface PriceSeries {
  readonly instants: Float64Array;
  readonly days: Int32Array;
  readonly prices: Float64Array;
}

const dayLength = 86_400_000;
const noQuotes: PriceSeries = {
  instants: new Float64Array(0),
  days: new Int32Array(0),
  prices: new Float64Array(0),
};

/** What was last read of a panel. */
const read = new WeakMap<PricePanel, { readonly timeZone: string | undefined; readonly history: PriceHistory }>();

/** What was last read of a list of rows, and the rows as they were then: a list may have changed since. */
interface ReadRows {
  readonly timeZone: string | undefined;
  readonly assets: readonly string[];
  readonly moments: readonly string[];
  readonly prices: Float64Array;
  readonly history: PriceHistory;
}

const readRows = new WeakMap<readonly PriceRecord[], ReadRows>();

function isUnchanged(records: readonly PriceRecord[], { assets, moments, prices }: ReadRows): boolean {
  if (records.length !== prices.length) return false;
  for (let row = 0; row < prices.length; row++) {
    const record = records[row]!;
    if (record.price !== prices[row] || record.asset !== assets[row] || record.at !== moments[row]) return false;
  }
  return true;
}

/**
 * Prices by asset, asked for at a moment: the last one known then. A price of a day counts for the whole of its day.
 * All prices are in units after the last split.
 */
export class PriceHistory {
  /** Assets with at least one price, sorted by name. */
  readonly assets: readonly string[];
  readonly #known: ReadonlySet<string>;
  readonly #series = new Map<string, PriceSeries>();
  readonly #read: (asset: string) => PriceSeries;
  readonly #splits: SplitHistory;
  #table: PriceTable | undefined;

  private constructor(assets: readonly string[], splits: SplitHistory, read: (asset: string) => PriceSeries) {
    this.#splits = splits;
    this.#read = read;
    this.#known = new Set(assets);
    this.assets = [...this.#known].sort();
  }

  /**
   * From a panel; missing prices are passed over. Throws `INVALID_INPUT` for a price that is not above zero. A panel never
   * changes, so that what is read of it serves the analysis of the next investor too.
   */
  static fromPanel(panel: PricePanel, splits: SplitHistory, timeZone: string | undefined): PriceHistory {
    if (!splits.isEmpty) return PriceHistory.#readPanel(panel, splits, timeZone);
    const last = read.get(panel);
    if (last !== undefined && last.timeZone === timeZone) return last.history;
    const history = PriceHistory.#readPanel(panel, splits, timeZone);
    read.set(panel, { timeZone, history });
    return history;
  }

  static #readPanel(panel: PricePanel, splits: SplitHistory, timeZone: string | undefined): PriceHistory {
    const daily = panel.axis === "day";
    const instants = daily ? panel.index.map((day) => day * dayLength) : panel.index;
    const days = Int32Array.from(panel.index, (value) => (daily ? value : dayOfInstant(value, timeZone)));
    const { values, columns, rows } = panel;
    const counts = new Int32Array(columns);
    for (let cell = 0, row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, cell++) {
        const price = values[cell]!;
        if (price > 0) counts[column]! += 1;
        else if (!Number.isNaN(price)) {
          const asset = panel.assets[column]!;
          const where = `row ${row + 1} of the prices, ${asset}`;
          throw invalidInput(`prices[${row}].${asset}`, `${where}: expected a price above 0, was ${price}`);
        }
      }
    }
    const positions = new Map<string, number>();
    panel.assets.forEach((asset, column) => {
      if (counts[column]! > 0) positions.set(asset, column);
    });
    return new PriceHistory([...positions.keys()], splits, (asset) => {
      const column = positions.get(asset);
      if (column === undefined) return noQuotes;
      const count = counts[column]!;
      if (count === rows) {
        const prices = new Float64Array(rows);
        for (let row = 0; row < rows; row++) prices[row] = values[row * columns + column]!;
        return { instants, days, prices };
      }
      const own = { instants: new Float64Array(count), days: new Int32Array(count), prices: new Float64Array(count) };
      for (let row = 0, next = 0; row < rows; row++) {
        const price = values[row * columns + column]!;
        if (Number.isNaN(price)) continue;
        own.instants[next] = instants[row]!;
        own.days[next] = days[row]!;
        own.prices[next++] = price;
      }
      return own;
    });
  }

  /** From rows in any order; a later row of the same moment and asset wins. Rows that are given again are read once. */
  static fromRecords(
    records: readonly PriceRecord[],
    splits: SplitHistory,
    timeZone: string | undefined,
  ): PriceHistory {
    if (!splits.isEmpty) return PriceHistory.#readRecords(records, splits, timeZone);
    const last = readRows.get(records);
    if (last !== undefined && last.timeZone === timeZone && isUnchanged(records, last)) return last.history;
    const history = PriceHistory.#readRecords(records, splits, timeZone);
    readRows.set(records, {
      timeZone,
      assets: records.map(({ asset }) => asset),
      moments: records.map(({ at }) => at),
      prices: Float64Array.from(records, ({ price }) => price),
      history,
    });
    return history;
  }

  static #readRecords(
    records: readonly PriceRecord[],
    splits: SplitHistory,
    timeZone: string | undefined,
  ): PriceHistory {
    const count = records.length;
    const owners = new Int32Array(count);
    const instants = new Float64Array(count);
    const days = new Int32Array(count);
    const assets: string[] = [];
    const indices = new Map<string, number>();
    const sizes: number[] = [];
    // quotes of many assets share their moments, and reading a time in a zone is slow
    const moments = new Map<string, { readonly instant: number; readonly day: number }>();
    let lastText = "";
    let moment = { instant: NaN, day: NaN };
    for (let row = 0; row < count; row++) {
      const { asset, at, price } = records[row]!;
      if (!(price > 0 && price < Infinity)) {
        throw invalidInput(
          `prices[${row}].price`,
          `row ${row + 1} of the prices: expected a price above 0, was ${price}`,
        );
      }
      if (at !== lastText) {
        let known = moments.get(at);
        if (known === undefined) {
          const time = readLocalTime(at, `prices[${row}].at`, timeZone);
          known = { instant: time.instant, day: dayNumber(time.day) };
          moments.set(at, known);
        }
        moment = known;
        lastText = at;
      }
      let index = indices.get(asset);
      if (index === undefined) {
        index = assets.push(asset) - 1;
        indices.set(asset, index);
        sizes.push(0);
      }
      sizes[index]! += 1;
      owners[row] = index;
      instants[row] = moment.instant;
      days[row] = moment.day;
    }
    // by asset, in the order of the rows
    const starts = new Int32Array(assets.length + 1);
    sizes.forEach((size, index) => (starts[index + 1] = starts[index]! + size));
    const next = starts.slice();
    const all = { instants: new Float64Array(count), days: new Int32Array(count), prices: new Float64Array(count) };
    for (let row = 0; row < count; row++) {
      const place = next[owners[row]!]!++;
      all.instants[place] = instants[row]!;
      all.days[place] = days[row]!;
      all.prices[place] = records[row]!.price;
    }
    return new PriceHistory(assets, splits, (asset) => {
      const index = indices.get(asset);
      if (index === undefined) return noQuotes;
      const own = {
        instants: all.instants.subarray(starts[index], starts[index + 1]),
        days: all.days.subarray(starts[index], starts[index + 1]),
        prices: all.prices.subarray(starts[index], starts[index + 1]),
      };
      return inTimeOrder(own);
    });
  }

  has(asset: string): boolean {
    return this.#known.has(asset);
  }

  /** The last price at or before `instant`, NaN where there is none. */
  at(asset: string, instant: number): number {
    const { instants, prices } = this.series(asset);
    const count = countUpTo(instants, instant);
    return count === 0 ? NaN : prices[count - 1]!;
  }

  /** The last price of an earlier day than `day` (since 1970), NaN where there is none. */
  beforeDay(asset: string, day: number): number {
    const { days, prices } = this.series(asset);
    const count = countUpTo(days, day - 1);
    return count === 0 ? NaN : prices[count - 1]!;
  }

  /** All quotes of an asset; empty where it has none. Shared memory: do not write. */
  series(asset: string): PriceSeries {
    let series = this.#series.get(asset);
    if (series === undefined) {
      series = this.#read(asset);
      this.#splits.adjust(asset, series.instants, series.prices);
      this.#series.set(asset, series);
    }
    return series;
  }

  /** The price as it was quoted at `instant`, before later splits. */
  asQuoted(asset: string, price: number, instant: number): number {
    return price * this.#splits.factor(asset, instant);
  }

  /** Daily closes of all assets, made on first use. */
  get table(): PriceTable {
    this.#table ??= PriceTable.of(this);
    return this.#table;
  }
}

/** How many of the ascending `values` are <= `limit`. */
function countUpTo(values: Float64Array | Int32Array, limit: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The quotes by time, those of one moment in the order given. */
function inTimeOrder(series: PriceSeries): PriceSeries {
  const { instants, days, prices } = series;
  const count = instants.length;
  let sorted = true;
  for (let i = 1; i < count && sorted; i++) sorted = instants[i - 1]! <= instants[i]!;
  if (sorted) return series;
  const order = Array.from({ length: count }, (_, index) => index).sort((a, b) => instants[a]! - instants[b]!);
  const own = { instants: new Float64Array(count), days: new Int32Array(count), prices: new Float64Array(count) };
  for (let i = 0; i < count; i++) {
    const place = order[i]!;
    own.instants[i] = instants[place]!;
    own.days[i] = days[place]!;
    own.prices[i] = prices[place]!;
  }
  return own;
}
