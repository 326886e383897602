import type { Feature, FeatureState } from "../../feature.ts";
import { inputsOf, priceOf, type Bar, type PriceSource } from "../bar.ts";
import { ofBar, type BarSeriesState } from "../of-bar.ts";

class Price implements BarSeriesState {
  private readonly source: PriceSource;

  constructor(source: PriceSource) {
    this.source = source;
  }

  next(bar: Bar): number {
    return priceOf(bar, this.source);
  }
}

function price<Kind extends string>(kind: Kind, title: string, source: string, read: PriceSource): Feature<Bar, Kind> {
  return ofBar({
    kind,
    title,
    source,
    parameters: {},
    inputs: inputsOf(read),
    lookback: () => 0,
    memory: "window",
    series: () => new Price(read),
  });
}

/** (open + high + low + close) / 4: `"average-price"`. */
export const averagePrice: Feature<Bar, "average-price"> = price(
  "average-price",
  "Mean of open, high, low and close",
  "TA-Lib AVGPRICE",
  "average",
);

/** (high + low) / 2: `"median-price"`. */
export const medianPrice: Feature<Bar, "median-price"> = price(
  "median-price",
  "Middle of high and low",
  "TA-Lib MEDPRICE",
  "median",
);

/** (high + low + close) / 3: `"typical-price"`. */
export const typicalPrice: Feature<Bar, "typical-price"> = price(
  "typical-price",
  "Mean of high, low and close",
  "TA-Lib TYPPRICE",
  "typical",
);

/** (high + low + 2 close) / 4: `"weighted-close"`. */
export const weightedClose: Feature<Bar, "weighted-close"> = price(
  "weighted-close",
  "Mean of high, low and twice the close",
  "TA-Lib WCLPRICE",
  "weighted",
);

class HeikinAshi implements FeatureState<Bar> {
  private open = NaN;
  private close = NaN;

  update(bar: Bar, out: Float64Array, at: number): void {
    const close = priceOf(bar, "average");
    const open = Number.isNaN(this.open) ? (bar.open + bar.close) / 2 : (this.open + this.close) / 2;
    this.open = open;
    this.close = close;
    out[at] = open;
    out[at + 1] = Math.max(bar.high, open, close);
    out[at + 2] = Math.min(bar.low, open, close);
    out[at + 3] = close;
  }
}

/** Heikin-Ashi bars: `"heikin-ashi"` gives `-open`, `-high`, `-low` and `-close`. */
export const heikinAshi: Feature<Bar, "heikin-ashi"> = {
  kind: "heikin-ashi",
  title: "Heikin-Ashi bars",
  source: "Valcu (2004), TA-Lib HA",
  parameters: {},
  inputs: () => ["open", "high", "low", "close"],
  outputs: ["open", "high", "low", "close"],
  lookback: () => 0,
  memory: "fading",
  start: () => new HeikinAshi(),
};
