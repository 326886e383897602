import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { windowed, type Series, type Windowed } from "../one-series.ts";
import { Ring } from "../rolling/ring.ts";

class PercentRank implements Series {
  private readonly past: Ring;

  constructor(window: number) {
    this.past = new Ring(window);
  }

  next(value: number): number {
    const { past } = this;
    let below = 0;
    if (past.full) for (let i = 0; i < past.values.length; i++) if (past.values[i]! < value) below++;
    const rank = past.full ? (100 * below) / past.values.length : NaN;
    past.push(value);
    return rank;
  }
}

/** Share in per cent of the `window` prices before this one that were below it: `"percent-rank-100"`. */
export const percentRank: Feature<Bar, "percent-rank", Windowed> = windowed({
  kind: "percent-rank",
  title: "Share of past prices that were below this one, in per cent",
  source: "Connors and Alvarez (2012), TA-Lib PERCENTRANK",
  window: count(100, 1),
  lookback: (window) => window,
  memory: "window",
  series: (window) => new PercentRank(window),
});
