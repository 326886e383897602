import { dayNumber } from "./local-time.ts";
import type { PriceHistory } from "./price-history.ts";

/** A quote older than this, in calendar days, no longer says what an asset costs. */
const longestSilence = 31;

/** The last price of each asset by day, days x assets, row-major: carried over days without a quote for at most 31 days, NaN else. */
export class PriceTable {
  readonly assets: readonly string[];
  /** Days since 1970 with at least one quote, ascending. */
  readonly days: Int32Array;
  readonly closes: Float64Array;
  readonly #columns: ReadonlyMap<string, number>;

  private constructor(assets: readonly string[], days: Int32Array, closes: Float64Array) {
    this.assets = assets;
    this.days = days;
    this.closes = closes;
    this.#columns = new Map(assets.map((asset, column) => [asset, column]));
  }

  static of(prices: PriceHistory): PriceTable {
    const { assets } = prices;
    const days = daysOf(prices);
    const width = assets.length;
    const closes = new Float64Array(days.length * width).fill(NaN);
    if (days.length === 0) return new PriceTable(assets, days, closes);
    const first = days[0]!;
    const rows = new Int32Array(days.at(-1)! - first + 1);
    days.forEach((day, row) => (rows[day - first] = row));
    assets.forEach((asset, column) => {
      const own = prices.series(asset);
      // in time order, so that the last quote of a day stays
      for (let i = 0; i < own.days.length; i++) closes[rows[own.days[i]! - first]! * width + column] = own.prices[i]!;
    });
    const since = new Int32Array(width).fill(-longestSilence - 1 + first);
    const last = new Float64Array(width).fill(NaN);
    for (let row = 0, cell = 0; row < days.length; row++) {
      const day = days[row]!;
      for (let column = 0; column < width; column++, cell++) {
        const price = closes[cell]!;
        if (Number.isNaN(price)) {
          if (day - since[column]! <= longestSilence) closes[cell] = last[column]!;
        } else {
          last[column] = price;
          since[column] = day;
        }
      }
    }
    return new PriceTable(assets, days, closes);
  }

  /** The column of an asset, -1 where it has no price. */
  column(asset: string): number {
    return this.#columns.get(asset) ?? -1;
  }

  /** The last row of an earlier day than the ISO date `day`, -1 where there is none. */
  rowBefore(day: string): number {
    const limit = dayNumber(day);
    let low = 0;
    let high = this.days.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.days[middle]! < limit) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** The price of a column on a row; NaN for a row or column before the first. */
  close(row: number, column: number): number {
    return row < 0 || column < 0 ? NaN : this.closes[row * this.assets.length + column]!;
  }
}

/** Every day with a quote, ascending. */
function daysOf(prices: PriceHistory): Int32Array {
  const [first, last] = prices.assets.reduce(
    ([low, high], asset) => {
      const { days } = prices.series(asset);
      return [Math.min(low, days[0]!), Math.max(high, days.at(-1)!)];
    },
    [Infinity, -Infinity],
  );
  if (first > last) return new Int32Array(0);
  const seen = new Uint8Array(last - first + 1);
  for (const asset of prices.assets) for (const day of prices.series(asset).days) seen[day - first] = 1;
  return Int32Array.from(seen.keys())
    .filter((offset) => seen[offset] === 1)
    .map((offset) => offset + first);
}
