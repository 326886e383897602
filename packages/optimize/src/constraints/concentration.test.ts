import { describe, expect, test } from "vitest";
import { certify, explainInfeasible, type Constraint, type PortfolioProblem, optimize } from "../index.ts";
import { base, expectPrice, failureOf } from "./testing.ts";

const largest = (weights: Float64Array, count: number): number =>
  Array.from(weights, Math.abs)
    .sort((a, b) => b - a)
    .slice(0, count)
    .reduce((sum, weight) => sum + weight, 0);

const returns: PortfolioProblem = { ...base, objective: { kind: "max-return" } };

describe("concentration", () => {
  test("the largest weights together keep the limit, as a row for each set of that many assets does", async () => {
    const concentrated = await optimize({ ...returns, constraints: [{ kind: "concentration", count: 2, max: 0.65 }] });
    const pairs: Constraint[] = [];
    for (const a of base.assets)
      for (const b of base.assets)
        if (a < b) pairs.push({ kind: "linear", name: `${a} ${b}`, coefficients: { [a]: 1, [b]: 1 }, max: 0.65 });
    const rows = await optimize({ ...returns, constraints: pairs });
    expect(largest(concentrated.weightArray, 2)).toBeCloseTo(0.65, 10);
    expect(concentrated.objective).toBeCloseTo(rows.objective, 12);
    const price = Object.entries(rows.duals).reduce((sum, [name, dual]) => sum + (name === "budget" ? 0 : dual), 0);
    expect(concentrated.duals["concentration"]).toBeCloseTo(price, 9);
    const again = await certify(
      { ...returns, constraints: [{ kind: "concentration", count: 2, max: 0.65 }] },
      concentrated,
    );
    expect(again.gap).toBeLessThan(1e-10);
  });

  test("beside a risk it binds and is priced", async () => {
    const { weightArray } = await expectPrice(
      (max) => ({ kind: "concentration", count: 2, max }),
      0.6,
      "concentration",
    );
    expect(largest(weightArray, 2)).toBeCloseTo(0.6, 8);
  });

  test("among some assets only", async () => {
    const { weights } = await optimize({
      ...returns,
      constraints: [{ kind: "concentration", assets: ["A", "B", "C"], count: 1, max: 0.3 }],
    });
    expect(weights).toEqual({
      A: expect.closeTo(0.3),
      B: expect.closeTo(0.3),
      C: expect.closeTo(0.3),
      D: expect.closeTo(0.1),
    });
  });

  test("with shorts the largest in size are counted", async () => {
    const { weightArray, objective } = await optimize({
      ...returns,
      constraints: [
        { kind: "bounds", lower: -1, upper: 1 },
        { kind: "concentration", count: 2, max: 1 },
      ],
    });
    expect(largest(weightArray, 2)).toBeCloseTo(1, 9);
    // all four weights 1/2 in size: one short, the least earner
    expect(objective).toBeCloseTo(0.5 * (0.1 + 0.08 + 0.05 - 0.02), 9);
  });

  test("a limit that can't be kept is relaxed to the least there is", async () => {
    const { conflict, relaxation } = await explainInfeasible({
      ...returns,
      constraints: [{ kind: "concentration", name: "top 2", count: 2, max: 0.4 }],
    });
    expect(conflict).toEqual(["top 2", "budget"]);
    expect(relaxation).toEqual([{ constraint: "top 2", from: 0.4, to: expect.closeTo(0.5, 9) }]);
  });

  test("counts no more assets than there are", async () => {
    const error = await failureOf({ ...returns, constraints: [{ kind: "concentration", count: 5, max: 0.4 }] });
    expect(error.message).toContain("counts 5 of 4 assets");
  });
});
