import type { Bar } from "../bar.ts";
import type { BarSeriesState } from "../of-bar.ts";
import { moneyFlow } from "../rolling/money-flow.ts";

/** Running sum of the money flow. */
export class Accumulation implements BarSeriesState {
  private total = 0;

  next(bar: Bar): number {
    return (this.total += moneyFlow(bar));
  }
}
