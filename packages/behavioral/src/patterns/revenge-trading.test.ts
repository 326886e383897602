import { describe, expect, test } from "vitest";
import type { TradeRecord } from "../input/trade-record.ts";
import { revengeTrading } from "./revenge-trading.ts";
import { dayTrader, type DayTraderOptions, evidence, time } from "./testing.ts";

const flagged = (options: DayTraderOptions): boolean => revengeTrading.find(evidence(dayTrader(options))).length > 0;

/** Share of `count` day traders who are ever told of it. */
function share(count: number, options: Omit<DayTraderOptions, "seed">): number {
  let found = 0;
  for (let seed = 0; seed < count; seed++) if (flagged({ ...options, seed })) found += 1;
  return found / count;
}

/** The popular rule: three re-entries after a loss within 30 minutes or with 1.3 times the size, on one of the days. */
function popularRule(trades: readonly TradeRecord[]): boolean {
  let lost: TradeRecord | undefined;
  let size = NaN;
  let hits = 0;
  for (const trade of trades) {
    if (trade.side === "sell") {
      lost = trade.price < 100 ? trade : undefined;
      continue;
    }
    const soon = lost !== undefined && Date.parse(trade.at) - Date.parse(lost.at) <= 30 * 60_000;
    if (lost !== undefined && (soon || trade.quantity >= 1.3 * size)) hits += 1;
    size = trade.quantity;
  }
  return hits >= 3;
}

describe("unbiased day traders", () => {
  test("of 80 over sixty days at most one in twenty is ever told of revenge", () => {
    // a true rate of .05 gives more than 11 of 80 with probability below .002
    expect(share(80, { days: 60 })).toBeLessThanOrEqual(11 / 80);
  });

  test("bad days, with more losses, twice the size and half the pauses, change nothing", () => {
    expect(share(80, { days: 60, badDays: true })).toBeLessThanOrEqual(11 / 80);
  });

  test("the popular rule of 30 minutes or 1.3 times the size flags nearly all of them within five days, this one hardly any", () => {
    let popular = 0;
    let found = 0;
    for (let seed = 0; seed < 100; seed++) {
      const options = { seed: `five-${seed}`, days: 5 };
      if (popularRule(dayTrader(options).trades)) popular += 1;
      if (flagged(options)) found += 1;
    }
    expect(popular / 100).toBeGreaterThanOrEqual(0.99);
    expect(found).toBeLessThanOrEqual(5);
  });
});

describe("a day trader who comes back after losses", () => {
  test("with half as much again and six tenths of the pause is told within forty days, four times in five", () => {
    expect(share(30, { days: 40, revenge: { size: 1.5, pause: 0.6 } })).toBeGreaterThanOrEqual(0.8);
  });

  test("is told which trades, on one day, after its losses", () => {
    const { trades } = dayTrader({ seed: 1, days: 20, revenge: { size: 2, pause: 0.4 } });
    const patterns = revengeTrading.find(evidence({ trades, prices: [] }));
    expect(patterns.length).toBeGreaterThan(5);
    for (const pattern of patterns) {
      expect(pattern.severity).toBeGreaterThan(0);
      expect(pattern.severity).toBeLessThanOrEqual(100);
      expect(pattern.from.slice(0, 10)).toBe(pattern.until.slice(0, 10));
      expect(pattern.from < pattern.until).toBe(true);
      expect(pattern.message).toContain("under chance");
      pattern.trades.forEach((id, index) => {
        const trade = trades[Number(id.slice(4)) - 1]!;
        // a losing close, then the entry after it
        expect(trade.side).toBe(index % 2 === 0 ? "sell" : "buy");
        expect(trade.side === "sell" && trade.price >= 100).toBe(false);
      });
    }
  });
});

test("a severity of 50 is the planted level of the golden page: half as much again, or six tenths of the pause", () => {
  const trades: TradeRecord[] = [];
  for (let day = 0; day < 30; day++) {
    const trip = (hour: number, quantity: number, close: number): void => {
      trades.push({ side: "buy", asset: "A", quantity, price: 100, at: time(day, hour) });
      trades.push({ side: "sell", asset: "A", quantity, price: close, at: time(day, hour + 0.5) });
    };
    trip(9, 10, 101);
    trip(10.5, 10, 99);
    trip(11.9999, 15, 101);
    trip(13.5, 10, 101);
    trip(15, 10, 101);
  }
  const last = revengeTrading.find(evidence({ trades, prices: [] })).at(-1)!;
  expect(last.trades).toHaveLength(2);
  expect(last.severity).toBeCloseTo(50, 0);
});

test("dates without a time of day, or days without both outcomes, tell nothing", () => {
  const trades: TradeRecord[] = [];
  for (let day = 0; day < 100; day++) {
    const at = time(day, 0).slice(0, 10);
    trades.push({ side: "buy", asset: "A", quantity: 10 + day, price: 100, at });
    trades.push({ side: "sell", asset: "A", quantity: 10 + day, price: 90, at });
    trades.push({ side: "buy", asset: "A", quantity: 100 + day, price: 100, at });
    trades.push({ side: "sell", asset: "A", quantity: 100 + day, price: 90, at });
  }
  expect(revengeTrading.find(evidence({ trades, prices: [] }))).toEqual([]);
});
