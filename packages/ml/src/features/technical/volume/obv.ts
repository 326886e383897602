import type { Feature } from "../../feature.ts";
import type { Bar } from "../bar.ts";
import { ofBar, type BarSeriesState } from "../of-bar.ts";

class OnBalance implements BarSeriesState {
  private total = 0;
  private previous = NaN;

  next(bar: Bar): number {
    const { previous } = this;
    this.previous = bar.close;
    if (Number.isNaN(previous) || bar.close > previous) this.total += bar.volume;
    else if (bar.close < previous) this.total -= bar.volume;
    return this.total;
  }
}

/** On-balance volume, volume added on rises and taken off on falls; begins with the first volume: `"obv"`. */
export const obv: Feature<Bar, "obv"> = ofBar({
  kind: "obv",
  title: "On-balance volume",
  source: "Granville (1963), TA-Lib OBV",
  parameters: {},
  inputs: ["close", "volume"],
  lookback: () => 0,
  memory: "cumulative",
  series: () => new OnBalance(),
});
