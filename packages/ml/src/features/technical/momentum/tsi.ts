import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import { chained } from "../averages/chain.ts";
import { ExponentialAverage } from "../averages/exponential-average.ts";
import type { Bar } from "../bar.ts";
import { oneSeries, type Series, type Sourced } from "../one-series.ts";

/** The parameters of the true strength index. */
export interface TrueStrengthParameters extends Sourced {
  /** Window of the first smoothing. @defaultValue 25 */
  readonly first: number;
  /** Window of the second smoothing. @defaultValue 13 */
  readonly second: number;
}

class TrueStrength implements Series {
  private readonly moves: readonly [ExponentialAverage, ExponentialAverage];
  private readonly sizes: readonly [ExponentialAverage, ExponentialAverage];
  private previous = NaN;

  constructor(first: number, second: number) {
    this.moves = [new ExponentialAverage(first), new ExponentialAverage(second)];
    this.sizes = [new ExponentialAverage(first), new ExponentialAverage(second)];
  }

  next(value: number): number {
    const move = value - this.previous;
    this.previous = value;
    if (Number.isNaN(move)) return NaN;
    const smooth = chained(this.moves[1], this.moves[0].next(move));
    const size = chained(this.sizes[1], this.sizes[0].next(Math.abs(move)));
    return size === 0 ? 0 : (100 * smooth) / size;
  }
}

/** True strength index, from -100 to 100: `"tsi-25-13"`; 0 without any move. */
export const tsi: Feature<Bar, "tsi", TrueStrengthParameters> = oneSeries<"tsi", TrueStrengthParameters>({
  kind: "tsi",
  title: "True strength index",
  source: "Blau (1991), TA-Lib TSI",
  parameters: { first: count(25, 1), second: count(13, 1) },
  lookback: ({ first, second }) => first + second - 1,
  memory: "fading",
  series: ({ first, second }) => new TrueStrength(first, second),
});
