import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { windowed, type Windowed } from "../one-series.ts";
import type { Series } from "../one-series.ts";
import { RollingExtreme } from "../rolling/rolling-extreme.ts";
import { RollingSum } from "../rolling/rolling-sum.ts";

class VerticalHorizontal implements Series {
  private readonly high: RollingExtreme;
  private readonly low: RollingExtreme;
  private readonly way: RollingSum;
  private previous = NaN;

  constructor(window: number) {
    this.high = new RollingExtreme(window, 1);
    this.low = new RollingExtreme(window, -1);
    this.way = new RollingSum(window);
  }

  next(value: number): number {
    const high = this.high.next(value);
    const range = high - this.low.next(value);
    const move = Math.abs(value - this.previous);
    this.previous = value;
    if (Number.isNaN(move)) return NaN;
    const way = this.way.next(move);
    return way === 0 ? 0 : range / way;
  }
}

/** Vertical horizontal filter: range of prices over the way made; 0 without any move: `"vertical-horizontal-28"`. */
export const verticalHorizontal: Feature<Bar, "vertical-horizontal", Windowed> = windowed({
  kind: "vertical-horizontal",
  title: "Vertical horizontal filter: range of prices over the way made",
  source: "White (1991), TA-Lib VHF",
  window: count(28, 1),
  lookback: (window) => window,
  memory: "window",
  series: (window) => new VerticalHorizontal(window),
});
