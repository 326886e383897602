import { describe, expect, test } from "vitest";
import type { TradeRecord } from "../input/trade-record.ts";
import { simulateInvestor } from "../simulate/simulate-investor.ts";
import { herding } from "./herding.ts";
import { evidence } from "./testing.ts";

const options = { seed: 1 };

describe("herding", () => {
  test("finds who copies the crowd", () => {
    const found = herding.detect(evidence(simulateInvestor({ kind: "herder", sales: 60, seed: 1 })), options);
    expect(found.status).toBe("ok");
    expect(found.pValue).toBeLessThan(0.01);
    expect(found.effect).toBeGreaterThan(0.03);
    expect(found.score).toBeGreaterThan(30);
  });

  test("does not flag a random investor among the same crowd", () => {
    const input = simulateInvestor({ kind: "random", sales: 60, seed: 1, inputs: ["peerFlow"] });
    expect(herding.detect(evidence(input), options).pValue).toBeGreaterThan(0.01);
  });

  test("cannot be known without peer flow, and says so", () => {
    const { trades, prices } = simulateInvestor({ kind: "random", sales: 60, seed: 1 });
    const found = herding.detect(evidence({ trades, prices }), options);
    expect(found).toMatchObject({ status: "not-identifiable", needs: ["peerFlow"], score: null, interval: null });
  });

  test("by hand: the own side against the usual share, weighted by money; LSV of golden/behavioral.md", () => {
    const trade = (side: "buy" | "sell", asset: string, quantity: number): TradeRecord => ({
      side,
      asset,
      quantity,
      price: 10,
      at: "2024-01-10",
    });
    const period = { from: "2024-01-01", until: "2024-01-31" };
    const found = herding.detect(
      evidence({
        trades: [trade("buy", "A", 3), ...Array.from({ length: 29 }, () => trade("buy", "B", 0.1))],
        prices: [],
        peerFlow: [
          { asset: "A", ...period, buyers: 8, sellers: 2 },
          { asset: "B", ...period, buyers: 2, sellers: 8 },
        ],
      }),
      options,
    );
    // 30 of A at +.3 and 29 of B at -.3
    expect(found.effect).toBeCloseTo((0.3 * (30 - 29)) / 59, 12);
    expect(found.counts["meanLsvHerding"]).toBeCloseTo(0.176953125, 12);
    expect(found.counts["agreeingTrades"]).toBe(1);
  });
});
