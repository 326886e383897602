import { describe, expect, test } from "vitest";
import { analyzeBehavior } from "../analyze-behavior.ts";
import type { PriceRecord } from "../input/price-history.ts";
import type { TradeRecord } from "../input/trade-record.ts";
import { averagingDown } from "./averaging-down.ts";
import { doublingDown } from "./doubling-down.ts";
import { fomoBuying } from "./fomo-buying.ts";
import type { PatternFinder } from "./pattern-finder.ts";
import { evidence, investor, type InvestorOptions, time } from "./testing.ts";

function share(finder: PatternFinder, count: number, options: Omit<InvestorOptions, "seed">): number {
  let found = 0;
  for (let seed = 0; seed < count; seed++) {
    if (finder.find(evidence(investor({ ...options, seed: `position-${seed}` }))).length > 0) found += 1;
  }
  return found / count;
}

test("of investors who buy, add and size by chance at most one in twenty is ever told of each kind", () => {
  const found = { fomo: 0, down: 0, doubling: 0 };
  for (let seed = 0; seed < 60; seed++) {
    const record = evidence(investor({ seed: `chance-${seed}`, days: 300 }));
    if (fomoBuying.find(record).length > 0) found.fomo += 1;
    if (averagingDown.find(record).length > 0) found.down += 1;
    if (doublingDown.find(record).length > 0) found.doubling += 1;
  }
  // a true rate of .05 gives more than 9 of 60 with probability below .002
  for (const count of Object.values(found)) expect(count).toBeLessThanOrEqual(9);
});

describe("fomo-buying", () => {
  test("buying last month's winners is told within a year and a half, nine times in ten", () => {
    expect(share(fomoBuying, 12, { days: 500, fomo: 2 })).toBeGreaterThanOrEqual(0.9);
  });

  test("buying what is traded like never before is told from volumes, with prices flat", () => {
    const names = Array.from({ length: 12 }, (_, index) => `V${index}`);
    const trades: TradeRecord[] = [];
    const prices: PriceRecord[] = [];
    const volumes: { asset: string; at: string; volume: number }[] = [];
    for (let day = 0; day < 200; day++) {
      const hot = day % 7 === 6 ? names[(day * 5) % 12] : undefined;
      for (const asset of names) {
        const at = time(day, 0).slice(0, 10);
        prices.push({ asset, at, price: 100 });
        volumes.push({ asset, at, volume: asset === hot ? 9000 : 1000 + ((day * 7 + asset.length) % 13) });
      }
      if (day > 60 && day % 7 === 0) {
        trades.push({ side: "buy", asset: names[((day - 1) * 5) % 12]!, quantity: 1, price: 100, at: time(day, 15) });
      }
    }
    const patterns = fomoBuying.find(evidence({ trades, prices, volumes }));
    expect(patterns.length).toBeGreaterThan(5);
    expect(patterns[0]!.message).toContain("momentum");
    expect(fomoBuying.find(evidence({ trades, prices }))).toEqual([]);
  });
});

describe("averaging-down", () => {
  test("adding to the deepest loser is told, adding twice or more at a loss", () => {
    expect(share(averagingDown, 12, { days: 400, down: 2 })).toBeGreaterThanOrEqual(0.9);
    const { trades, prices } = investor({ seed: 2, days: 400, down: 2 });
    for (const pattern of averagingDown.find(evidence({ trades, prices }))) {
      expect(pattern.trades.length).toBeGreaterThanOrEqual(2);
      const own = pattern.trades.map((id) => trades[Number(id.slice(4)) - 1]!);
      expect(new Set(own.map(({ asset }) => asset)).size).toBe(1);
      expect(own.every(({ side }) => side === "buy")).toBe(true);
    }
  });

  test("a single position leaves no choice, so nothing is told", () => {
    const trades: TradeRecord[] = [];
    const prices: PriceRecord[] = [];
    for (let day = 0; day < 60; day++) {
      prices.push({ asset: "A", at: time(day, 0).slice(0, 10), price: 100 - day });
      trades.push({ side: "buy", asset: "A", quantity: 1, price: 100 - day, at: time(day, 15) });
    }
    expect(averagingDown.find(evidence({ trades, prices }))).toEqual([]);
  });
});

test("accounts of a household taken together are one position, also short ones", () => {
  const trades: TradeRecord[] = [];
  for (let run = 0; run < 4; run++) {
    for (let step = 0; step < 5; step++) {
      const price = 100 - 5 * step;
      const account = step % 2 === 0 ? "his" : "hers";
      trades.push({
        side: "buy",
        asset: `D${run}`,
        quantity: (100 * 2 ** step) / price,
        price,
        account,
        at: time(run * 10 + step, 15),
      });
    }
  }
  trades.push({ side: "sell", asset: "D0", quantity: 1000, price: 70, account: "hers", at: time(60, 15) });
  trades.push({ side: "sell", asset: "D0", quantity: 10, price: 71, account: "hers", at: time(61, 15) });
  trades.push({ side: "sell", asset: "D0", quantity: 10, price: 72, account: "his", at: time(62, 15) });
  const doubled = (households: "together" | "separate"): number[] =>
    analyzeBehavior({ trades, prices: [] }, { households, shortSales: "open" })
      .patterns.filter(({ kind }) => kind === "doubling-down")
      .map((pattern) => pattern.trades.length);
  expect(doubled("together").at(-1)).toBe(4);
  expect(doubled("separate").at(-1)).toBe(2);
});

describe("doubling-down", () => {
  test("two runs of doubled stakes tell a gambler; severity 50 is a doubling", () => {
    const trades: TradeRecord[] = [];
    for (let run = 0; run < 4; run++) {
      for (let step = 0; step < 5; step++) {
        const at = time(run * 10 + step, 15);
        trades.push({
          side: "buy",
          asset: `D${run}`,
          quantity: 2 ** step / (1 - 0.05 * step),
          price: 100 * (1 - 0.05 * step),
          at,
        });
      }
    }
    const patterns = doublingDown.find(evidence({ trades, prices: [] }));
    expect(patterns.length).toBeGreaterThanOrEqual(2);
    expect(patterns.at(-1)!.severity).toBeCloseTo(50, 6);
    expect(patterns.at(-1)!.trades).toEqual(["row-17", "row-18", "row-19", "row-20"]);
  });

  test("growing additions at a gain are no doubling down", () => {
    const trades: TradeRecord[] = [];
    for (let run = 0; run < 4; run++) {
      for (let step = 0; step < 5; step++) {
        trades.push({
          side: "buy",
          asset: `U${run}`,
          quantity: 2 ** step,
          price: 100 + step,
          at: time(run * 10 + step, 15),
        });
      }
    }
    expect(doublingDown.find(evidence({ trades, prices: [] }))).toEqual([]);
  });
});
