import type { Feature } from "../../feature.ts";
import type { MarketRow } from "../market-row.ts";
import { overWindow, type Window } from "../over-window.ts";
import { type Annualised, annualised, type Windowed } from "../parameters.ts";
import { count } from "../../parameter.ts";
import { centralMoment, varianceOf } from "../sums.ts";

const logReturns = {
  inputs: ["close"] as const,
  needsBefore: true,
  enter: ({ close }: MarketRow, before: MarketRow, values: Float64Array, at: number): void => {
    values[at] = Math.log(close / before.close);
  },
};

/** Standard deviation (ddof 1) of log returns a year: `"realised-volatility-21"`. */
export const realisedVolatility: Feature<MarketRow, "realised-volatility", Annualised> = overWindow<
  "realised-volatility",
  Annualised
>({
  kind: "realised-volatility",
  title: "Standard deviation of log returns a year",
  source: "close-to-close, ddof 1",
  parameters: annualised(21, 2),
  ...logReturns,
  size: ({ window }) => window,
  statistic: (window, { periodsPerYear }) => Math.sqrt(varianceOf(window) * periodsPerYear),
});

/** Root mean square of the negative log returns a year (target 0, all rows counted): `"downside-volatility-63"`. */
export const downsideVolatility: Feature<MarketRow, "downside-volatility", Annualised> = overWindow<
  "downside-volatility",
  Annualised
>({
  kind: "downside-volatility",
  title: "Root mean square of falls a year",
  source: "Sortino & van der Meer (1991)",
  parameters: annualised(63, 1),
  ...logReturns,
  size: ({ window }) => window,
  statistic: ({ values, size }, { periodsPerYear }) => {
    let squares = 0;
    for (let i = 0; i < size; i++) squares += Math.min(values[i]!, 0) ** 2;
    return Math.sqrt((squares / size) * periodsPerYear);
  },
});

/** Standardised central moment of log returns (moments with 1/n); 0 where they do not move. */
function standardised(window: Window, power: number, normal: number): number {
  const variance = varianceOf(window) === 0 ? 0 : centralMoment(window, 2);
  return variance > 0 ? centralMoment(window, power) / variance ** (power / 2) - normal : 0;
}

/** Skewness of log returns: `"realised-skewness-63"`; 0 for a price at rest. */
export const realisedSkewness: Feature<MarketRow, "realised-skewness", Windowed> = overWindow<
  "realised-skewness",
  Windowed
>({
  kind: "realised-skewness",
  title: "Skewness of log returns",
  source: "third standardised moment, 1/n",
  parameters: { window: count(63, 3) },
  ...logReturns,
  size: ({ window }) => window,
  statistic: (window) => standardised(window, 3, 0),
});

/** Excess kurtosis of log returns: `"realised-kurtosis-63"`; 0 for a price at rest. */
export const realisedKurtosis: Feature<MarketRow, "realised-kurtosis", Windowed> = overWindow<
  "realised-kurtosis",
  Windowed
>({
  kind: "realised-kurtosis",
  title: "Excess kurtosis of log returns",
  source: "fourth standardised moment less 3, 1/n",
  parameters: { window: count(63, 4) },
  ...logReturns,
  size: ({ window }) => window,
  statistic: (window) => standardised(window, 4, 3),
});
