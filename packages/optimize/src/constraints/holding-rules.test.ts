import { describe, expect, test } from "vitest";
import { type Constraint, optimize, type PortfolioProblem, type PortfolioSolution, safeOptimize } from "../index.ts";

const assets = ["A", "B", "C", "D", "E"];
const base: PortfolioProblem = {
  assets,
  mean: [0.12, 0.1, 0.08, 0.05, 0.03],
  covariance: assets.map((_, i) => assets.map((__, j) => (i === j ? 0.04 : 0.012) * (1 + 0.1 * (4 - Math.max(i, j))))),
  periodsPerYear: 1,
  currentWeights: [0.2, 0.2, 0.2, 0.2, 0.2],
  objective: { kind: "max-utility", riskAversion: 2 },
};
const solve = (...constraints: (Constraint | string)[]): Promise<PortfolioSolution> =>
  optimize({ ...base, constraints });
const failure = async (problem: PortfolioProblem): Promise<{ code: string; message: string; conflict?: unknown }> => {
  const result = await safeOptimize(problem);
  if (result.success) throw new Error("solved");
  const { code, message, details } = result.error;
  return { code, message, conflict: (details as { readonly conflict?: unknown }).conflict };
};
const held = ({ weights }: PortfolioSolution): readonly string[] => assets.filter((asset) => weights[asset] !== 0);
const exclusive = { kind: "mutually-exclusive", assets: ["A", "B", "C"] } as const;
const threshold = { kind: "threshold", minWeight: 0.1 } as const;
const asks = (from: string | readonly string[], to: string | readonly string[]): Constraint => {
  const sides = { if: from, then: to }; // oxlint-disable-line unicorn/no-thenable
  return { kind: "implies", ...sides };
};

describe("mutually-exclusive", () => {
  test("one of three, or two, is held: the best ones", async () => {
    const one = await solve(exclusive);
    expect(held(one).filter((asset) => "ABC".includes(asset))).toEqual(["A"]);
    const two = await solve({ ...exclusive, max: 2 });
    expect(held(two).filter((asset) => "ABC".includes(asset))).toEqual(["A", "B"]);
    expect(two.objective).toBeGreaterThan(one.objective);
    expect(one.certificate).toMatchObject({ boundIs: "verified", dualResidual: null });
  });

  test("an exclusion that excludes nothing is an error", async () => {
    const constraints = [{ ...exclusive, max: 3 }];
    expect(await failure({ ...base, constraints })).toMatchObject({ code: "INVALID_INPUT" });
  });

  test("is named in a conflict", async () => {
    const constraints = [exclusive, "D + E <= 0.3", { kind: "bounds", name: "cap", upper: 0.5 }] as const;
    const { conflict } = await failure({ ...base, constraints });
    expect(conflict).toEqual(["mutually-exclusive", "D + E <= 0.3", "cap", "budget"]);
  });
});

describe("implies", () => {
  test("holding one asset brings the other in, at its smallest holding", async () => {
    const free = await solve(threshold);
    expect(free.weights["E"]).toBe(0);
    const asked = await solve(threshold, asks(["A", "B"], "E"));
    expect(asked.weights["E"]).toBeCloseTo(0.1, 12);
    expect(asked.weights["A"]).toBeGreaterThan(0.1);
    expect(asked.objective).toBeLessThan(free.objective);
    expect(asked.certificate.boundIs).toBe("verified");
    // where the price is too high, the first asset stays out instead
    const costly = await solve({ kind: "threshold", assets: ["E"], minWeight: 0.8 }, asks(["A", "B"], "E"));
    expect(held(costly)).not.toContain("A");
    expect(held(costly)).not.toContain("B");
  });

  test("an asset that is asked for needs a smallest holding", async () => {
    const { code, message } = await failure({ ...base, constraints: [asks("A", "E")] });
    expect(code).toBe("INVALID_INPUT");
    expect(message).toContain('"E"');
    const bounded = await solve(asks("A", "E"), { kind: "bounds", lower: { E: 0.05 } });
    expect(bounded.weights["E"]).toBeCloseTo(0.05, 9);
    expect(await failure({ ...base, constraints: [asks(["A", "E"], "E")] })).toMatchObject({ code: "INVALID_INPUT" });
  });

  test("is named in a conflict", async () => {
    const constraints = [threshold, asks("A", "E"), "A >= 0.2", "E <= 0.05"];
    const { conflict } = await failure({ ...base, constraints });
    expect(conflict).toEqual(["threshold", "implies", "A >= 0.2", "E <= 0.05"]);
  });

  test("cannot be soft", async () => {
    const soft = { kind: "soft", constraint: asks("A", "E"), penalty: 1 };
    expect(await failure({ ...base, constraints: [threshold, soft as unknown as Constraint] })).toMatchObject({
      code: "INVALID_INPUT",
    });
  });
});

