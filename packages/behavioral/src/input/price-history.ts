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

  /** From a panel; missing prices are passed over. Throws `INVALID_INPUT` for a price that is not above zero. */
  static fromPanel(panel: PricePanel, splits: SplitHistory, timeZone: string | undefined): PriceHistory {
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

  /** From rows in any order; a later row of the same moment and asset wins. */
  static fromRecords(
    records: readonly PriceRecord[],
    splits: SplitHistory,
    timeZone: string | undefined,
  ): PriceHistory {
    const rows = new Map<string, { instants: number[]; days: number[]; prices: number[] }>();
    // quotes of many assets share their moments, and reading a time in a zone is slow
    const moments = new Map<string, { readonly instant: number; readonly day: number }>();
    let lastText = "";
    let moment = { instant: NaN, day: NaN };
    for (let row = 0; row < records.length; row++) {
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
      let list = rows.get(asset);
      if (list === undefined) {
        list = { instants: [], days: [], prices: [] };
        rows.set(asset, list);
      }
      list.instants.push(moment.instant);
      list.days.push(moment.day);
      list.prices.push(price);
    }
    return new PriceHistory([...rows.keys()], splits, (asset) => {
      const row = rows.get(asset);
      if (row === undefined) return noQuotes;
      const { instants, days, prices } = row;
      const order = orderOf(instants);
      if (order === null) {
        return {
          instants: Float64Array.from(instants),
          days: Int32Array.from(days),
          prices: Float64Array.from(prices),
        };
      }
      return {
        instants: Float64Array.from(order, (index) => instants[index]!),
        days: Int32Array.from(order, (index) => days[index]!),
        prices: Float64Array.from(order, (index) => prices[index]!),
      };
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

/** The positions in time order, `null` where they are in it. */
function orderOf(instants: readonly number[]): readonly number[] | null {
  for (let i = 1; i < instants.length; i++) {
    if (instants[i - 1]! <= instants[i]!) continue;
    return Array.from(instants.keys()).sort((a, b) => instants[a]! - instants[b]! || a - b);
  }
  return null;
}
