import type { MarketRow } from "../market-row.ts";
import type { Window } from "../over-window.ts";
import { comoment, meanOf, varianceOf } from "../sums.ts";

/** What features on pairs of log returns, asset and market, share: entries (asset, market). */
export const pairedReturns = {
  inputs: ["close", "market"] as const,
  width: 2,
  needsBefore: true,
  enter: (row: MarketRow, before: MarketRow, values: Float64Array, at: number): void => {
    values[at] = Math.log(row.close / before.close);
    values[at + 1] = Math.log(row.market / before.market);
  },
};

/** Slope of asset on market; NaN where the market does not move. */
export function slopeOf(window: Window): number {
  return varianceOf(window, 1) > 0 ? comoment(window, 0, 1) / comoment(window, 1, 1) : NaN;
}

/** Sums over the residuals of asset on market, up to the given power of residual and of the market's deviation. */
export function residualMoment(window: Window, residualPower: number, marketPower: number): number {
  const slope = slopeOf(window);
  const meanAsset = meanOf(window, 0);
  const meanMarket = meanOf(window, 1);
  const { values, size } = window;
  let sum = 0;
  for (let i = 0; i < values.length; i += 2) {
    const market = values[i + 1]! - meanMarket;
    sum += (values[i]! - meanAsset - slope * market) ** residualPower * market ** marketPower;
  }
  return sum / size;
}
