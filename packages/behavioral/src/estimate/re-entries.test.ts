import { RandomStream, shuffleInPlace } from "@plimsoll/numeric";
import { expect, test } from "vitest";
import { dayTrader, evidence } from "../detectors/testing.ts";
import type { TradeRecord } from "../input/trade-record.ts";
import { hasTimesOfDay, reEntries } from "./re-entries.ts";

const row = (side: "buy" | "sell", quantity: number, price: number, time: string, asset = "A"): TradeRecord => ({
  id: `${time} ${side} ${asset}`,
  side,
  asset,
  quantity,
  price,
  at: `2024-03-01T${time}Z`,
});
const prices = [{ asset: "A", at: "2024-03-01", price: 100 }];

test("a closing and the next opening are a pair: outcome, running profit, size and gap", () => {
  const trades = [
    row("buy", 10, 100, "14:00:00"),
    row("sell", 10, 98, "14:10:00"),
    row("buy", 20, 98, "14:12:00"),
    row("sell", 20, 99, "14:20:00"),
    row("buy", 5, 100, "14:20:30"),
  ];
  const found = reEntries(evidence({ trades, prices }).fills);
  expect(found.map(({ afterLoss, runningProfit }) => [afterLoss, runningProfit])).toEqual([
    [true, -20],
    [false, 0],
  ]);
  expect(found[0]!.logSize).toBeCloseTo(Math.log(1960), 12);
  expect(found.map(({ logGap }) => logGap)).toEqual([Math.log(120), Math.log(30)]);
  expect(found[0]!.trades).toEqual(["14:12:00 buy A"]);
});

test("parts within a minute are one position, closings in a row one outcome, ties and other days none", () => {
  const trades = [
    row("buy", 10, 100, "14:00:00"),
    row("sell", 4, 98, "14:10:00"),
    row("sell", 6, 101, "14:11:00"),
    row("buy", 3, 100, "14:12:00"),
    row("buy", 4, 100, "14:12:40"),
    row("buy", 4, 100, "14:30:00"),
    row("sell", 11, 100, "14:40:00"),
    row("buy", 1, 100, "14:50:00"),
    { ...row("buy", 1, 100, "15:00:00"), id: "next", at: "2024-03-02T15:00:00Z" },
  ];
  const found = reEntries(evidence({ trades, prices }).fills);
  expect(found).toHaveLength(1);
  expect(found[0]!.afterLoss).toBe(true);
  expect(Math.exp(found[0]!.logSize)).toBeCloseTo(700, 9);
  expect(found[0]!.trades).toHaveLength(2);
});

test("what happens at one moment has no order: shuffled rows give the same pairs", () => {
  const trades = [
    row("buy", 10, 100, "14:00:00"),
    row("buy", 10, 50, "14:00:00", "B"),
    row("sell", 10, 98, "14:10:00"),
    row("buy", 7, 20, "14:10:00", "C"),
    row("sell", 5, 51, "14:10:00", "B"),
    row("buy", 2, 100, "14:12:00"),
    row("buy", 3, 30, "14:12:00", "D"),
  ];
  const expected = reEntries(evidence({ trades, prices }).fills);
  expect(expected).toHaveLength(1);
  expect(expected[0]!.runningProfit).toBe(-15);
  expect(Math.exp(expected[0]!.logSize)).toBeCloseTo(290, 9);
  const random = RandomStream.of(1);
  for (let k = 0; k < 20; k++) {
    const [found] = reEntries(evidence({ trades: shuffleInPlace(random, [...trades]), prices }).fills);
    expect({ ...found!, trades: [...found!.trades].sort() }).toEqual({
      ...expected[0]!,
      trades: [...expected[0]!.trades].sort(),
    });
  }
});

test("plain dates have no times of day", () => {
  const dated = dayTrader(RandomStream.of(1), 3).map((trade) => ({ ...trade, at: trade.at.slice(0, 10) }));
  expect(hasTimesOfDay(evidence({ trades: dated, prices: [] }).fills)).toBe(false);
  expect(hasTimesOfDay(evidence({ trades: dayTrader(RandomStream.of(1), 3), prices: [] }).fills)).toBe(true);
});
