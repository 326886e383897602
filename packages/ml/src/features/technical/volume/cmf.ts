import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { ofBars, type BarSeriesState, type WindowOnly } from "../of-bar.ts";
import { moneyFlow } from "../rolling/money-flow.ts";
import { RollingSum } from "../rolling/rolling-sum.ts";

class ChaikinMoneyFlow implements BarSeriesState {
  private readonly flow: RollingSum;
  private readonly volume: RollingSum;

  constructor(window: number) {
    this.flow = new RollingSum(window);
    this.volume = new RollingSum(window);
  }

  next(bar: Bar): number {
    const flow = this.flow.next(moneyFlow(bar));
    const volume = this.volume.next(bar.volume);
    return volume === 0 ? 0 : flow / volume;
  }
}

/** Chaikin money flow, money flow over volume, from -1 to 1; 0 without volume: `"cmf-20"`. */
export const cmf: Feature<Bar, "cmf", WindowOnly> = ofBars({
  kind: "cmf",
  title: "Chaikin money flow",
  source: "Chaikin, TA-Lib CMF",
  window: count(20, 1),
  inputs: ["high", "low", "close", "volume"],
  lookback: (window) => window - 1,
  memory: "window",
  series: (window) => new ChaikinMoneyFlow(window),
});
