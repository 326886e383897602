import { describe, expect, test } from "vitest";
import { simulateInvestor } from "../simulate/simulate-investor.ts";
import { anchoring } from "./anchoring.ts";
import { evidence } from "./testing.ts";

const options = { seed: 1 };

describe("anchoring", () => {
  test("finds sales at the 52-week high near the planted odds, and round limits", () => {
    const input = simulateInvestor({ kind: "anchoring", strength: 4, sales: 150, seed: 1 });
    const found = anchoring.detect(evidence(input), options);
    expect(found.status).toBe("ok");
    expect(Math.abs(found.effect! - Math.log(4))).toBeLessThan(3 * found.standardError!);
    expect(found.pValue).toBeLessThan(0.01);
    expect(found.counts["roundLimitPrices"]).toBeGreaterThan(0.5);
    expect(found.counts["roundLimitPValue"]).toBeLessThan(1e-6);
    expect(found.evidence.length).toBeGreaterThan(10);
  });

  test("does not flag a random seller, nor the disposition effect alone", () => {
    for (const kind of ["random", "disposition"] as const) {
      const found = anchoring.detect(evidence(simulateInvestor({ kind, sales: 100, seed: 2 })), options);
      expect(found.pValue).toBeGreaterThan(0.01);
    }
  });

  test("without a year of prices it is insufficient", () => {
    const { trades, prices } = simulateInvestor({ kind: "random", sales: 10, seed: 1 });
    expect(anchoring.detect(evidence({ trades, prices }), options).status).toBe("insufficient");
  });
});
