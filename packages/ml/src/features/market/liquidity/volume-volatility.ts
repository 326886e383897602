import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { MarketRow } from "../market-row.ts";
import { overWindow } from "../over-window.ts";
import type { Windowed } from "../parameters.ts";
import { meanOf, varianceOf } from "../sums.ts";

/** Standard deviation (ddof 1) over mean of the volume: `"volume-volatility-63"`; NaN without volume. */
export const volumeVolatility: Feature<MarketRow, "volume-volatility", Windowed> = overWindow<
  "volume-volatility",
  Windowed
>({
  kind: "volume-volatility",
  title: "Coefficient of variation of volume",
  source: "Chordia, Subrahmanyam & Anshuman (2001)",
  parameters: { window: count(63, 2) },
  inputs: ["volume"],
  size: ({ window }) => window,
  needsBefore: false,
  enter: ({ volume }, _before, values, at) => {
    values[at] = volume;
  },
  statistic: (window) => {
    const centre = meanOf(window);
    return centre > 0 ? Math.sqrt(varianceOf(window)) / centre : NaN;
  },
});
