import { dayNumber, dayText } from "../input/local-time.ts";
import type { PriceHistory } from "../input/price-history.ts";
import type { Fill } from "./fills.ts";

/** The account by day: `days` x `assets`, row-major, at each day's end. */
export interface DailyAccount {
  /** ISO dates, increasing: every day with a price of a traded asset or a trade, from the first trade on. */
  readonly days: readonly string[];
  /** Assets ever held, in the order of their first trade. */
  readonly assets: readonly string[];
  /** Units held, negative when short. */
  readonly quantities: Float64Array;
  /** Last known prices (a trade's own where the asset has no quote of that day or later), NaN before the first. */
  readonly prices: Float64Array;
  /** Money spent on purchases less proceeds of sales, by day. */
  readonly netInvested: Float64Array;
  /** Money bought and money sold, by day, both >= 0. */
  readonly bought: Float64Array;
  readonly sold: Float64Array;
  /** Costs paid, by day. */
  readonly costs: Float64Array;
  /** Value of the positions, by day. */
  readonly values: Float64Array;
}

/** All accounts together, by day. */
export function dailyAccount(fills: readonly Fill[], prices: PriceHistory): DailyAccount {
  const columns = new Map<string, number>();
  const days = new Set<number>();
  for (const { trade } of fills) {
    if (!columns.has(trade.asset)) columns.set(trade.asset, columns.size);
    days.add(dayNumber(trade.day));
  }
  let first = Infinity;
  for (const day of days) first = Math.min(first, day);
  for (const asset of columns.keys()) for (const day of prices.series(asset).days) if (day >= first) days.add(day);
  const order = Int32Array.from(days).sort();
  const rows = new Map(Array.from(order, (day, row) => [day, row]));
  const height = order.length;
  const width = columns.size;
  const quantities = new Float64Array(height * width);
  const closes = new Float64Array(height * width).fill(NaN);
  const own = new Float64Array(height * width).fill(NaN);
  const bought = new Float64Array(height);
  const sold = new Float64Array(height);
  const costs = new Float64Array(height);
  for (const { trade, closedQuantity, openedQuantity } of fills) {
    const row = rows.get(dayNumber(trade.day))!;
    const cell = row * width + columns.get(trade.asset)!;
    const units = closedQuantity + openedQuantity;
    quantities[cell]! += trade.side === "buy" ? units : -units;
    own[cell] = trade.price;
    (trade.side === "buy" ? bought : sold)[row]! += units * trade.price;
    costs[row]! += trade.cost;
  }
  const values = new Float64Array(height);
  for (const [asset, column] of columns) {
    const quotes = prices.series(asset);
    let next = 0;
    let price = NaN;
    let units = 0;
    let largest = 0;
    for (let row = 0; row < height; row++) {
      const cell = row * width + column;
      if (!Number.isNaN(own[cell]!)) price = own[cell]!;
      while (next < quotes.days.length && quotes.days[next]! <= order[row]!) {
        if (quotes.days[next] === order[row] || Number.isNaN(own[cell]!)) price = quotes.prices[next]!;
        next++;
      }
      units += quantities[cell]!;
      largest = Math.max(largest, Math.abs(units));
      // what is left of a closed position is rounding
      if (Math.abs(units) <= 1e-9 * largest) units = 0;
      quantities[cell] = units;
      closes[cell] = price;
      if (units !== 0) values[row]! += units * price;
    }
  }
  return {
    days: Array.from(order, dayText),
    assets: [...columns.keys()],
    quantities,
    prices: closes,
    netInvested: bought.map((money, row) => money - sold[row]!),
    bought,
    sold,
    costs,
    values,
  };
}
