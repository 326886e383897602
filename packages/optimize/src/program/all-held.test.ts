import { describe, expect, test } from "vitest";
import { type Constraint, optimize, type PortfolioProblem } from "../index.ts";

const parity = {
  assets: ["A", "B", "C"],
  covariance: [
    [0.04, 0, 0],
    [0, 0.09, 0],
    [0, 0, 0.01],
  ],
  objective: { kind: "risk-budget" },
} as const satisfies PortfolioProblem;

const solve = (...constraints: readonly Constraint[]): ReturnType<typeof optimize> =>
  optimize({ ...parity, constraints });

describe("rules about holdings beside a budget of risk, which holds every asset", () => {
  test("a smallest holding is a lower bound, with its shadow price", async () => {
    const ruled = await solve({ kind: "threshold", minWeight: 0.25 });
    const bounded = await solve({ kind: "bounds", name: "floor", lower: 0.25 });
    expect(ruled.status).toBe("optimal");
    expect(ruled.weights["B"]).toBeCloseTo(0.25, 10);
    expect(ruled.weights["A"]).toBeCloseTo(bounded.weights["A"]!, 9);
    const [, price] = Object.entries(bounded.duals).find(([name]) => name.startsWith("floor"))!;
    expect(price).toBeGreaterThan(0.01);
    expect(ruled.duals["threshold.minWeight"]).toBeCloseTo(price, 8);
  });

  test("counts and implications that hold of themselves change nothing", async () => {
    const plain = await solve();
    const ruled = await solve(
      { kind: "cardinality", min: 2, minWeight: 0.05 },
      // oxlint-disable-next-line unicorn/no-thenable
      { kind: "implies", if: ["A"], then: ["B"] },
    );
    for (const asset of parity.assets) expect(ruled.weights[asset]).toBeCloseTo(plain.weights[asset]!, 12);
  });

  test("what leaves an asset out, or isn't convex, is refused with its reason", async () => {
    await expect(solve({ kind: "cardinality", max: 2 })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringContaining('"cardinality" lets at most 2 of 3 assets be held') as string,
    });
    await expect(solve({ kind: "mutually-exclusive", assets: ["A", "C"] })).rejects.toThrow("at most 1 of 2 assets");
    await expect(solve({ kind: "ucits-5-10-40" })).rejects.toThrow("isn't convex");
    await expect(solve({ kind: "budget", min: 0.5, max: 1 })).rejects.toThrow("fix their sum by a budget above 0");
  });

  test("a smallest holding that can't be met is explained", async () => {
    await expect(solve({ kind: "threshold", minWeight: 0.4 })).rejects.toMatchObject({ code: "INFEASIBLE" });
  });
});
