import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import { chained } from "../averages/chain.ts";
import { WilderAverage } from "../averages/wilder-average.ts";
import type { Bar } from "../bar.ts";
import { ofBars, type BarSeriesState, type WindowOnly } from "../of-bar.ts";
import { Delay } from "../rolling/delay.ts";
import { DirectionalMovement } from "./directional-movement.ts";

/** 100 |plus - minus| / (plus + minus) of the directional indicators; where both are 0, the value before. */
class DirectionalIndex implements BarSeriesState {
  private readonly movement: DirectionalMovement;
  private readonly window: number;
  private index = 0;

  constructor(window: number) {
    this.movement = new DirectionalMovement(window);
    this.window = window;
  }

  next(bar: Bar): number {
    const { movement } = this;
    movement.next(bar);
    if (movement.moves < this.window) return NaN;
    const plus = movement.plusIndicator;
    const minus = movement.minusIndicator;
    if (plus + minus !== 0) this.index = 100 * (Math.abs(minus - plus) / (plus + minus));
    return this.index;
  }
}

class AverageDirectionalIndex implements BarSeriesState {
  private readonly index: DirectionalIndex;
  private readonly average: WilderAverage;

  constructor(window: number) {
    this.index = new DirectionalIndex(window);
    this.average = new WilderAverage(window);
  }

  next(bar: Bar): number {
    return chained(this.average, this.index.next(bar));
  }
}

class DirectionalRating implements BarSeriesState {
  private readonly index: AverageDirectionalIndex;
  private readonly past: Delay;

  constructor(window: number) {
    this.index = new AverageDirectionalIndex(window);
    this.past = new Delay(window - 1);
  }

  next(bar: Bar): number {
    const index = this.index.next(bar);
    return Number.isNaN(index) ? NaN : (index + this.past.next(index)) / 2;
  }
}

function ofWindow<Kind extends string>(
  kind: Kind,
  title: string,
  source: string,
  lookback: (window: number) => number,
  series: (window: number) => BarSeriesState,
): Feature<Bar, Kind, WindowOnly> {
  return ofBars({
    kind,
    title,
    source,
    window: count(14, 2),
    inputs: ["high", "low", "close"],
    lookback,
    memory: "fading",
    series,
  });
}

/** Directional movement index, from 0 to 100: `"dx-14"`. */
export const dx: Feature<Bar, "dx", WindowOnly> = ofWindow(
  "dx",
  "Directional movement index",
  "Wilder (1978), TA-Lib DX",
  (window) => window,
  (window) => new DirectionalIndex(window),
);

/** Average directional movement index, the Wilder average of dx: `"adx-14"`. */
export const adx: Feature<Bar, "adx", WindowOnly> = ofWindow(
  "adx",
  "Average directional movement index",
  "Wilder (1978), TA-Lib ADX",
  (window) => 2 * window - 1,
  (window) => new AverageDirectionalIndex(window),
);

/** Average directional movement rating, the mean of adx and the adx window - 1 bars ago: `"adxr-14"`. */
export const adxr: Feature<Bar, "adxr", WindowOnly> = ofWindow(
  "adxr",
  "Average directional movement rating",
  "Wilder (1978), TA-Lib ADXR",
  (window) => 3 * window - 2,
  (window) => new DirectionalRating(window),
);
