import type { PurchaseChoice, PurchaseDay } from "../choice-set/purchase-days.ts";
import type { ChoiceSet } from "../estimate/conditional-logit.ts";

/** Choices among assets not held: what adding to positions and rebalancing would show is no part of them. */
export interface NewPurchases {
  readonly sets: readonly ChoiceSet[];
  /** Purchases in sets where something else could have been bought. */
  readonly purchases: number;
  /** What was bought, with its first covariate. */
  readonly bought: readonly { readonly trades: readonly string[]; readonly value: number }[];
}

/**
 * One choice set a purchase day over the assets not held at its start. `describe` gives the covariates of the day's
 * alternatives, size x width; an alternative with NaN among them is left out, bought or not.
 */
export function newPurchases(
  days: readonly PurchaseDay[],
  width: number,
  describe: (day: PurchaseDay, choices: readonly PurchaseChoice[]) => Float64Array,
): NewPurchases {
  const sets: ChoiceSet[] = [];
  const bought: { trades: readonly string[]; value: number }[] = [];
  let purchases = 0;
  for (const day of days) {
    const open = day.choices.filter(({ held }) => !held);
    if (open.length < 2 || !open.some((choice) => choice.bought)) continue;
    const all = describe(day, open);
    const rows: number[] = [];
    for (let row = 0; row < open.length; row++) {
      let sum = 0;
      for (let column = 0; column < width; column++) sum += all[row * width + column]!;
      if (!Number.isNaN(sum)) rows.push(row);
    }
    const size = rows.length;
    const covariates = new Float64Array(size * width);
    const taken = new Uint8Array(size);
    let chosen = 0;
    rows.forEach((row, index) => {
      for (let column = 0; column < width; column++) covariates[index * width + column] = all[row * width + column]!;
      if (!open[row]!.bought) return;
      taken[index] = 1;
      chosen += 1;
    });
    if (chosen === 0 || chosen === size) continue;
    sets.push({ size, taken, chosen, covariates, cluster: day.day });
    purchases += chosen;
    rows.forEach((row, index) => {
      if (taken[index] === 1) bought.push({ trades: open[row]!.trades, value: covariates[index * width]! });
    });
  }
  return { sets, purchases, bought };
}
