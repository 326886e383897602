import { describe, expect, test } from "vitest";
import { simulateInvestor } from "../simulate/simulate-investor.ts";
import { regretAversion } from "./regret-aversion.ts";
import { evidence } from "./testing.ts";

const options = { seed: 1 };

describe("regretAversion", () => {
  test("finds who buys back winners that fell, near the planted odds", () => {
    const input = simulateInvestor({ kind: "regret", strength: 3, sales: 150, seed: 1 });
    const found = regretAversion.detect(evidence(input), options);
    expect(found.status).toBe("ok");
    expect(Math.abs(found.effect! - Math.log(3))).toBeLessThan(3 * found.standardError!);
    expect(found.pValue).toBeLessThan(0.01);
    const { gainBought, gainPassed, lossBought, lossPassed } = found.counts;
    expect(gainBought! / (gainBought! + gainPassed!)).toBeGreaterThan(lossBought! / (lossBought! + lossPassed!));
  });

  test("does not flag who buys at random, nor who follows trends", () => {
    for (const kind of ["random", "momentum"] as const) {
      const found = regretAversion.detect(evidence(simulateInvestor({ kind, sales: 120, seed: 4 })), options);
      expect(found.pValue).toBeGreaterThan(0.01);
    }
  });

  test("who buys nothing back is insufficient", () => {
    const { trades, prices } = simulateInvestor({ kind: "random", sales: 8, seed: 1 });
    const found = regretAversion.detect(evidence({ trades, prices }), options);
    expect(found).toMatchObject({ status: "insufficient", effect: null });
    expect(found.sampleSize).toBeLessThan(found.minimumSampleSize);
  });
});