/** Twenty stocks and cash. */
const names = [...Array.from({ length: 20 }, (_, i) => `S${i + 1}`), "CASH"];
const fund: PortfolioProblem = {
  assets: names,
  mean: names.map((_, i) => (i === 20 ? 0.01 : 0.12 - 0.005 * i)),
  covariance: names.map((_, i) => names.map((__, j) => (i === 20 || j === 20 ? 0 : i === j ? 0.05 : 0.02))),
  periodsPerYear: 1,
  objective: { kind: "max-utility", riskAversion: 0.5 },
};
const rule = { kind: "ucits-5-10-40" } as const;
const largeSum = (solution: PortfolioSolution, groups: readonly (readonly string[])[]): number =>
  groups
    .map((members) => members.reduce((sum, name) => sum + solution.weights[name]!, 0))
    .filter((sum) => sum > 0.05 + 1e-9)
    .reduce((sum, value) => sum + value, 0);

describe("ucits-5-10-40", () => {
  test("four large issuers of 10 % and the rest at 5 %: exactly 5 % is not above", async () => {
    const solution = await optimize({ ...fund, constraints: [{ ...rule, exempt: ["CASH"] }] });
    expect(
      largeSum(
        solution,
        names.map((name) => [name]),
      ),
    ).toBeCloseTo(0.4, 9);
    expect(names.filter((name) => Math.abs(solution.weights[name]! - 0.1) < 1e-9)).toEqual(["S1", "S2", "S3", "S4"]);
    expect(names.filter((name) => solution.weights[name] === 0.05)).toHaveLength(12);
    expect(solution.certificate.boundIs).toBe("verified");
    expect(solution.certificate.gap).toBeLessThan(1e-4);
  });

  test("issuers count with all their assets", async () => {
    const issuers = { one: ["S1", "S2"], two: ["S3", "S4", "S5"] };
    const solution = await optimize({ ...fund, constraints: [{ ...rule, issuers, exempt: ["CASH"] }] });
    const groups = [issuers.one, issuers.two, ...names.slice(5, 20).map((name) => [name])];
    expect(largeSum(solution, groups)).toBeLessThanOrEqual(0.4 + 1e-9);
    for (const members of groups) {
      expect(members.reduce((sum, name) => sum + solution.weights[name]!, 0)).toBeLessThanOrEqual(0.1 + 1e-9);
    }
    expect(solution.certificate.boundIs).toBe("verified");
  });

  test("companies of a group count singly and the group has its cap", async () => {
    const groups = { holding: ["S1", "S2", "S3"] };
    const capped = await optimize({ ...fund, constraints: [{ ...rule, groups, exempt: ["CASH"] }] });
    const sum = capped.weights["S1"]! + capped.weights["S2"]! + capped.weights["S3"]!;
    expect(sum).toBeCloseTo(0.2, 9);
    const wide = await optimize({ ...fund, constraints: [{ ...rule, groups, groupCap: 0.3, exempt: ["CASH"] }] });
    expect(wide.weights["S1"]! + wide.weights["S2"]! + wide.weights["S3"]!).toBeGreaterThan(0.25);
  });

  test("government issues, covered bonds and deposits have limits of their own", async () => {
    const constraint = { ...rule, government: ["S1"], coveredBonds: ["S2", "S3", "S4", "S5"], deposits: ["S6"] };
    const solution = await optimize({ ...fund, constraints: [constraint] });
    expect(solution.weights["S1"]).toBeCloseTo(0.35, 9);
    expect(solution.weights["S2"]).toBeCloseTo(0.25, 9);
    expect(solution.weights["S3"]).toBeCloseTo(0.25, 9);
    const covered = await optimize({
      ...fund,
      objective: { kind: "max-return" },
      constraints: [{ ...rule, coveredBonds: ["S1", "S2", "S3", "S4", "S5"] }],
    });
    expect(["S1", "S2", "S3", "S4", "S5"].reduce((sum, name) => sum + covered.weights[name]!, 0)).toBeCloseTo(0.85, 9);
    // 10 % of securities and 10 % of deposits with one body
    const body = await optimize({
      ...fund,
      constraints: [{ ...rule, issuers: { bank: ["S1", "S2"] }, deposits: ["S2"], exempt: ["CASH"] }],
    });
    expect(body.weights["S1"]! + body.weights["S2"]!).toBeCloseTo(0.2, 9);
  });

  test("too few issuers are explained, short positions and unclear issuers refused", async () => {
    const { code, conflict } = await failure({ ...base, constraints: [rule, "A + B <= 0.9"] });
    expect(code).toBe("INFEASIBLE");
    expect(conflict).toEqual(["ucits-5-10-40", "budget"]);
    for (const constraints of [
      [rule, { kind: "bounds", lower: -0.1 }],
      [{ ...rule, issuers: { one: ["S1"], two: ["S1"] } }],
      [{ ...rule, issuers: { S2: ["S1"] } }],
      [{ ...rule, groups: { g: ["nobody"] } }],
      [{ ...rule, government: ["S1"], deposits: ["S1"] }],
    ] as unknown as readonly Constraint[][])
      expect(await failure({ ...fund, constraints })).toMatchObject({ code: "INVALID_INPUT" });
  });
});

