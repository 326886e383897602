import type { Feature, FeatureState } from "../../feature.ts";
import { count } from "../../parameter.ts";
import { ExponentialAverage } from "../averages/exponential-average.ts";
import type { Bar } from "../bar.ts";
import type { WindowOnly } from "../of-bar.ts";

class ElderRay implements FeatureState<Bar> {
  private readonly average: ExponentialAverage;

  constructor(window: number) {
    this.average = new ExponentialAverage(window);
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    const average = this.average.next(bar.close);
    out[at] = bar.high - average;
    out[at + 1] = bar.low - average;
  }
}

/** Elder ray, high and low less the exponential average of closes: `"elder-ray-13"` gives `-bull` and `-bear`. */
export const elderRay: Feature<Bar, "elder-ray", WindowOnly> = {
  kind: "elder-ray",
  title: "Elder ray",
  source: "Elder (1993), TA-Lib ERI",
  parameters: { window: count(13, 1) },
  inputs: () => ["high", "low", "close"],
  outputs: ["bull", "bear"],
  lookback: ({ window }) => window - 1,
  memory: "fading",
  start: ({ window }) => new ElderRay(window),
};
