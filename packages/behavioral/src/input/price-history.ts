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
  readonly #series: ReadonlyMap<string, PriceSeries>;
  readonly #splits: SplitHistory;
  #table: PriceTable | undefined;

  private constructor(series: ReadonlyMap<string, PriceSeries>, splits: SplitHistory) {
    this.#series = series;
    this.#splits = splits;
    this.assets = [...series.keys()].sort();
  }

  /** From a panel; missing prices are passed over. Throws `INVALID_INPUT` for a price that is not above zero. */
  static fromPanel(panel: PricePanel, splits: SplitHistory, timeZone: string | undefined): PriceHistory {
    const series = new Map<string, PriceSeries>();
    const daily = panel.axis === "day";
    const instants = daily ? panel.index.map((day) => day * dayLength) : panel.index;
    const days = Int32Array.from(panel.index, (value) => (daily ? value : dayOfInstant(value, timeZone)));
    const { values, columns } = panel;
    panel.assets.forEach((asset, column) => {
      const rows: number[] = [];
      for (let row = 0; row < panel.rows; row++) {
        const price = values[row * columns + column]!;
        if (Number.isNaN(price)) continue;
        if (!(price > 0)) {
          const where = `row ${row + 1} of the prices, ${asset}`;
          throw invalidInput(`prices[${row}].${asset}`, `${where}: expected a price above 0, was ${price}`);
        }
        rows.push(row);
      }
      if (rows.length === 0) return;
      const own = {
        instants: Float64Array.from(rows, (row) => instants[row]!),
        days: Int32Array.from(rows, (row) => days[row]!),
        prices: Float64Array.from(rows, (row) => values[row * columns + column]!),
      };
      splits.adjust(asset, own.instants, own.prices);
      series.set(asset, own);
    });
    return new PriceHistory(series, splits);
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
    const series = new Map<string, PriceSeries>();
    for (const [asset, { instants, days, prices }] of rows) {
      const order = orderOf(instants);
      const own = {
        instants: Float64Array.from(order, (index) => instants[index]!),
        days: Int32Array.from(order, (index) => days[index]!),
        prices: Float64Array.from(order, (index) => prices[index]!),
      };
      splits.adjust(asset, own.instants, own.prices);
      series.set(asset, own);
    }
    return new PriceHistory(series, splits);
  }

  has(asset: string): boolean {
    return this.#series.has(asset);
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
    return this.#series.get(asset) ?? noQuotes;
  }

  /** The price as it was quoted at `instant`, before later splits. */
  asQuoted(asset: string, price: number, instant: number): number {
    return price * this.#splits.factor(asset, instant);
  }

  /** Daily closes of all assets, made on first use. */
  get table(): PriceTable {
    this.#table ??= PriceTable.of(this.assets, this.#series);
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

function orderOf(instants: readonly number[]): readonly number[] {
  const order = Array.from(instants.keys());
  for (let i = 1; i < instants.length; i++) {
    if (instants[i - 1]! > instants[i]!) return order.sort((a, b) => instants[a]! - instants[b]! || a - b);
  }
  return order;
}
