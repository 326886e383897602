import type { Feature, FeatureState } from "../../feature.ts";
import { count, real } from "../../parameter.ts";
import { averageLookback, averageParameter, makeAverage, type AverageKind } from "../averages/average-kind.ts";
import { priceOf, type Bar } from "../bar.ts";
import type { Series } from "../one-series.ts";
import { AverageTrueRange } from "./average-true-range.ts";

/** The parameters of Keltner's channels. */
export interface KeltnerParameters {
  /** Bars of the middle line. @defaultValue 20 */
  readonly window: number;
  /** Bars of the average true range. @defaultValue 10 */
  readonly range: number;
  /** Ranges from the middle to each band. @defaultValue 2 */
  readonly multiple: number;
  /** @defaultValue "ema" */
  readonly average: AverageKind;
}

class Keltner implements FeatureState<Bar> {
  private readonly average: Series;
  private readonly range: AverageTrueRange;
  private readonly multiple: number;
  /** Bars that the average, and the range, leave out, so that both begin on one bar, as in TA-Lib. */
  private readonly averageSkip: number;
  private readonly rangeSkip: number;
  private seen = 0;

  constructor({ window, range, multiple, average }: KeltnerParameters) {
    this.average = makeAverage(average, window);
    this.range = new AverageTrueRange(range);
    this.multiple = multiple;
    this.averageSkip = Math.max(range - averageLookback(average, window), 0);
    this.rangeSkip = Math.max(averageLookback(average, window) - range, 0);
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    const middle = this.seen < this.averageSkip ? NaN : this.average.next(priceOf(bar, "typical"));
    const distance = this.seen < this.rangeSkip ? NaN : this.range.next(bar) * this.multiple;
    if (this.seen < this.averageSkip + this.rangeSkip) this.seen++;
    out[at] = middle + distance;
    out[at + 1] = middle;
    out[at + 2] = middle - distance;
  }
}

/** Keltner channels around the average typical price: `"keltner-20-10-2"` gives `-upper`, `-middle`, `-lower`. */
export const keltner: Feature<Bar, "keltner", KeltnerParameters> = {
  kind: "keltner",
  title: "Keltner channels",
  source: "Keltner (1960), Raschke's form with the average true range, TA-Lib KC",
  parameters: { window: count(20, 1), range: count(10, 1), multiple: real(2, 0), average: averageParameter("ema") },
  inputs: () => ["high", "low", "close"],
  outputs: ["upper", "middle", "lower"],
  lookback: ({ window, range, average }) => Math.max(averageLookback(average, window), range),
  memory: "fading",
  start: (parameters) => new Keltner(parameters),
};
