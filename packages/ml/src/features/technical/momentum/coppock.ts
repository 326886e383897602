import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import { chained } from "../averages/chain.ts";
import { WeightedAverage } from "../averages/weighted-average.ts";
import type { Bar } from "../bar.ts";
import { oneSeries, type Series, type Sourced } from "../one-series.ts";
import { Delay } from "../rolling/delay.ts";

/** The parameters of the Coppock curve. */
export interface CoppockParameters extends Sourced {
  /** Window of the weighted average. @defaultValue 10 */
  readonly smooth: number;
  /** @defaultValue 11 */
  readonly short: number;
  /** @defaultValue 14 */
  readonly long: number;
}

class Coppock implements Series {
  private readonly short: Delay;
  private readonly long: Delay;
  private readonly average: WeightedAverage;

  constructor(smooth: number, short: number, long: number) {
    this.short = new Delay(short);
    this.long = new Delay(long);
    this.average = new WeightedAverage(smooth);
  }

  next(value: number): number {
    const short = this.short.next(value);
    const long = this.long.next(value);
    const rise = short === 0 ? 0 : (value / short - 1) * 100;
    return chained(this.average, rise + (long === 0 ? 0 : (value / long - 1) * 100));
  }
}

/** Coppock curve, a weighted average of two rates of change in per cent: `"coppock-10-11-14"`. */
export const coppock: Feature<Bar, "coppock", CoppockParameters> = oneSeries<"coppock", CoppockParameters>({
  kind: "coppock",
  title: "Coppock curve",
  source: "Coppock (1962), TA-Lib COPPOCK",
  parameters: { smooth: count(10, 1), short: count(11, 1), long: count(14, 1) },
  lookback: ({ smooth, short, long }) => Math.max(short, long) + smooth - 1,
  memory: "window",
  series: ({ smooth, short, long }) => new Coppock(smooth, short, long),
});
