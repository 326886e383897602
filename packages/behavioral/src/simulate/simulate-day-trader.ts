import { PricePanel } from "@plimsoll/core";
import { exp, type RandomStream } from "@plimsoll/numeric";
import type { TradeRecord } from "../input/trade-record.ts";
import type { DayTrader } from "./day-traders/day-trader.ts";
import { quoted } from "./market.ts";

const tradesPerDay = 6;
const sizeDeviation = 0.5;
const moneyPerTrade = 10_000;
/** Minutes. */
const meanWait = 20;
const meanHolding = 10;
const moveDeviation = 0.006;
/** Milliseconds. */
const minute = 60_000;
const dayLength = 86_400_000;
const opening = 14 * 60 + 30;

interface DayTraderOptions {
  readonly sales: number;
  readonly assets: number;
  readonly costRate: number;
  /** Days since 1970. */
  readonly start: number;
}

/**
 * Six round trips a weekday: log size normal with deviation .5, waits exponential, half of the trades winning whatever is
 * done (golden section 3).
 */
export function simulateDayTrader(
  trader: DayTrader,
  strength: number,
  { sales, assets: count, costRate, start }: DayTraderOptions,
  stream: RandomStream,
): { readonly trades: readonly TradeRecord[]; readonly prices: PricePanel } {
  const assets = Array.from({ length: count }, (_, index) => `S${String(index + 1).padStart(2, "0")}`);
  const levels = Float64Array.from(assets, () => quoted(20 * exp(2.3 * stream.uniform())));
  const trades: TradeRecord[] = [];
  const instants: number[] = [];
  const rows: Float64Array[] = [];
  const record = (side: "buy" | "sell", asset: number, quantity: number, instant: number): void => {
    const price = levels[asset]!;
    instants.push(instant);
    rows.push(levels.slice());
    trades.push({
      id: `t${trades.length + 1}`,
      side,
      asset: assets[asset]!,
      quantity,
      price,
      at: new Date(instant).toISOString(),
      cost: Math.round(quantity * price * costRate * 100) / 100,
    });
  };
  let day = start;
  for (let done = 0; done < sales; day++) {
    // 1970-01-01 was a Thursday
    if ((day + 4) % 7 === 0 || (day + 4) % 7 === 6) continue;
    const badDay = trader.badDays === true && stream.uniform() < 0.5;
    const lossChance = trader.badDays === true ? (badDay ? 0.7 : 0.3) : 0.5;
    let afterLoss: boolean | null = null;
    let dayProfit = 0;
    let clock = day * dayLength + opening * minute;
    for (let trade = 0; trade < tradesPerDay && done < sales; trade++, done++) {
      const state = { afterLoss, dayProfit, badDay };
      clock += 1000 + Math.round(meanWait * minute * stream.exponential() * trader.gap(state, strength));
      const asset = stream.integer(count);
      const money = moneyPerTrade * exp(sizeDeviation * stream.normal()) * trader.size(state, strength);
      const quantity = money / levels[asset]!;
      const before = levels[asset]!;
      record("buy", asset, quantity, clock);
      clock += 1000 + Math.round(meanHolding * minute * stream.exponential());
      const lost = stream.uniform() < lossChance;
      // at least a tick, so that a trade wins or loses
      const move = Math.abs(moveDeviation * stream.normal());
      const after = quoted(before * exp(lost ? -move : move));
      levels[asset] = after === before ? quoted(before + (lost ? -0.01 : 0.01)) : after;
      record("sell", asset, quantity, clock);
      afterLoss = lost;
      dayProfit += quantity * (levels[asset] - before);
    }
  }
  const values = new Float64Array(rows.length * count);
  rows.forEach((row, index) => values.set(row, index * count));
  return {
    trades,
    prices: PricePanel.of({ dates: { axis: "instant", index: Float64Array.from(instants) }, assets, values }),
  };
}
