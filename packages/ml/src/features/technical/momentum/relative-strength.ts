import type { Series } from "../one-series.ts";
import { GainsAndLosses } from "./gains-and-losses.ts";

/** 100 gain / (gain + loss), of Wilder averages; 0 without any move. */
export class RelativeStrength implements Series {
  private readonly moves: GainsAndLosses;

  constructor(window: number) {
    this.moves = new GainsAndLosses(window);
  }

  next(value: number): number {
    const { moves } = this;
    moves.next(value);
    const total = moves.gain + moves.loss;
    return total === 0 ? 0 : (100 * moves.gain) / total;
  }
}
