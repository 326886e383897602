import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { MarketRow } from "../market-row.ts";
import { overWindow } from "../over-window.ts";
import type { Windowed } from "../parameters.ts";
import { meanOf, varianceOf } from "../sums.ts";
import { pairedReturns, pairMoments, residualMoments } from "./regression.ts";

/** Correlation of log returns with those of the market: `"market-correlation-252"`; NaN where either does not move. */
export const marketCorrelation: Feature<MarketRow, "market-correlation", Windowed> = overWindow<
  "market-correlation",
  Windowed
>({
  kind: "market-correlation",
  title: "Correlation of returns with those of the market",
  source: "Pearson",
  parameters: { window: count(252, 2) },
  ...pairedReturns,
  size: ({ window }) => window,
  statistic: (window) => {
    const { varianceAsset, varianceMarket, covariance } = pairMoments(window);
    if (!(varianceAsset > 0 && varianceMarket > 0)) return NaN;
    const value = covariance / Math.sqrt(varianceAsset * varianceMarket);
    return Math.min(Math.max(value, -1), 1);
  },
});

/** E[e m^2] / (sd(e) var(m)), e what beta leaves, m the market's deviation: `"coskewness-252"`; NaN where either does not move. */
export const coskewness: Feature<MarketRow, "coskewness", Windowed> = overWindow<"coskewness", Windowed>({
  kind: "coskewness",
  title: "Standardised coskewness with the market",
  source: "Harvey & Siddique (2000), equation 11",
  parameters: { window: count(252, 3) },
  ...pairedReturns,
  size: ({ window }) => window,
  statistic: (window) => {
    const moments = pairMoments(window);
    const { squares, coskew } = residualMoments(window, moments);
    const scale = Math.sqrt(squares) * moments.varianceMarket;
    return scale > 0 ? coskew / scale : NaN;
  },
});

/** Parameters of {@link autocorrelation}. */
export interface AutocorrelationParameters extends Windowed {
  /** In rows. */
  readonly lag: number;
}

/** Autocorrelation of log returns over a window, as `"autocorrelation-63-1"`; NaN for a price at rest. */
export const autocorrelation: Feature<MarketRow, "autocorrelation", AutocorrelationParameters> = overWindow<
  "autocorrelation",
  AutocorrelationParameters
>({
  kind: "autocorrelation",
  title: "Autocorrelation of returns",
  source: "sum of products over sum of squares about the mean, Box & Jenkins (1970)",
  parameters: { window: count(63, 3), lag: count(1, 1) },
  check: ({ window, lag }) => (lag < window ? undefined : "lag must be below window"),
  inputs: ["close"],
  size: ({ window }) => window,
  needsBefore: true,
  enter: ({ close }, before, values, at) => {
    values[at] = Math.log(close / before.close);
  },
  statistic: (window, { lag }) => {
    if (varianceOf(window) === 0) return NaN;
    const centre = meanOf(window);
    let products = 0;
    let squares = 0;
    for (let i = 0; i < window.size; i++) {
      const here = window.values[window.at(i)]! - centre;
      squares += here * here;
      if (i + lag < window.size) products += here * (window.values[window.at(i + lag)]! - centre);
    }
    return products / squares;
  },
});
