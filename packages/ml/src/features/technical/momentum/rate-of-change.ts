import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { windowed, type Series, type Windowed } from "../one-series.ts";
import { Delay } from "../rolling/delay.ts";

/** Ratio of a number to the one `window` steps ago; 0 where that one is 0. */
class Ratio implements Series {
  private readonly past: Delay;
  private readonly scale: number;
  private readonly shift: number;

  constructor(window: number, scale: number, shift: number) {
    this.past = new Delay(window);
    this.scale = scale;
    this.shift = shift;
  }

  next(value: number): number {
    const past = this.past.next(value);
    return past === 0 ? 0 : (value / past - this.shift) * this.scale;
  }
}

function ratio<Kind extends string>(
  kind: Kind,
  title: string,
  source: string,
  scale: number,
  shift: number,
): Feature<Bar, Kind, Windowed> {
  return windowed({
    kind,
    title,
    source,
    window: count(10, 1),
    lookback: (window) => window,
    memory: "window",
    series: (window) => new Ratio(window, scale, shift),
  });
}

/** Rate of change in per cent: `"roc-10"`; 0 where the past price is 0. */
export const roc: Feature<Bar, "roc", Windowed> = ratio("roc", "Rate of change in per cent", "TA-Lib ROC", 100, 1);

/** Rate of change as a fraction: `"rocp-10"`; 0 where the past price is 0. */
export const rocp: Feature<Bar, "rocp", Windowed> = ratio("rocp", "Rate of change as a fraction", "TA-Lib ROCP", 1, 1);

/** Ratio to the past price: `"rocr-10"`; 0 where the past price is 0. */
export const rocr: Feature<Bar, "rocr", Windowed> = ratio("rocr", "Ratio to the past price", "TA-Lib ROCR", 1, 0);
