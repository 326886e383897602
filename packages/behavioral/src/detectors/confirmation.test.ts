import { describe, expect, test } from "vitest";
import { simulateInvestor } from "../simulate/simulate-investor.ts";
import { confirmation } from "./confirmation.ts";
import { evidence } from "./testing.ts";

const options = { seed: 1 };

describe("confirmation", () => {
  test("finds who reads what agrees, near the planted odds", () => {
    const input = simulateInvestor({ kind: "confirmation-seeker", strength: 4, sales: 150, seed: 1 });
    const found = confirmation.detect(evidence(input), options);
    expect(found.status).toBe("ok");
    expect(Math.abs(found.effect! - Math.log(4))).toBeLessThan(3 * found.standardError!);
    expect(found.pValue).toBeLessThan(0.01);
  });

  test("does not flag who reads at random", () => {
    const input = simulateInvestor({ kind: "random", sales: 100, seed: 1, inputs: ["readingLog"] });
    expect(confirmation.detect(evidence(input), options).pValue).toBeGreaterThan(0.01);
  });

  test("reading good news and reading about one's own is not confirmation", () => {
    const { trades, prices, readingLog } = simulateInvestor({
      kind: "random",
      sales: 100,
      seed: 5,
      inputs: ["readingLog"],
    });
    // an optimist: of each session only good news is read, whatever it is about
    const optimist = readingLog!.map((item) => ({ ...item, read: item.stance === "positive" }));
    const found = confirmation.detect(evidence({ trades, prices, readingLog: optimist }), options);
    expect(found.pValue ?? 1).toBeGreaterThan(0.05);
  });

  test("needs the reading log", () => {
    const { trades, prices } = simulateInvestor({ kind: "random", sales: 20, seed: 1 });
    expect(confirmation.detect(evidence({ trades, prices }), options)).toMatchObject({
      status: "not-identifiable",
      needs: ["readingLog"],
    });
  });
});
