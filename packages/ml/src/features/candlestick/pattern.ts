import type { Feature, FeatureState } from "../feature.ts";
import { real } from "../parameter.ts";
import type { Bar } from "../technical/bar.ts";
import type { Candle } from "./candle.ts";
import { CandleWindow } from "./candle-window.ts";

/** The parameter of patterns that ask how far into an earlier body the last close goes. */
export interface Penetration {
  /** Share of the earlier body. */
  readonly penetration: number;
}

/** What the last five candles show, the newest first: 100 for a rise to come, -100 for a fall, 80 where bodies only touch, 0 for nothing. */
export type Reading = (c0: Candle, c1: Candle, c2: Candle, c3: Candle, c4: Candle, penetration: number) => number;

class PatternState implements FeatureState<Bar> {
  private readonly window: CandleWindow;
  private readonly lookback: number;
  private readonly penetration: number;
  private seen = 0;
  // fixed by the pattern, so not part of what is saved
  readonly #read: Reading;

  constructor(read: Reading, lookback: number, penetration: number) {
    this.window = new CandleWindow();
    this.#read = read;
    this.lookback = lookback;
    this.penetration = penetration;
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    const { window } = this;
    window.next(bar);
    out[at] = NaN;
    if (this.seen < this.lookback) {
      this.seen++;
      return;
    }
    const read = this.#read;
    // 0, never -0
    out[at] =
      read(window.back(0), window.back(1), window.back(2), window.back(3), window.back(4), this.penetration) + 0;
  }
}

/** Whether the body of `b` lies wholly above, or below, that of `a`. */
export function gapUp(b: Candle, a: Candle): boolean {
  return b.bottom > a.top;
}

export function gapDown(b: Candle, a: Candle): boolean {
  return b.top < a.bottom;
}

/** Whether `value` is within `distance` of `other`. */
export function within(value: number, other: number, distance: number): boolean {
  return value <= other + distance && value >= other - distance;
}

/** 100 times `sign` where `holds`, else 0. */
export function signal(holds: boolean, sign: number): number {
  return holds ? 100 * sign : 0;
}

/** Declares a pattern; TA-Lib's name is part of its source. */
export function pattern(kind: string, title: string, taLib: string, lookback: number, read: Reading): Feature<Bar> {
  return penetrating(kind, title, taLib, lookback, undefined, read);
}

/** Declares a pattern with a penetration. */
export function penetrating(
  kind: string,
  title: string,
  taLib: string,
  lookback: number,
  defaultPenetration: number | undefined,
  read: Reading,
): Feature<Bar> {
  const parameters = defaultPenetration === undefined ? {} : { penetration: real(defaultPenetration, 0) };
  return {
    kind,
    title,
    source: `Nison (1991), TA-Lib ${taLib}`,
    parameters,
    inputs: () => ["open", "high", "low", "close"],
    outputs: [""],
    lookback: () => lookback,
    memory: "window",
    start: (chosen) => new PatternState(read, lookback, (chosen as Partial<Penetration>).penetration ?? 0),
  };
}
