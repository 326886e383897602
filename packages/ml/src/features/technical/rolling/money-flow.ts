import type { Bar } from "../bar.ts";

/** Where the close lies between low and high, from -1 to 1, times the volume: Chaikin's money flow; 0 for a bar without range. */
export function moneyFlow(bar: Bar): number {
  const range = bar.high - bar.low;
  return range > 0 ? ((bar.close - bar.low - (bar.high - bar.close)) / range) * bar.volume : 0;
}
