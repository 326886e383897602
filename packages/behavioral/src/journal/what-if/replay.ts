import type { AccountPrices } from "./account-prices.ts";
import type { Alteration } from "./alteration.ts";

/** Money that an alteration brought by the end of the account's days: units at the last price less what was paid. */
export function worthOf({ changes, costsSaved }: Alteration, prices: AccountPrices): number {
  const last = prices.days.length - 1;
  const saved = costsSaved.reduce((sum, { money }) => sum + money, 0);
  return changes.reduce((sum, { asset, units, price }) => sum + units * (prices.at(asset, last) - price), saved);
}

/** Profit of the replayed history less that of the investor's own, day by day: it sums to the worth of all alterations. */
export function dailyDifference(alterations: readonly Alteration[], prices: AccountPrices): Float64Array {
  const height = prices.days.length;
  const difference = new Float64Array(height);
  const byAsset = new Map<string, Float64Array>();
  for (const { changes, costsSaved } of alterations) {
    for (const { asset, day, units, price } of changes) {
      const row = prices.row(day);
      difference[row]! += units * (prices.at(asset, row) - price);
      let held = byAsset.get(asset);
      if (held === undefined) byAsset.set(asset, (held = new Float64Array(height)));
      held[row]! += units;
    }
    for (const { day, money } of costsSaved) difference[prices.row(day)]! += money;
  }
  for (const [asset, moved] of byAsset) {
    let held = 0;
    for (let row = 1; row < height; row++) {
      held += moved[row - 1]!;
      if (held !== 0) difference[row]! += held * (prices.at(asset, row) - prices.at(asset, row - 1));
    }
  }
  return difference;
}
