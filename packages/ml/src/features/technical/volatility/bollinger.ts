import type { Feature, FeatureState } from "../../feature.ts";
import { count, real } from "../../parameter.ts";
import { averageParameter, type AverageKind } from "../averages/average-kind.ts";
import { inputsOf, priceOf, sourceParameter, type Bar, type PriceSource } from "../bar.ts";
import type { Windowed } from "../one-series.ts";
import { AverageAndDeviation, bandsLookback } from "./bands.ts";

/** The parameters of Bollinger's bands. */
export interface BollingerParameters extends Windowed {
  /** Standard deviations from the middle to the upper band. @defaultValue 2 */
  readonly up: number;
  /** @defaultValue 2 */
  readonly down: number;
  /** @defaultValue "sma" */
  readonly average: AverageKind;
}

class Bollinger implements FeatureState<Bar> {
  private readonly bands: AverageAndDeviation;
  private readonly source: PriceSource;
  private readonly up: number;
  private readonly down: number;

  constructor({ window, average, source, up, down }: BollingerParameters) {
    this.bands = new AverageAndDeviation(window, average);
    this.source = source;
    this.up = up;
    this.down = down;
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    const price = priceOf(bar, this.source);
    this.bands.next(price);
    const { middle, deviation } = this.bands;
    const upper = middle + this.up * deviation;
    const lower = middle - this.down * deviation;
    out[at] = upper;
    out[at + 1] = middle;
    out[at + 2] = lower;
    out[at + 3] = upper === lower ? 0.5 : (price - lower) / (upper - lower);
    out[at + 4] = middle === 0 ? 0 : (upper - lower) / middle;
  }
}

/**
 * Bollinger's bands: `"bollinger-20-2-2"` gives `-upper`, `-middle`, `-lower`, `-place` (%b: 0 at the lower band, 1 at the upper,
 * 0.5 without width) and `-width` (the bandwidth, as a share of the middle).
 */
export const bollinger: Feature<Bar, "bollinger", BollingerParameters> = {
  kind: "bollinger",
  title: "Bollinger bands",
  source: "Bollinger (1992), TA-Lib BBANDS",
  parameters: {
    window: count(20, 2),
    up: real(2, 0),
    down: real(2, 0),
    average: averageParameter("sma"),
    source: sourceParameter(),
  },
  inputs: ({ source }) => inputsOf(source),
  outputs: ["upper", "middle", "lower", "place", "width"],
  lookback: ({ window, average }) => bandsLookback(window, average),
  memory: "fading",
  start: (parameters) => new Bollinger(parameters),
};
