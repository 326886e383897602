import type { Feature } from "../../feature.ts";
import { count, real } from "../../parameter.ts";
import type { MarketRow } from "../market-row.ts";
import { overWindow } from "../over-window.ts";
import { type Annualised, annualised, type Windowed } from "../parameters.ts";
import { meanOf } from "../sums.ts";
import { pairedReturns, pairMoments, residualMoments, slopeOf } from "./regression.ts";

/** Slope of the log returns on those of the market: `"beta-252"`; NaN where the market does not move. */
export const beta: Feature<MarketRow, "beta", Windowed> = overWindow<"beta", Windowed>({
  kind: "beta",
  title: "Slope of returns on those of the market",
  source: "ordinary least squares, Sharpe (1963)",
  parameters: { window: count(252, 2) },
  ...pairedReturns,
  size: ({ window }) => window,
  statistic: slopeOf,
});

/** Parameters of {@link shrunkBeta}. */
export interface ShrunkBetaParameters extends Windowed {
  /** Weight of the estimate, from 0 to 1; the rest is 1. */
  readonly weight: number;
}

/** Beta drawn towards 1: `"shrunk-beta-252-0.6"`. */
export const shrunkBeta: Feature<MarketRow, "shrunk-beta", ShrunkBetaParameters> = overWindow<
  "shrunk-beta",
  ShrunkBetaParameters
>({
  kind: "shrunk-beta",
  title: "Beta drawn towards 1",
  source: "Vasicek (1973), with the weight of Frazzini & Pedersen (2014)",
  parameters: { window: count(252, 2), weight: real(0.6, 0, 1) },
  ...pairedReturns,
  size: ({ window }) => window,
  statistic: (window, { weight }) => weight * slopeOf(window) + 1 - weight,
});

/** Beta on rows at which the market is below its mean of the window: `"downside-beta-252"`; NaN with fewer than two such, or where they are all equal. */
export const downsideBeta: Feature<MarketRow, "downside-beta", Windowed> = overWindow<"downside-beta", Windowed>({
  kind: "downside-beta",
  title: "Beta in falling markets",
  source: "Ang, Chen & Xing (2006)",
  parameters: { window: count(252, 3) },
  ...pairedReturns,
  size: ({ window }) => window,
  statistic: (window) => {
    const { values } = window;
    const limit = meanOf(window, 1);
    let [n, x, y, xx, xy] = [0, 0, 0, 0, 0];
    for (let i = 0; i < values.length; i += 2) {
      const market = values[i + 1]! - limit;
      if (market >= 0) continue;
      n++;
      x += market;
      y += values[i]!;
      xx += market * market;
      xy += market * values[i]!;
    }
    const spread = xx - (x * x) / n;
    return spread > 1e-14 * xx ? (xy - (x * y) / n) / spread : NaN;
  },
});

/** Mean log return beyond beta times the market's, a year: `"market-alpha-252"`. */
export const marketAlpha: Feature<MarketRow, "market-alpha", Annualised> = overWindow<"market-alpha", Annualised>({
  kind: "market-alpha",
  title: "Intercept of returns on those of the market, a year",
  source: "Jensen (1968), without a risk-free rate",
  parameters: annualised(252, 2),
  ...pairedReturns,
  size: ({ window }) => window,
  statistic: (window, { periodsPerYear }) => {
    const { meanAsset, meanMarket, slope } = pairMoments(window);
    return (meanAsset - slope * meanMarket) * periodsPerYear;
  },
});

/** Standard deviation (n - 2) of what beta leaves of log returns, a year: `"idiosyncratic-volatility-252"`. */
export const idiosyncraticVolatility: Feature<MarketRow, "idiosyncratic-volatility", Annualised> = overWindow<
  "idiosyncratic-volatility",
  Annualised
>({
  kind: "idiosyncratic-volatility",
  title: "Volatility a year of what the market does not explain",
  source: "Ang, Hodrick, Xing & Zhang (2006), market model",
  parameters: annualised(252, 3),
  ...pairedReturns,
  size: ({ window }) => window,
  statistic: (window, { periodsPerYear }) => {
    const { squares } = residualMoments(window, pairMoments(window));
    return Math.sqrt(((squares * window.size) / (window.size - 2)) * periodsPerYear);
  },
});
