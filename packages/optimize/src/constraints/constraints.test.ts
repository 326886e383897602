import { describe, expect, test } from "vitest";
import { type Constraint, optimize, type PortfolioProblem, type PortfolioSolution, safeOptimize } from "../index.ts";

const assets = ["A", "B", "C", "D"];
const base: PortfolioProblem = {
  assets,
  mean: [0.1, 0.08, 0.05, 0.02],
  covariance: [
    [0.09, 0.02, 0.01, 0],
    [0.02, 0.0625, 0.01, 0],
    [0.01, 0.01, 0.04, 0],
    [0, 0, 0, 0.0025],
  ],
  periodsPerYear: 1,
  currentWeights: { A: 0.5, B: 0.5 },
  benchmark: [0.4, 0.3, 0.2, 0.1],
  objective: { kind: "max-utility", riskAversion: 2 },
};
const solve = (constraint: Constraint | string, ...more: (Constraint | string)[]): Promise<PortfolioSolution> =>
  optimize({ ...base, constraints: [constraint, ...more] });
const sum = (solution: PortfolioSolution, names: readonly string[] = assets): number =>
  names.reduce((total, name) => total + solution.weights[name]!, 0);

/** Solves at a limit and compares its shadow price with the slope of the best objective. */
async function expectPrice(
  make: (limit: number) => Constraint,
  limit: number,
  name: string,
  ...more: (Constraint | string)[]
): Promise<PortfolioSolution> {
  const solution = await solve(make(limit), ...more);
  const step = 1e-5;
  const slope =
    ((await solve(make(limit + step), ...more)).objective - (await solve(make(limit - step), ...more)).objective) /
    (2 * step);
  expect(Math.abs(slope)).toBeGreaterThan(1e-4);
  expect(solution.duals[name]).toBeCloseTo(slope, 5);
  expect(solution.certificate.gap).toBeLessThan(1e-10);
  return solution;
}

