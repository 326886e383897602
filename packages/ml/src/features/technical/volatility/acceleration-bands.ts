import type { Feature, FeatureState } from "../../feature.ts";
import { count } from "../../parameter.ts";
import { SimpleAverage } from "../averages/simple-average.ts";
import type { Bar } from "../bar.ts";
import type { WindowOnly } from "../of-bar.ts";

class AccelerationBands implements FeatureState<Bar> {
  private readonly upper: SimpleAverage;
  private readonly middle: SimpleAverage;
  private readonly lower: SimpleAverage;

  constructor(window: number) {
    this.upper = new SimpleAverage(window);
    this.middle = new SimpleAverage(window);
    this.lower = new SimpleAverage(window);
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    const sum = bar.high + bar.low;
    const share = sum === 0 ? 0 : (4 * (bar.high - bar.low)) / sum;
    out[at] = this.upper.next(bar.high * (1 + share));
    out[at + 1] = this.middle.next(bar.close);
    out[at + 2] = this.lower.next(bar.low * (1 - share));
  }
}

/** Acceleration bands, averages of prices widened by the bar's range: `"acceleration-bands-20"` gives `-upper`, `-middle`, `-lower`. */
export const accelerationBands: Feature<Bar, "acceleration-bands", WindowOnly> = {
  kind: "acceleration-bands",
  title: "Acceleration bands",
  source: "Headley (2002), TA-Lib ACCBANDS",
  parameters: { window: count(20, 2) },
  inputs: () => ["high", "low", "close"],
  outputs: ["upper", "middle", "lower"],
  lookback: ({ window }) => window - 1,
  memory: "window",
  start: ({ window }) => new AccelerationBands(window),
};
