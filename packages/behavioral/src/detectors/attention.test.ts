import { describe, expect, test } from "vitest";
import { simulateInvestor } from "../simulate/simulate-investor.ts";
import { attention } from "./attention.ts";
import { evidence } from "./testing.ts";

const options = { seed: 1 };

describe("attention", () => {
  const buyer = simulateInvestor({ kind: "attention-buyer", sales: 60, seed: 2 });

  test("finds who buys what is in the news, by news and volume", () => {
    const found = attention.detect(evidence(buyer), options);
    expect(found.status).toBe("ok");
    expect(found.effect).toBeGreaterThan(2 * found.standardError!);
    expect(found.pValue).toBeLessThan(0.01);
    expect(found.counts["attentionImbalance"]).toBeGreaterThan(found.counts["otherImbalance"]!);
  });

  test("without volume and news extreme returns are left, and show nothing here", () => {
    const { trades, prices } = buyer;
    const found = attention.detect(evidence({ trades, prices }), options);
    expect(found.status).toBe("ok");
    expect(Math.abs(found.effect!)).toBeLessThan(3 * found.standardError!);
  });

  test("does not flag a random investor to whom news and volumes happen as well", () => {
    const record = evidence(simulateInvestor({ kind: "random", sales: 60, seed: 2, inputs: ["volumes", "news"] }));
    expect(attention.detect(record, options).pValue).toBeGreaterThan(0.01);
  });

  test("few purchases are insufficient", () => {
    const { trades, prices } = buyer;
    const found = attention.detect(evidence({ trades: trades.slice(0, 10), prices }), options);
    expect(found).toMatchObject({ status: "insufficient", score: null, pValue: null });
  });
});
