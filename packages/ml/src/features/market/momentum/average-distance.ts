import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { MarketRow } from "../market-row.ts";
import { overWindow } from "../over-window.ts";

/** The two averages of {@link averageDistance}, in rows. */
export interface AverageDistanceParameters {
  readonly short: number;
  readonly long: number;
}

/** Short over long moving average of the close: `"average-distance-21-200"`. */
export const averageDistance: Feature<MarketRow, "average-distance", AverageDistanceParameters> = overWindow<
  "average-distance",
  AverageDistanceParameters
>({
  kind: "average-distance",
  title: "Short over long moving average",
  source: "Avramov, Kaplanski & Subrahmanyam (2021)",
  parameters: { short: count(21, 1), long: count(200, 2) },
  check: ({ short, long }) => (short < long ? undefined : "short must be below long"),
  inputs: ["close"],
  size: ({ long }) => long,
  needsBefore: false,
  enter: ({ close }, _before, values, at) => {
    values[at] = close;
  },
  statistic: (window, { short, long }) => {
    let sum = 0;
    let recent = 0;
    for (let lag = 0; lag < long; lag++) {
      const close = window.values[window.at(lag)]!;
      sum += close;
      if (lag < short) recent += close;
    }
    return recent / short / (sum / long);
  },
});
