import type { Feature } from "../../feature.ts";
import type { Bar } from "../bar.ts";
import { ofBar, type BarSeriesState } from "../of-bar.ts";

class MarketFacilitation implements BarSeriesState {
  next(bar: Bar): number {
    return bar.volume === 0 ? 0 : (bar.high - bar.low) / bar.volume;
  }
}

/** Market facilitation index, high less low per unit of volume; 0 without volume: `"market-facilitation"`. */
export const marketFacilitation: Feature<Bar, "market-facilitation"> = ofBar({
  kind: "market-facilitation",
  title: "Market facilitation index: range per unit of volume",
  source: "Williams (1995), TA-Lib MARKETFI",
  parameters: {},
  inputs: ["high", "low", "volume"],
  lookback: () => 0,
  memory: "window",
  series: () => new MarketFacilitation(),
});
