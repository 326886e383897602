import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import { chained } from "../averages/chain.ts";
import { ExponentialAverage } from "../averages/exponential-average.ts";
import type { Bar } from "../bar.ts";
import { ofBar, type BarSeriesState } from "../of-bar.ts";
import { RollingSum } from "../rolling/rolling-sum.ts";

/** The parameters of the mass index. */
export interface MassIndexParameters {
  /** Window of the averages. @defaultValue 9 */
  readonly average: number;
  /** Bars of the sum. @defaultValue 25 */
  readonly window: number;
}

class MassIndex implements BarSeriesState {
  private readonly first: ExponentialAverage;
  private readonly second: ExponentialAverage;
  private readonly sum: RollingSum;

  constructor(average: number, window: number) {
    this.first = new ExponentialAverage(average);
    this.second = new ExponentialAverage(average);
    this.sum = new RollingSum(window);
  }

  next(bar: Bar): number {
    const first = this.first.next(bar.high - bar.low);
    const second = chained(this.second, first);
    return chained(this.sum, second === 0 ? 0 : first / second);
  }
}

/** Mass index, how the range widens against its own average: `"mass-index-9-25"`. */
export const massIndex: Feature<Bar, "mass-index", MassIndexParameters> = ofBar<"mass-index", MassIndexParameters>({
  kind: "mass-index",
  title: "Mass index",
  source: "Dorsey (1992), TA-Lib MASSI",
  parameters: { average: count(9, 1), window: count(25, 1) },
  inputs: ["high", "low"],
  lookback: ({ average, window }) => 2 * (average - 1) + window - 1,
  memory: "fading",
  series: ({ average, window }) => new MassIndex(average, window),
});