describe("fixed-ticket", () => {
  const trading = { ...base, objective: { kind: "max-utility", riskAversion: 4 } } as const;
  const traded = ({ weights }: PortfolioSolution): number =>
    assets.filter((asset) => Math.abs(weights[asset]! - 0.2) > 1e-12).length;

  test("trades happen only where they are worth their tickets", async () => {
    const counts: number[] = [];
    for (const cost of [0, 1e-4, 1e-3, 1]) {
      const solution = await optimize({ ...trading, costs: [{ kind: "fixed-ticket", cost }] });
      counts.push(traded(solution));
      expect(solution.certificate.boundIs).toBe("verified");
      expect(solution.certificate.gap).toBeLessThan(1e-4);
    }
    expect(counts[0]).toBe(5);
    expect(counts[2]).toBeLessThan(counts[0]!);
    expect(counts[3]).toBe(0);
    expect([...counts].sort((a, b) => b - a)).toEqual(counts);
  });

  test("is paid out of the objective", async () => {
    const cost = 1e-3;
    const solution = await optimize({ ...trading, costs: [{ kind: "fixed-ticket", name: "desk", cost: { A: cost } }] });
    const { expectedReturn, risk } = solution.metrics;
    const paid = solution.weights["A"] === 0.2 ? 0 : cost;
    expect(solution.objective).toBeCloseTo(expectedReturn! - 2 * risk! - paid, 12);
  });

  test("a ratio pays it out of what it earns", async () => {
    const ratio = { ...base, objective: { kind: "max-ratio", riskFreeRate: 0.01 } } as const;
    const free = await optimize(ratio);
    const cheap = await optimize({ ...ratio, costs: [{ kind: "fixed-ticket", cost: 1e-5 }] });
    const dear = await optimize({ ...ratio, costs: [{ kind: "fixed-ticket", cost: 1 }] });
    expect(cheap.objective).toBeLessThan(free.objective);
    expect(traded(dear)).toBe(0);
    expect(cheap.certificate.boundIs).toBe("verified");
  });
});
