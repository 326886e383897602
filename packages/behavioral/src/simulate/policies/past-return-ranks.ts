import type { SimulatedAccount } from "../simulated-account.ts";

/** Weight of a month's return against the next one's (Greenwood & Shleifer 2014 find about .56 a quarter). */
const decay = 0.56;
const months = 4;
const monthLength = 21;

/** Rank of every asset's recent return, from 0 (lowest) to 1, recent months counting more. */
export function pastReturnRanks(account: SimulatedAccount): Float64Array {
  const { market } = account;
  const returns = market.assets.map((_, asset) => {
    let sum = 0;
    let weight = 1;
    for (let month = 0; month < months; month++) {
      sum += weight * market.pastReturn(asset, monthLength, month * monthLength);
      weight *= decay;
    }
    return sum;
  });
  return ranks(returns);
}

/** Ranks from 0 to 1; ties in the order given. */
export function ranks(values: readonly number[]): Float64Array {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]! || a - b);
  const result = new Float64Array(values.length);
  order.forEach((index, rank) => {
    result[index] = rank / (values.length - 1);
  });
  return result;
}
