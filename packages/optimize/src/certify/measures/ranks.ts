import type { PricedMeasure } from "./priced.ts";
import { fitRankPrices } from "./scenario-prices.ts";

/** Sum of rankWeights_k x loss_(k), losses downwards. */
export function rankMeasure(rankWeights: Float64Array): PricedMeasure {
  return {
    value(losses) {
      const sorted = losses.slice().sort();
      let sum = 0;
      for (let k = 0; k < sorted.length; k += 1) sum += rankWeights[k]! * sorted[sorted.length - 1 - k]!;
      return sum;
    },
    prices(losses) {
      const order = Int32Array.from(losses, (_, s) => s).sort((a, b) => losses[b]! - losses[a]!);
      const prices = new Float64Array(losses.length);
      order.forEach((scenario, k) => (prices[scenario] = rankWeights[k]!));
      return prices;
    },
    fit: (prices) => fitRankPrices(prices, rankWeights),
  };
}
