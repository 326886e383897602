import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { ofBars, type BarSeriesState, type WindowOnly } from "../of-bar.ts";
import { priceOf } from "../bar.ts";
import { tie } from "../rolling/ties.ts";
import { MeanDeviation } from "../statistics/mean-deviation.ts";

class CommodityChannel implements BarSeriesState {
  private readonly deviation: MeanDeviation;

  constructor(window: number) {
    this.deviation = new MeanDeviation(window);
  }

  next(bar: Bar): number {
    const { deviation } = this;
    const price = priceOf(bar, "typical");
    const spread = deviation.next(price);
    const { mean } = deviation;
    return tie(price, mean) || spread <= 1e-14 * Math.abs(mean) ? 0 : (price - mean) / (0.015 * spread);
  }
}

/** Commodity channel index: distance of the typical price from its average, in .015 mean deviations; 0 without any: `"cci-14"`. */
export const cci: Feature<Bar, "cci", WindowOnly> = ofBars({
  kind: "cci",
  title: "Commodity channel index",
  source: "Lambert (1980), TA-Lib CCI",
  window: count(14, 2),
  inputs: ["high", "low", "close"],
  lookback: (window) => window - 1,
  memory: "window",
  series: (window) => new CommodityChannel(window),
});
