import type { Feature } from "../../feature.ts";
import type { Bar } from "../bar.ts";
import { ofBar, type BarSeriesState } from "../of-bar.ts";

class BalanceOfPower implements BarSeriesState {
  next(bar: Bar): number {
    const range = bar.high - bar.low;
    return range <= 0 ? 0 : (bar.close - bar.open) / range;
  }
}

/** Balance of power: (close - open) / (high - low), from -1 to 1; 0 for a bar without range. */
export const bop: Feature<Bar, "bop"> = ofBar({
  kind: "bop",
  title: "Balance of power",
  source: "Livshin (2001), TA-Lib BOP",
  parameters: {},
  inputs: ["open", "high", "low", "close"],
  lookback: () => 0,
  memory: "window",
  series: () => new BalanceOfPower(),
});
