import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { MarketRow } from "../market-row.ts";
import { overWindow, type Window } from "../over-window.ts";

/** The two windows of {@link volatilityRatio}, in rows. */
export interface VolatilityRatioParameters {
  readonly short: number;
  readonly long: number;
}

function deviation(window: Window, count: number): number {
  let sum = 0;
  for (let lag = 0; lag < count; lag++) sum += window.values[window.at(lag)]!;
  let squares = 0;
  for (let lag = 0; lag < count; lag++) squares += (window.values[window.at(lag)]! - sum / count) ** 2;
  return Math.sqrt(squares / (count - 1));
}

/** Standard deviation of log returns over the short, divided by that over the long window: `"volatility-ratio-21-252"`; NaN for a price at rest. */
export const volatilityRatio: Feature<MarketRow, "volatility-ratio", VolatilityRatioParameters> = overWindow<
  "volatility-ratio",
  VolatilityRatioParameters
>({
  kind: "volatility-ratio",
  title: "Recent over long-run volatility",
  source: "ratio of close-to-close standard deviations, ddof 1",
  parameters: { short: count(21, 2), long: count(252, 3) },
  check: ({ short, long }) => (short < long ? undefined : "short must be below long"),
  inputs: ["close"],
  size: ({ long }) => long,
  needsBefore: true,
  enter: ({ close }, before, values, at) => {
    values[at] = Math.log(close / before.close);
  },
  statistic: (window, { short, long }) => {
    const whole = deviation(window, long);
    return whole > 0 ? deviation(window, short) / whole : NaN;
  },
});
