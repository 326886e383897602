import type { Feature, FeatureState } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import type { WindowOnly } from "../of-bar.ts";
import { PriceRange } from "../rolling/price-range.ts";

class Donchian implements FeatureState<Bar> {
  private readonly range: PriceRange;

  constructor(window: number) {
    this.range = new PriceRange(window);
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    const { range } = this;
    range.next(bar);
    out[at] = range.high;
    out[at + 1] = (range.high + range.low) / 2;
    out[at + 2] = range.low;
  }
}

/** Donchian channels, the extremes of the window, this bar included: `"donchian-20"` gives `-upper`, `-middle`, `-lower`. */
export const donchian: Feature<Bar, "donchian", WindowOnly> = {
  kind: "donchian",
  title: "Donchian channels",
  source: "Donchian (1960), TA-Lib DONCHIAN",
  parameters: { window: count(20, 1) },
  inputs: () => ["high", "low"],
  outputs: ["upper", "middle", "lower"],
  lookback: ({ window }) => window - 1,
  memory: "window",
  start: ({ window }) => new Donchian(window),
};
