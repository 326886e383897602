import type { RandomStream } from "@plimsoll/numeric";
import { evidenceOf, type Evidence } from "../choice-set/evidence.ts";
import type { BehaviorInput } from "../input/behavior-input.ts";
import { readOptions } from "../input/behavior-options.ts";
import type { TradeRecord } from "../input/trade-record.ts";

/** Evidence under the default options. */
export function evidence(input: BehaviorInput): Evidence {
  return evidenceOf(input, readOptions({}).ledger);
}

/** What moves a simulated day trader. */
export interface DayTraderHabits {
  /** Factor on size after a loss. @defaultValue 1 */
  readonly afterLoss?: number;
  /** Factor on the gap after a loss. @defaultValue 1 */
  readonly gapAfterLoss?: number;
  /** Factor on size while the day shows a loss. @defaultValue 1 */
  readonly whenBehind?: number;
  /** Chance of a bad day, with more losses and doubled size. @defaultValue 0 */
  readonly badDays?: number;
  /** Growth of log size from one position of a day to the next. @defaultValue 0 */
  readonly trend?: number;
  /** Positions a day. @defaultValue 6 */
  readonly perDay?: number;
}

/** Positions opened and closed within the day, sizes with a standard deviation of .5 in logs, gaps exponential. */
export function dayTrader(random: RandomStream, days: number, habits: DayTraderHabits = {}): TradeRecord[] {
  const { afterLoss = 1, gapAfterLoss = 1, whenBehind = 1, badDays = 0, trend = 0, perDay = 6 } = habits;
  const trades: TradeRecord[] = [];
  for (let day = 0; day < days; day++) {
    const start = Date.UTC(2024, 0, 1 + day, 14, 30);
    const bad = random.uniform() < badDays;
    let instant = start;
    let last = 0;
    let running = 0;
    for (let k = 0; k < perDay; k++) {
      instant += 1000 + 1_500_000 * random.exponential() * (last < 0 ? gapAfterLoss : 1);
      const quantity =
        Math.exp(0.5 * random.normal() + trend * k) *
        (bad ? 2 : 1) *
        (last < 0 ? afterLoss : 1) *
        (running < 0 ? whenBehind : 1);
      const change = (random.uniform() < (bad ? 0.25 : 0.5) ? 1 : -1) * 0.01 * random.exponential();
      const at = (time: number): string => new Date(Math.floor(time)).toISOString();
      trades.push({ side: "buy", asset: "X", quantity, price: 100, at: at(instant) });
      instant += 1000 + 600_000 * random.exponential();
      trades.push({ side: "sell", asset: "X", quantity, price: 100 * (1 + change), at: at(instant) });
      last = change;
      running += quantity * change;
    }
  }
  return trades;
}

/** Share of the replications with a p-value in which it is below .05. */
export function rejections(replications: number, draw: () => number | null): number {
  let count = 0;
  let tested = 0;
  for (let k = 0; k < replications; k++) {
    const pValue = draw();
    if (pValue !== null) tested++;
    if (pValue !== null && pValue < 0.05) count++;
  }
  return count / tested;
}
