import type { Feature, FeatureState } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import type { WindowOnly } from "../of-bar.ts";
import { RollingSum } from "../rolling/rolling-sum.ts";
import { TrueRange } from "../rolling/true-range.ts";

class Vortex implements FeatureState<Bar> {
  private readonly plus: RollingSum;
  private readonly minus: RollingSum;
  private readonly range: RollingSum;
  private readonly trueRange: TrueRange;
  private previousHigh = NaN;
  private previousLow = NaN;

  constructor(window: number) {
    this.plus = new RollingSum(window);
    this.minus = new RollingSum(window);
    this.range = new RollingSum(window);
    this.trueRange = new TrueRange();
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    const up = Math.abs(bar.high - this.previousLow);
    const down = Math.abs(bar.low - this.previousHigh);
    this.previousHigh = bar.high;
    this.previousLow = bar.low;
    const range = this.trueRange.next(bar);
    out[at] = out[at + 1] = NaN;
    if (Number.isNaN(range)) return;
    const plus = this.plus.next(up);
    const minus = this.minus.next(down);
    const ranges = this.range.next(range);
    out[at] = ranges === 0 ? 0 : plus / ranges;
    out[at + 1] = ranges === 0 ? 0 : minus / ranges;
  }
}

/** Vortex indicator, upward and downward movement over true range: `"vortex-14"` gives `-plus` and `-minus`. */
export const vortex: Feature<Bar, "vortex", WindowOnly> = {
  kind: "vortex",
  title: "Vortex indicator",
  source: "Botes and Siepman (2010), TA-Lib VORTEX",
  parameters: { window: count(14, 2) },
  inputs: () => ["high", "low", "close"],
  outputs: ["plus", "minus"],
  lookback: ({ window }) => window,
  memory: "window",
  start: ({ window }) => new Vortex(window),
};
