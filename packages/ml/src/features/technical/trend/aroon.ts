import type { Feature, FeatureState } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { ofBars, type BarSeriesState, type WindowOnly } from "../of-bar.ts";
import { PriceRange } from "../rolling/price-range.ts";

class Aroon implements FeatureState<Bar> {
  private readonly range: PriceRange;
  private readonly scale: number;
  private readonly window: number;

  constructor(window: number) {
    this.range = new PriceRange(window + 1);
    this.scale = 100 / window;
    this.window = window;
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    const { range, scale, window } = this;
    range.next(bar);
    const ready = !Number.isNaN(range.high);
    out[at] = ready ? scale * (window - range.lowAge) : NaN;
    out[at + 1] = ready ? scale * (window - range.highAge) : NaN;
  }
}

class AroonOscillator implements BarSeriesState {
  private readonly range: PriceRange;
  private readonly scale: number;

  constructor(window: number) {
    this.range = new PriceRange(window + 1);
    this.scale = 100 / window;
  }

  next(bar: Bar): number {
    const { range } = this;
    range.next(bar);
    return Number.isNaN(range.high) ? NaN : this.scale * (range.lowAge - range.highAge);
  }
}

/** Aroon, how recent the extremes of the window are, from 0 to 100 (this bar): `"aroon-14"` gives `-down` and `-up`. */
export const aroon: Feature<Bar, "aroon", WindowOnly> = {
  kind: "aroon",
  title: "Aroon",
  source: "Chande (1995), TA-Lib AROON",
  parameters: { window: count(14, 2) },
  inputs: () => ["high", "low"],
  outputs: ["down", "up"],
  lookback: ({ window }) => window,
  memory: "window",
  start: ({ window }) => new Aroon(window),
};

/** Aroon oscillator, up less down, from -100 to 100: `"aroon-oscillator-14"`. */
export const aroonOscillator: Feature<Bar, "aroon-oscillator", WindowOnly> = ofBars({
  kind: "aroon-oscillator",
  title: "Aroon oscillator",
  source: "Chande (1995), TA-Lib AROONOSC",
  window: count(14, 2),
  inputs: ["high", "low"],
  lookback: (window) => window,
  memory: "window",
  series: (window) => new AroonOscillator(window),
});
