import type { PriceHistory } from "../trades/price-history.ts";
import type { Trade } from "../trades/read-trades.ts";
import type { Repair } from "../trades/trade-record.ts";
import { type Holding, PositionBook } from "./position-book.ts";

/** A position that could have been sold on a sale day. */
export interface SaleChoice {
  readonly asset: string;
  readonly sold: boolean;
  /** Ids of the day's sales of the asset. */
  readonly trades: readonly string[];
  /** Price against average cost, as a fraction: realised where sold, on paper where kept. */
  readonly return: number;
  /** Share of the choice set's value, in (0, 1]. */
  readonly weight: number;
}

/** A day with at least one sale out of the positions held at its start: one stratum. */
export interface SaleDay {
  readonly day: string;
  readonly choices: readonly SaleChoice[];
}

/** Returns smaller than this are neither gain nor loss: prices have rounding, not information, there. */
export const tie = 1e-9;

/**
 * Builds one choice set a sale day. Positions held before the day's first trade count; a sold one is valued at the price
 * of its first sale of the day against its average cost just before (earlier buys of the day included), a kept one at
 * the last price known at the day's last trade against its average cost at the start of the day.
 */
export function saleDays(
  trades: readonly Trade[],
  prices: PriceHistory,
): { readonly days: readonly SaleDay[]; readonly repairs: readonly Repair[] } {
  const book = new PositionBook();
  const days: SaleDay[] = [];
  const repairs: Repair[] = [];
  for (let first = 0; first < trades.length;) {
    const { day } = trades[first]!;
    let end = first;
    while (end < trades.length && trades[end]!.day === day) end++;
    const opening = book.entries();
    const firstSales = new Map<string, { price: number; averageCost: number; ids: string[] }>();
    for (const trade of trades.slice(first, end)) {
      if (trade.side === "buy") {
        book.buy(trade.asset, trade.quantity, trade.price);
        continue;
      }
      const held = book.holding(trade.asset);
      const sale = firstSales.get(trade.asset);
      if (sale !== undefined) sale.ids.push(trade.id);
      else if (held !== undefined) {
        firstSales.set(trade.asset, { price: trade.price, averageCost: held.averageCost, ids: [trade.id] });
      }
      const excess = book.sell(trade.asset, trade.quantity);
      if (excess > 0) {
        repairs.push({
          kind: "oversold",
          trade: trade.id,
          asset: trade.asset,
          message: `trade ${trade.id} sells ${excess} ${trade.asset} more than held: the position was closed, no short was opened`,
        });
      }
    }
    if (opening.some(([asset]) => firstSales.has(asset))) {
      days.push({ day, choices: choicesOf(opening, firstSales, prices, trades[end - 1]!.instant, day, repairs) });
    }
    first = end;
  }
  return { days, repairs };
}

function choicesOf(
  opening: readonly [string, Holding][],
  firstSales: ReadonlyMap<string, { price: number; averageCost: number; ids: string[] }>,
  prices: PriceHistory,
  instant: number,
  day: string,
  repairs: Repair[],
): SaleChoice[] {
  const choices: (Omit<SaleChoice, "weight"> & { value: number })[] = [];
  for (const [asset, { quantity, averageCost }] of opening) {
    const sale = firstSales.get(asset);
    const price = sale?.price ?? prices.at(asset, instant);
    if (Number.isNaN(price)) {
      repairs.push({
        kind: "missing-price",
        asset,
        message: `${asset} has no price at or before ${day}: the position was left out of that day's choice set`,
      });
      continue;
    }
    choices.push({
      asset,
      sold: sale !== undefined,
      trades: sale?.ids ?? [],
      return: price / (sale?.averageCost ?? averageCost) - 1,
      value: quantity * price,
    });
  }
  const total = choices.reduce((sum, { value }) => sum + value, 0);
  return choices.map(({ value, ...choice }) => ({ ...choice, weight: value / total }));
}
