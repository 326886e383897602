import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { ofBars, type BarSeriesState, type WindowOnly } from "../of-bar.ts";
import { priceOf } from "../bar.ts";
import { RollingSum } from "../rolling/rolling-sum.ts";
import { tie } from "../rolling/ties.ts";

class MoneyFlowIndex implements BarSeriesState {
  private readonly inflow: RollingSum;
  private readonly outflow: RollingSum;
  private previous = NaN;

  constructor(window: number) {
    this.inflow = new RollingSum(window);
    this.outflow = new RollingSum(window);
  }

  next(bar: Bar): number {
    const { previous } = this;
    const price = priceOf(bar, "typical");
    this.previous = price;
    if (Number.isNaN(previous)) return NaN;
    const flow = tie(price, previous) ? 0 : price * bar.volume;
    const inflow = this.inflow.next(price > previous ? flow : 0);
    const total = inflow + this.outflow.next(price < previous ? flow : 0);
    return total < 1 ? 0 : (100 * inflow) / total;
  }
}

/** Money flow index, from 0 to 100; 0 while less than 1 has flowed, as in TA-Lib: `"mfi-14"`. */
export const mfi: Feature<Bar, "mfi", WindowOnly> = ofBars({
  kind: "mfi",
  title: "Money flow index",
  source: "Quong and Soudack (1989), TA-Lib MFI",
  window: count(14, 2),
  inputs: ["high", "low", "close", "volume"],
  lookback: (window) => window,
  memory: "window",
  series: (window) => new MoneyFlowIndex(window),
});
