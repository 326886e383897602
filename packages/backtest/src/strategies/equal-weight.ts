import type { Strategy } from "./strategy.ts";

/**
 * The same weight in each asset that has a price at the signal; of `assets`, or of all.
 *
 * @example
 * ```ts
 * import { equalWeight } from "@plimsoll/backtest";
 *
 * console.log(equalWeight().name); // equal weight
 * ```
 */
export function equalWeight(assets?: readonly string[]): Strategy {
  return {
    name: "equal weight",
    decide: ({ prices, row }) => {
      const chosen = (assets ?? prices.assets).filter((asset) => prices.at(row, asset) > 0);
      return Object.fromEntries(chosen.map((asset) => [asset, 1 / chosen.length]));
    },
  };
}
