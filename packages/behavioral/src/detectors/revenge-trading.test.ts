import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { revengeTrading } from "./revenge-trading.ts";
import { dayTrader, evidence, rejections } from "./testing.ts";
import type { DayTraderHabits } from "./testing.ts";

const options = { seed: 1 };
const detect = (seed: string, days: number, habits?: DayTraderHabits): ReturnType<typeof revengeTrading.detect> =>
  revengeTrading.detect(evidence({ trades: dayTrader(RandomStream.of(seed), days, habits), prices: [] }), options);

test("a trader whose positions are half as large again after losses scores high, with the trades that show it", () => {
  const found = detect("tilt", 60, { afterLoss: 1.5, gapAfterLoss: 0.6 });
  expect(found.status).toBe("ok");
  expect(found.score!).toBeGreaterThan(50);
  expect(found.interval![0]).toBeLessThan(found.score!);
  expect(found.counts["sizeRatio"]).toBeGreaterThan(1.3);
  expect(found.counts["gapRatio"]).toBeLessThan(0.85);
  expect(found.pValue!).toBeLessThan(0.001);
  expect(found.evidence.length).toBeGreaterThan(50);
});

test("short records are insufficient, plain dates not identifiable", () => {
  expect(detect("short", 3)).toMatchObject({ status: "insufficient", score: null, sampleSize: expect.any(Number) });
  const dated = dayTrader(RandomStream.of("dated"), 30).map((trade) => ({ ...trade, at: trade.at.slice(0, 10) }));
  const found = revengeTrading.detect(evidence({ trades: dated, prices: [] }), options);
  expect(found).toMatchObject({ status: "not-identifiable", needs: ["trades.at"], score: null });
});

describe("by simulation", () => {
  test("five in a hundred without tilt, on bad days and with trends within days", () => {
    for (const habits of [{}, { badDays: 0.3 }, { trend: 0.3 }]) {
      const random = RandomStream.of(JSON.stringify(habits));
      const found = rejections(
        200,
        () => revengeTrading.detect(evidence({ trades: dayTrader(random, 15, habits), prices: [] }), options).pValue,
      );
      expect(found).toBeGreaterThan(0.01);
      expect(found).toBeLessThan(0.09);
    }
  });

  // golden/behavioral.md, section 3, one-sided, at 25, 50 and 100 pairs of size x1.5; here waits shrink as well
  test.each([
    [5, 0.51, 800],
    [10, 0.8, 300],
    [20, 0.97, 120],
  ] as const)("power over %d days of five pairs: %d, nearly", (days, power, replications) => {
    const random = RandomStream.of(`power${days}`);
    let found = 0;
    for (let k = 0; k < replications; k++) {
      const trades = dayTrader(random, days, { afterLoss: 1.5, gapAfterLoss: 1 / 1.5 });
      const { pValue, effect } = revengeTrading.detect(evidence({ trades, prices: [] }), options);
      if (pValue !== null && pValue < 0.05 && effect! > 0) found++;
    }
    expect(found / replications).toBeGreaterThan(power - 0.05);
  });

  test("size alone and pace alone are found, over sixty days", () => {
    for (const habits of [{ afterLoss: 1.3 }, { gapAfterLoss: 0.4 }]) {
      const found = detect("alone", 60, habits);
      expect(found.pValue!).toBeLessThan(0.05);
      expect(found.effect!).toBeGreaterThan(0);
    }
  });

  test("where stakes are fixed the pace decides", () => {
    const trades = dayTrader(RandomStream.of("fixed"), 60, { gapAfterLoss: 0.5 }).map((trade) => ({
      ...trade,
      quantity: 1,
    }));
    const found = revengeTrading.detect(evidence({ trades, prices: [] }), options);
    expect(found.counts).toMatchObject({ sizeRatio: 1, sizeUpperTail: 1 });
    expect(found.pValue!).toBeLessThan(0.01);
  });
});

test("scaling quantities or prices changes nothing", () => {
  const trades = dayTrader(RandomStream.of("scale"), 12, { afterLoss: 1.3 });
  const found = revengeTrading.detect(evidence({ trades, prices: [] }), options);
  for (const [quantity, price] of [
    [37, 1],
    [1, 0.003],
  ] as const) {
    const scaled = trades.map((trade) => ({
      ...trade,
      quantity: trade.quantity * quantity,
      price: trade.price * price,
    }));
    const other = revengeTrading.detect(evidence({ trades: scaled, prices: [] }), options);
    expect(other.score!).toBeCloseTo(found.score!, 9);
    expect(other.pValue!).toBeCloseTo(found.pValue!, 9);
  }
});
