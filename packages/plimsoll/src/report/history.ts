import { invalidInput, PlimsollError, type PricePanel } from "@plimsoll/core";

/** How much of the time an asset has prices. */
export interface AssetHistory {
  readonly asset: string;
  readonly first: string;
  readonly last: string;
  readonly prices: number;
  /** Prices as a fraction of all dates. */
  readonly coverage: number;
}

/** The rows and assets that the estimates use, and what was left out for it. */
export interface CommonHistory {
  readonly histories: readonly AssetHistory[];
  /** Every row has a price of every asset. */
  readonly prices: PricePanel;
  /** Assets left out because with them too few rows would be left. */
  readonly excluded: readonly string[];
  /** Rows that the policy asks for. */
  readonly required: number;
  /** The asset whose history limits the rows, if one does. */
  readonly shortest: string | undefined;
}

/** Two years of months, and two rows for each asset: below that a sample covariance says nothing. */
const LEAST_ROWS = 25;

function historyOf(prices: PricePanel, asset: string): AssetHistory {
  const column = prices.column(asset);
  let count = 0;
  let first = -1;
  let last = -1;
  column.forEach((price, row) => {
    if (Number.isNaN(price)) return;
    count++;
    if (first < 0) first = row;
    last = row;
  });
  if (count === 0)
    throw invalidInput("prices", `"${asset}" has no price that can be used: leave it out`, { received: asset });
  return { asset, first: prices.date(first), last: prices.date(last), prices: count, coverage: count / prices.rows };
}

/**
 * The policy for short histories: no price is invented and none is carried forward. Estimates use the dates on which all
 * assets have a price. Where fewer than `required` such dates exist (25, or two for each asset), the asset with the
 * fewest prices is left out, and so on. Walking forward has a policy of its own: an asset is held once it has a full
 * window of prices behind it.
 */
export function commonHistory(prices: PricePanel): CommonHistory {
  const histories = prices.assets.map((asset) => historyOf(prices, asset));
  const excluded: string[] = [];
  let assets = [...prices.assets];
  for (;;) {
    const required = Math.max(LEAST_ROWS, 2 * assets.length + 1);
    const common = prices.select(assets).dropMissing();
    if (common.rows >= required) {
      return { histories, prices: common, excluded, required, shortest: shortestOf(histories, assets, common.rows) };
    }
    if (assets.length <= 2) {
      throw new PlimsollError(
        "NOT_ENOUGH_DATA",
        `${assets.join(" and ")} share ${common.rows} dates, ${required} are needed: give a longer history`,
        { argument: "prices", required, available: common.rows },
      );
    }
    const counts = new Map(histories.map(({ asset, prices }) => [asset, prices]));
    const least = assets.reduce((a, b) => (counts.get(b)! < counts.get(a)! ? b : a));
    excluded.push(least);
    assets = assets.filter((asset) => asset !== least);
  }
}

function shortestOf(histories: readonly AssetHistory[], assets: readonly string[], rows: number): string | undefined {
  const kept = histories.filter(({ asset }) => assets.includes(asset));
  const least = kept.reduce((a, b) => (b.prices < a.prices ? b : a));
  const most = Math.max(...kept.map(({ prices }) => prices));
  return least.prices < most && least.prices <= rows * 1.05 ? least.asset : undefined;
}
