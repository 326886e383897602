import type { Feature, FeatureState } from "../feature.ts";
import type { Bar } from "../technical/bar.ts";
import type { Candle } from "./candle.ts";
import { CandleWindow } from "./candle-window.ts";

/** 1 for an upward trap, -1 for a downward one, 0 for none. */
type Trap = (c0: Candle, c1: Candle, c2: Candle, c3: Candle) => number;

/** Whether `b` lies inside the range of `a`. */
function insideBar(b: Candle, a: Candle): boolean {
  return b.high < a.high && b.low > a.low;
}

/** 1 where `b` is lower than `a` at both ends, -1 where it is higher. */
function side(b: Candle, a: Candle): number {
  if (b.high < a.high && b.low < a.low) return 1;
  return b.high > a.high && b.low > a.low ? -1 : 0;
}

const plain: Trap = (c0, c1, c2) => (insideBar(c1, c2) ? side(c0, c1) : 0);

const modified: Trap = (c0, c1, c2, c3) => {
  if (!(insideBar(c2, c3) && insideBar(c1, c2))) return 0;
  const way = side(c0, c1);
  const near = way === 1 ? c2.close <= c2.low + c2.near : c2.close >= c2.high - c2.near;
  return near ? way : 0;
};

/** A trap, and for three bars after it the close beyond the inside bar that confirms it. */
class Hikkake implements FeatureState<Bar> {
  private readonly window: CandleWindow;
  private readonly lookback: number;
  private seen = 0;
  private trap = 0;
  private age = Infinity;
  private edge = NaN;
  readonly #read: Trap;

  constructor(read: Trap, lookback: number) {
    this.window = new CandleWindow();
    this.lookback = lookback;
    this.#read = read;
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    const { window } = this;
    window.next(bar);
    this.age++;
    // three bars before the first value are already watched, as in TA-Lib
    const value = this.seen < this.lookback - 3 ? 0 : this.read(bar);
    out[at] = this.seen < this.lookback ? NaN : value;
    if (this.seen < this.lookback) this.seen++;
  }

  private read(bar: Bar): number {
    const { window } = this;
    const read = this.#read;
    const trap = read(window.back(0), window.back(1), window.back(2), window.back(3));
    if (trap !== 0) {
      this.trap = trap;
      this.age = 0;
      this.edge = trap === 1 ? window.back(1).high : window.back(1).low;
      return 100 * trap;
    }
    if (this.age > 3 || !(this.trap === 1 ? bar.close > this.edge : bar.close < this.edge)) return 0;
    this.age = Infinity;
    return 200 * this.trap;
  }
}

function hikkake(kind: string, title: string, source: string, lookback: number, read: Trap): Feature<Bar> {
  return {
    kind,
    title,
    source,
    parameters: {},
    inputs: () => ["open", "high", "low", "close"],
    outputs: [""],
    lookback: () => lookback,
    memory: "cumulative",
    start: () => new Hikkake(read, lookback),
  };
}

/** The traps of Chesler, 100 where one is set and 200 where it is confirmed. */
export const hikkakes: readonly Feature<Bar>[] = Object.freeze([
  hikkake("hikkake", "Hikkake, and 200 on its confirmation", "Chesler (2004), TA-Lib CDLHIKKAKE", 5, plain),
  hikkake(
    "hikkake-modified",
    "Modified hikkake, and 200 on its confirmation",
    "Chesler (2004), TA-Lib CDLHIKKAKEMOD",
    10,
    modified,
  ),
]);
