import type { MarketRow } from "../market-row.ts";
import type { Window } from "../over-window.ts";

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

/** The regression of asset on market over a window; moments with 1/n, about the means. */
export interface PairMoments {
  readonly meanAsset: number;
  readonly meanMarket: number;
  /** Exactly 0 for returns that are all equal. */
  readonly varianceAsset: number;
  readonly varianceMarket: number;
  readonly covariance: number;
  /** NaN where the market does not move. */
  readonly slope: number;
}

/** Two passes: means first, then deviations from them. */
export function pairMoments({ values, size }: Window): PairMoments {
  let [sumAsset, sumMarket] = [0, 0];
  let [isRestingAsset, isRestingMarket] = [true, true];
  for (let i = 0; i < values.length; i += 2) {
    sumAsset += values[i]!;
    sumMarket += values[i + 1]!;
    if (values[i] !== values[0]) isRestingAsset = false;
    if (values[i + 1] !== values[1]) isRestingMarket = false;
  }
  const meanAsset = sumAsset / size;
  const meanMarket = sumMarket / size;
  let [asset, market, both] = [0, 0, 0];
  for (let i = 0; i < values.length; i += 2) {
    const x = values[i]! - meanAsset;
    const y = values[i + 1]! - meanMarket;
    asset += x * x;
    market += y * y;
    both += x * y;
  }
  const isResting = isRestingAsset || isRestingMarket;
  return {
    meanAsset,
    meanMarket,
    varianceAsset: isRestingAsset ? 0 : asset / size,
    varianceMarket: isRestingMarket ? 0 : market / size,
    covariance: isResting ? 0 : both / size,
    slope: isRestingMarket ? NaN : isRestingAsset ? 0 : both / market,
  };
}

/** Slope of asset on market; NaN where the market does not move. */
export function slopeOf(window: Window): number {
  return pairMoments(window).slope;
}

/** Means over the residuals e of asset on market and the market's deviation m: of e^2, and of e m^2. */
export function residualMoments(
  { values, size }: Window,
  { meanAsset, meanMarket, slope }: PairMoments,
): { readonly squares: number; readonly coskew: number } {
  let [squares, coskew] = [0, 0];
  for (let i = 0; i < values.length; i += 2) {
    const market = values[i + 1]! - meanMarket;
    const residual = values[i]! - meanAsset - slope * market;
    squares += residual * residual;
    coskew += residual * market * market;
  }
  return { squares: squares / size, coskew: coskew / size };
}