describe("each kind holds, binds and has the right shadow price", () => {
  test("budget: an exact sum, or a range", async () => {
    expect(sum(await expectPrice((equals) => ({ kind: "budget", equals }), 0.7, "budget"))).toBeCloseTo(0.7, 12);
    expect(sum(await expectPrice((max) => ({ kind: "budget", min: 0, max }), 0.5, "budget"))).toBeCloseTo(0.5, 12);
  });

  test("bounds: scalar, array, record, null for none; the tightest holds", async () => {
    const scalar = await expectPrice((upper) => ({ kind: "bounds", upper }), 0.32, "bounds.upper");
    expect(Math.max(...scalar.weightArray)).toBeCloseTo(0.32, 12);
    const record = await expectPrice(
      (lower) => ({ kind: "bounds", name: "floor", lower: { D: lower } }),
      0.3,
      "floor.lower[D]",
    );
    expect(record.weights["D"]).toBeCloseTo(0.3, 12);
    const array = await solve(
      { kind: "bounds", lower: [null, 0, 0, -1], upper: [0.2, null, 1, 1] },
      { kind: "bounds", name: "tighter", upper: { A: 0.15 } },
    );
    expect(array.weights["A"]).toBeCloseTo(0.15, 12);
    expect(array.duals["tighter.upper[A]"]).toBeGreaterThan(0);
    expect(array.assumptions).toHaveLength(1);
  });

  test("bounds by record leave the default for the assets they don't name, and say so", async () => {
    const solution = await optimize({
      ...base,
      objective: { kind: "max-return" },
      constraints: [{ kind: "bounds", lower: { D: -0.5 } }],
    });
    expect(solution.weights).toEqual({ A: 1.5, B: 0, C: 0, D: -0.5 });
    expect(solution.assumptions[1]).toContain("A, B, C are at least 0");
  });

  test("group", async () => {
    const solution = await expectPrice(
      (max) => ({ kind: "group", name: "growth", assets: ["A", "B"], max }),
      0.5,
      "growth",
    );
    expect(sum(solution, ["A", "B"])).toBeCloseTo(0.5, 12);
    expect(
      sum(await expectPrice((min) => ({ kind: "group", name: "safe", assets: ["D"], min }), 0.4, "safe"), ["D"]),
    ).toBeCloseTo(0.4, 12);
  });

  test("linear, as data and as text over assets and group names", async () => {
    const data = await expectPrice(
      (max) => ({ kind: "linear", name: "spread", coefficients: { A: 2, C: -1 }, max }),
      0.4,
      "spread",
    );
    const text = await solve("2 * A - C <= 0.4");
    text.weightArray.forEach((weight, i) => expect(weight).toBeCloseTo(data.weightArray[i]!, 12));
    expect(text.duals["2 * A - C <= 0.4"]).toBeCloseTo(data.duals["spread"]!, 10);
    const grouped = await solve({ kind: "group", name: "growth", assets: ["A", "B"], max: 0.9 }, "growth - D <= 0.2");
    expect(sum(grouped, ["A", "B"]) - grouped.weights["D"]!).toBeCloseTo(0.2, 12);
    const named = await optimize({ ...base, groups: { value: ["C", "D"] }, constraints: ["value >= 0.6"] });
    expect(sum(named, ["C", "D"])).toBeCloseTo(0.6, 12);
  });

  test("net-exposure: in place of the default budget, or of some assets", async () => {
    const neutral = await solve({ kind: "net-exposure", equals: 0 }, { kind: "bounds", lower: -1, upper: 1 });
    expect(sum(neutral)).toBeCloseTo(0, 12);
    expect(neutral.assumptions).toEqual([]);
    const part = await expectPrice((max) => ({ kind: "net-exposure", assets: ["A", "D"], max }), 0.3, "net-exposure");
    expect(sum(part)).toBeCloseTo(1, 12);
  });

  test("gross-exposure", async () => {
    const shorts: (Constraint | string)[] = [{ kind: "bounds", lower: -1, upper: 1 }, "A - B >= 0.9"];
    const solution = await expectPrice((max) => ({ kind: "gross-exposure", max }), 1.1, "gross-exposure", ...shorts);
    expect(solution.weightArray.reduce((total, weight) => total + Math.abs(weight), 0)).toBeCloseTo(1.1, 10);
    expect(Math.min(...solution.weightArray)).toBeLessThan(-0.01);
  });

  test("turnover by half the 1-norm", async () => {
    const solution = await expectPrice((max) => ({ kind: "turnover", which: "half-l1", max }), 0.1, "turnover");
    const moved =
      assets.reduce((total, name) => total + Math.abs(solution.weights[name]! - (name < "C" ? 0.5 : 0)), 0) / 2;
    expect(moved).toBeCloseTo(0.1, 10);
  });

  test("turnover for each asset", async () => {
    const solution = await expectPrice((max) => ({ kind: "turnover", which: "per-asset", max }), 0.12, "turnover");
    for (const name of assets)
      expect(Math.abs(solution.weights[name]! - (name < "C" ? 0.5 : 0))).toBeLessThanOrEqual(0.12 + 1e-12);
  });

  test("turnover and gross exposure together, from weights outside the bounds", async () => {
    const solution = await optimize({
      ...base,
      currentWeights: { A: 0.9, B: -0.3, C: 0.4 },
      constraints: [
        { kind: "bounds", lower: -0.2, upper: 0.8 },
        { kind: "turnover", which: "half-l1", max: 0.3 },
        { kind: "gross-exposure", max: 1.3 },
      ],
    });
    const current = [0.9, -0.3, 0.4, 0];
    expect(
      solution.weightArray.reduce((total, weight, i) => total + Math.abs(weight - current[i]!), 0) / 2,
    ).toBeLessThanOrEqual(0.3 + 1e-10);
    expect(solution.weightArray.reduce((total, weight) => total + Math.abs(weight), 0)).toBeLessThanOrEqual(
      1.3 + 1e-10,
    );
    expect(solution.certificate.gap).toBeLessThan(1e-10);
  });

  test("factor-exposure", async () => {
    const solution = await expectPrice(
      (max) => ({ kind: "factor-exposure", name: "beta", exposures: { A: 1.4, B: 1.1, C: 0.8 }, max }),
      0.7,
      "beta",
    );
    expect(1.4 * solution.weights["A"]! + 1.1 * solution.weights["B"]! + 0.8 * solution.weights["C"]!).toBeCloseTo(
      0.7,
      12,
    );
  });

  test("score: a weighted mean, whatever the budget", async () => {
    const scores = { A: 20, B: 40, C: 60, D: 80 };
    const solution = await expectPrice((min) => ({ kind: "score", name: "esg", scores, min }), 55, "esg", {
      kind: "budget",
      equals: 0.8,
    });
    const total = assets.reduce(
      (inner, name) => inner + scores[name as keyof typeof scores] * solution.weights[name]!,
      0,
    );
    expect(total / 0.8).toBeCloseTo(55, 9);
    const open = await safeOptimize({
      ...base,
      constraints: [
        { kind: "score", name: "esg", scores, min: 55 },
        { kind: "budget", max: 1 },
      ],
    });
    expect(open.success ? "" : open.error.message).toContain("needs a budget that is exact");
  });

  test("tracking-error", async () => {
    const solution = await expectPrice((max) => ({ kind: "tracking-error", max }), 0.005, "tracking-error");
    expect(solution.certificate.primalResidual).toBeLessThan(1e-9);
  });

  test("risk-limit", async () => {
    const volatility = await expectPrice(
      (max) => ({ kind: "risk-limit", risk: { kind: "standard-deviation" }, max }),
      0.1,
      "risk-limit",
    );
    const variance = await solve({ kind: "risk-limit", risk: { kind: "variance" }, max: 0.01 });
    variance.weightArray.forEach((weight, i) => expect(weight).toBeCloseTo(volatility.weightArray[i]!, 8));
  });
});
