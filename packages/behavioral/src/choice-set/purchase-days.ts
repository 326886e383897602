import type { PriceHistory } from "../input/price-history.ts";
import type { Purchases } from "./ledger.ts";
import type { Universe } from "./universe.ts";

/** An asset that could have been bought on a day. */
export interface PurchaseChoice {
  readonly asset: string;
  readonly bought: boolean;
  /** Ids of the day's purchases of the asset. */
  readonly trades: readonly string[];
  /** Whether some of it was held at the start of the day. */
  readonly held: boolean;
  /** The last price of an earlier day, NaN where there is none. */
  readonly price: number;
  /** Column of the asset in the price table, -1 where it has no price. */
  readonly column: number;
}

/** A day of an account with at least one purchase, and all that could have been bought: one stratum. */
export interface PurchaseDay {
  readonly day: string;
  readonly account: string;
  /** Epoch milliseconds of the day's first purchase. */
  readonly instant: number;
  /** Row of the price table of the last earlier day, -1 where there is none: covariates may look at no later one. */
  readonly row: number;
  readonly choices: readonly PurchaseChoice[];
}

const noTrades: readonly string[] = [];

/**
 * One choice set a day and account with a purchase: the assets of the universe that had a price on an earlier day (not
 * older than 31 days), and whatever was bought. Purchases that close short positions are no choices.
 */
export function purchaseDays(
  purchases: readonly Purchases[],
  universe: Universe,
  prices: PriceHistory,
): readonly PurchaseDay[] {
  const { table } = prices;
  return purchases.map(({ day, account, instant, bought, held }) => {
    const row = table.rowBefore(day);
    const choices: PurchaseChoice[] = [];
    const add = (asset: string, column: number, price: number): void => {
      const trades = bought.get(asset);
      choices.push({
        asset,
        bought: trades !== undefined,
        trades: trades ?? noTrades,
        held: held.has(asset),
        price,
        column,
      });
    };
    const listed = new Set<string>();
    for (const { asset, column } of universe.on(day)) {
      const price = table.close(row, column);
      if (Number.isNaN(price)) continue;
      add(asset, column, price);
      if (bought.has(asset)) listed.add(asset);
    }
    for (const asset of bought.keys()) {
      if (listed.has(asset)) continue;
      const column = table.column(asset);
      add(asset, column, table.close(row, column));
    }
    return { day, account, instant, row, choices };
  });
}
