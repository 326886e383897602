import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { windowed, type Windowed } from "../one-series.ts";
import type { Series } from "../one-series.ts";
import { GainsAndLosses } from "./gains-and-losses.ts";

class ChandeMomentum implements Series {
  private readonly moves: GainsAndLosses;

  constructor(window: number) {
    this.moves = new GainsAndLosses(window);
  }

  next(value: number): number {
    const { moves } = this;
    moves.next(value);
    const total = moves.gain + moves.loss;
    return total === 0 ? 0 : (100 * (moves.gain - moves.loss)) / total;
  }
}

/** Chande momentum oscillator, from -100 to 100; 0 without any move: `"cmo-14"`. */
export const cmo: Feature<Bar, "cmo", Windowed> = windowed({
  kind: "cmo",
  title: "Chande momentum oscillator",
  source: "Chande (1994) with Wilder averages, TA-Lib CMO",
  window: count(14, 2),
  lookback: (window) => window,
  memory: "fading",
  series: (window) => new ChandeMomentum(window),
});
