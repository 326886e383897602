import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { ofBars, type BarSeriesState, type WindowOnly } from "../of-bar.ts";
import { RollingSum } from "../rolling/rolling-sum.ts";

class IntradayMomentum implements BarSeriesState {
  private readonly gains: RollingSum;
  private readonly moves: RollingSum;

  constructor(window: number) {
    this.gains = new RollingSum(window);
    this.moves = new RollingSum(window);
  }

  next(bar: Bar): number {
    const move = bar.close - bar.open;
    const gains = this.gains.next(Math.max(move, 0));
    const moves = this.moves.next(Math.abs(move));
    return moves === 0 ? 50 : 100 * (gains / moves);
  }
}

/** Intraday momentum index, from 0 to 100; 50 without any move: `"imi-14"`. */
export const imi: Feature<Bar, "imi", WindowOnly> = ofBars({
  kind: "imi",
  title: "Intraday momentum index",
  source: "Chande and Kroll (1994), TA-Lib IMI",
  window: count(14, 2),
  inputs: ["open", "close"],
  lookback: (window) => window - 1,
  memory: "window",
  series: (window) => new IntradayMomentum(window),
});
