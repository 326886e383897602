import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { windowed, type Windowed } from "../one-series.ts";
import { chained } from "../averages/chain.ts";
import { ExponentialAverage } from "../averages/exponential-average.ts";
import type { Series } from "../one-series.ts";

class Trix implements Series {
  private readonly first: ExponentialAverage;
  private readonly second: ExponentialAverage;
  private readonly third: ExponentialAverage;
  private previous = NaN;

  constructor(window: number) {
    this.first = new ExponentialAverage(window);
    this.second = new ExponentialAverage(window);
    this.third = new ExponentialAverage(window);
  }

  next(value: number): number {
    const smooth = chained(this.third, chained(this.second, this.first.next(value)));
    const { previous } = this;
    this.previous = smooth;
    return previous === 0 ? 0 : (smooth / previous - 1) * 100;
  }
}

/** Rate of change of a triple exponential average, in per cent: `"trix-30"`. */
export const trix: Feature<Bar, "trix", Windowed> = windowed({
  kind: "trix",
  title: "Rate of change of a triple exponential average, in per cent",
  source: "Hutson (1983), TA-Lib TRIX",
  window: count(30, 1),
  lookback: (window) => 3 * (window - 1) + 1,
  memory: "fading",
  series: (window) => new Trix(window),
});
