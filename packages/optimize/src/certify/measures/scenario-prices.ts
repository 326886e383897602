import { relativeEntropy } from "./drawdown-prices.ts";

/** Fits prices of losses to EVaR: probabilities of relative entropy -ln tail at most. */
export function fitEntropicPrices(prices: ArrayLike<number>, tail: number): Float64Array {
  const count = prices.length;
  const fitted = Float64Array.from(prices).map((price) => Math.max(0, price));
  const total = fitted.reduce((sum, price) => sum + price, 0);
  if (!(total > 0)) return fitted.fill(1 / count);
  // entropy is convex: mixing with uniform probabilities brings it down at least in proportion
  const share = Math.min(1, -Math.log(tail) / Math.max(relativeEntropy(fitted, total), Number.MIN_VALUE));
  return fitted.map((price) => (share * price) / total + (1 - share) / count);
}

/**
 * Fits prices of losses to a measure of sorted losses, R = sum rankWeights_k loss_(k), losses downwards and weights
 * non-increasing: prices are allowed if they have the same sum and no k of them weigh more than the first k rank weights.
 */
export function fitRankPrices(prices: ArrayLike<number>, rankWeights: Float64Array): Float64Array {
  const count = prices.length;
  const total = rankWeights.reduce((sum, weight) => sum + weight, 0);
  const centre = total / count;
  const around = Float64Array.from(prices);
  const mean = around.reduce((sum, price) => sum + price, 0) / count;
  for (let t = 0; t < count; t += 1) around[t] = around[t]! - mean;
  const sorted = around.slice().sort().reverse();
  let share = 1;
  let used = 0;
  let allowed = 0;
  for (let k = 0; k + 1 < count; k += 1) {
    used += sorted[k]!;
    allowed += rankWeights[k]! - centre;
    if (used > allowed) share = Math.min(share, Math.max(0, allowed) / used);
  }
  return around.map((price) => centre + share * price);
}
