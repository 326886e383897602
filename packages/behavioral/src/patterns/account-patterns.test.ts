import { describe, expect, test } from "vitest";
import type { PriceRecord } from "../input/price-history.ts";
import type { TradeRecord } from "../input/trade-record.ts";
import { churning } from "./churning.ts";
import { panicSelling } from "./panic-selling.ts";
import { evidence, investor, time } from "./testing.ts";

/** Three positions whose prices follow `path`, sold on the days given. */
function account(
  path: (day: number) => number,
  days: number,
  sales: readonly number[],
): { trades: TradeRecord[]; prices: PriceRecord[] } {
  const trades: TradeRecord[] = [];
  const prices: PriceRecord[] = [];
  const names = ["A", "B", "C"];
  for (const asset of names) trades.push({ side: "buy", asset, quantity: 10, price: path(0), at: time(0, 15) });
  for (let day = 0; day < days; day++) {
    for (const asset of names) prices.push({ asset, at: time(day, 0).slice(0, 10), price: path(day) });
  }
  sales.forEach((day, index) => {
    trades.push({ side: "sell", asset: names[index]!, quantity: 10, price: path(day), at: time(day, 15) });
  });
  return { trades, prices };
}

const crash = (day: number): number => (day < 50 ? 100 : day < 60 ? 100 - 2.5 * (day - 50) : 75);

describe("panic-selling", () => {
  test("selling out within a month after a fall is one event; 20 % is a severity of 50", () => {
    const [event, ...others] = panicSelling.find(evidence(account(crash, 120, [58, 58, 58])));
    expect(others).toEqual([]);
    expect(event).toMatchObject({ kind: "panic-selling", from: time(58, 15), trades: ["row-4", "row-5", "row-6"] });
    expect(event!.severity).toBeCloseTo(50, 6);
    expect(event!.message).toContain("withdrawal");
  });

  test("selling out at a high, selling over three months, and holding through are none", () => {
    expect(panicSelling.find(evidence(account((day) => 100 + day, 120, [58, 58, 58])))).toEqual([]);
    expect(panicSelling.find(evidence(account(crash, 160, [58, 95, 130])))).toEqual([]);
    expect(panicSelling.find(evidence(account(crash, 120, [])))).toEqual([]);
  });

  test("a crash that takes nine tenths without a sale is none, and neither is a small one before a sale", () => {
    const wipe = (day: number): number => (day < 50 ? 100 : 5);
    expect(panicSelling.find(evidence(account(wipe, 120, [60])))).toEqual([]);
    const dip = (day: number): number => (day < 50 ? 100 : 95);
    expect(panicSelling.find(evidence(account(dip, 120, [58, 58, 58])))).toEqual([]);
  });

  test("none of 20 investors who sell by chance", () => {
    for (let seed = 0; seed < 20; seed++) {
      expect(panicSelling.find(evidence(investor({ seed: `panic-${seed}`, days: 300 })))).toEqual([]);
    }
  });
});

describe("churning", () => {
  const monthly = (trips: number, cost: number): { trades: TradeRecord[]; prices: PriceRecord[] } => {
    const trades: TradeRecord[] = [];
    const prices: PriceRecord[] = [];
    for (let day = 0; day < 120; day++) prices.push({ asset: "K", at: time(day, 0).slice(0, 10), price: 100 });
    trades.push({ side: "buy", asset: "K", quantity: 10, price: 100, at: time(0, 10) });
    for (let trip = 0; trip < trips; trip++) {
      const day = 88 + trip;
      trades.push({ side: "sell", asset: "K", quantity: 10, price: 100, cost, at: time(day, 11) });
      trades.push({ side: "buy", asset: "K", quantity: 10, price: 100, cost, at: time(day, 12) });
    }
    return { trades, prices };
  };

  test("the whole account turned over three times in a quarter is twelve times a year: severity 75", () => {
    const [event, ...others] = churning.find(evidence(monthly(3, 4)));
    expect(others).toEqual([]);
    expect(event!.severity).toBeCloseTo(75, 6);
    expect(event!.trades).toEqual(["row-2", "row-3", "row-4", "row-5", "row-6", "row-7"]);
    expect(event!.message).toContain("It cost 24 in money, 2.4 %");
  });

  test("one switch of everything in a quarter is none", () => {
    expect(churning.find(evidence(monthly(1, 4)))).toEqual([]);
  });

  test("one pattern a quarter, and costs unrecorded are said to be unknown", () => {
    const events = churning.find(evidence(monthly(25, 0)));
    expect(events).toHaveLength(1);
    expect(events[0]!.message).toContain("not known");
  });

  test("putting money to work, or taking it out, is no churning", () => {
    const trades: TradeRecord[] = [];
    for (let day = 0; day < 20; day++) {
      trades.push({ side: "buy", asset: "K", quantity: 10, price: 100, at: time(day, 10) });
    }
    expect(churning.find(evidence({ trades, prices: [] }))).toEqual([]);
  });
});
