import { expect, test } from "vitest";
import { panicSales } from "../estimate/panic-sales.ts";
import type { PriceRecord } from "../input/price-history.ts";
import type { TradeRecord } from "../input/trade-record.ts";
import { panicSelling } from "./panic-selling.ts";
import { evidence } from "./testing.ts";

const options = { seed: 1 };
const date = (offset: number): string => new Date(Date.UTC(2020, 0, 1 + offset)).toISOString().slice(0, 10);
const row = (side: "buy" | "sell", quantity: number, offset: number, price = 100): TradeRecord => ({
  side,
  asset: "A",
  quantity,
  price,
  at: date(offset),
});
const daily = (length: number, price: (offset: number) => number = () => 100): PriceRecord[] =>
  Array.from({ length }, (_, offset) => ({ asset: "A", at: date(offset), price: price(offset) }));

test("nine tenths sold within a month is a panic sale, dated, with the trades; less or slower is none", () => {
  const panic = evidence({
    trades: [row("buy", 100, 0), row("sell", 50, 100), row("sell", 41, 110)],
    prices: daily(200),
  });
  expect(panicSales(panic.account)).toEqual([
    { day: date(110), since: date(80), valueBefore: 10000, valueAfter: 900, netSold: 9100, returned: null },
  ]);
  const found = panicSelling.detect(panic, options);
  expect(found).toMatchObject({
    status: "ok",
    effect: 1,
    standardError: 0,
    pValue: null,
    evidence: ["row-2", "row-3"],
  });
  expect(found.score!).toBeGreaterThan(99);
  const less = [row("buy", 100, 0), row("sell", 89, 100)];
  expect(panicSales(evidence({ trades: less, prices: daily(200) }).account)).toEqual([]);
  const slow = [row("buy", 100, 0), row("sell", 50, 100), row("sell", 41, 131)];
  expect(panicSales(evidence({ trades: slow, prices: daily(200) }).account)).toEqual([]);
});

test("a crash alone is no panic: half of the decline must be trades", () => {
  // the price falls from 100 to 20, then half (or nearly all) is sold
  const prices = daily(200, (offset) => (offset < 100 ? 100 : 20));
  const held = [row("buy", 100, 0), row("sell", 50, 105, 20)];
  expect(panicSales(evidence({ trades: held, prices }).account)).toEqual([]);
  // at 55 the sale of everything is 5500 of a decline of 10000
  const cut = daily(200, (offset) => (offset < 100 ? 100 : 55));
  expect(
    panicSales(evidence({ trades: [row("buy", 100, 0), row("sell", 100, 105, 55)], prices: cut }).account),
  ).toHaveLength(1);
  // at 45 it is not, until the crash is more than a month old and the sale stands alone
  const deeper = daily(200, (offset) => (offset < 100 ? 100 : 45));
  const [late] = panicSales(
    evidence({ trades: [row("buy", 100, 0), row("sell", 100, 105, 45)], prices: deeper }).account,
  );
  expect(late).toMatchObject({ day: date(130), since: date(100), netSold: 4500 });
});

test("one sale lasts until half is back and half bought again", () => {
  const trades = [
    row("buy", 100, 0),
    row("sell", 100, 100),
    row("buy", 20, 150),
    row("buy", 40, 180),
    row("sell", 60, 240),
  ];
  const seen = evidence({ trades, prices: daily(300) });
  const sales = panicSales(seen.account);
  expect(sales.map(({ day, returned }) => [day, returned])).toEqual([
    [date(100), date(180)],
    [date(240), null],
  ]);
  const found = panicSelling.detect(seen, options);
  expect(found.counts).toMatchObject({ panicSales: 2, returned: 1, largestShareSold: 1 });
  expect(found.confounds).toContain("in-and-out-trading");
});

test("calm is worth as much as the record is long", () => {
  const calm = (years: number): ReturnType<typeof panicSelling.detect> =>
    panicSelling.detect(
      evidence({
        trades: [row("buy", 100, 0)],
        prices: Array.from({ length: years * 12 }, (_, m) => ({ asset: "A", at: date(30 * (m + 1)), price: 100 })),
      }),
      options,
    );
  const [short, long, whole] = [calm(1), calm(8), calm(14)];
  for (const found of [short, long, whole])
    expect(found).toMatchObject({ status: "ok", score: 0, effect: 0, pValue: null });
  expect(short.interval![1]).toBeGreaterThan(80);
  expect(long.interval![1]).toBeLessThan(short.interval![1]);
  expect(whole.interval).toEqual([0, 0]);
  expect(panicSelling.detect(evidence({ trades: [row("buy", 1, 0)], prices: daily(20) }), options).status).toBe(
    "insufficient",
  );
});

test("scaling quantities or prices changes nothing", () => {
  const trades = [row("buy", 100, 0), row("sell", 95, 100)];
  const found = panicSelling.detect(evidence({ trades, prices: daily(200) }), options);
  const scaled = trades.map((trade) => ({ ...trade, quantity: trade.quantity * 0.01, price: trade.price * 7 }));
  const other = panicSelling.detect(evidence({ trades: scaled, prices: daily(200, () => 700) }), options);
  expect(other.score).toBe(found.score);
  expect(other.counts["largestShareSold"]).toBeCloseTo(found.counts["largestShareSold"]!, 12);
});
