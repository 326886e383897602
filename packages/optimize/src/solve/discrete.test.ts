import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { parsePort } from "../../../../test/or-library.ts";
import {
  certify,
  type Constraint,
  optimize,
  type PortfolioProblem,
  type PortfolioSolution,
  safeOptimize,
} from "../index.ts";

const assets = ["A", "B", "C", "D", "E"];
const covariance = [0.09, 0.04, 0.0225, 0.05, 0.03].map((a, i, all) =>
  all.map((b, j) => Math.sqrt(a * b) * (i === j ? 1 : 0.1 + 0.05 * ((i + j) % 4))),
);
const base: PortfolioProblem = {
  assets,
  mean: [0.1, 0.07, 0.03, 0.09, 0.05],
  covariance,
  periodsPerYear: 1,
  objective: { kind: "min-risk" },
};

/** The best of all supports of `size`, each solved as a continuous problem. */
async function enumerate(problem: PortfolioProblem, size: number, floor: number): Promise<number> {
  let best = Infinity;
  for (let mask = 1; mask < 1 << assets.length; mask += 1) {
    const held = assets.filter((_, i) => mask & (1 << i));
    if (held.length > size) continue;
    const bounds = {
      kind: "bounds",
      name: "support",
      lower: Object.fromEntries(held.map((asset) => [asset, floor])),
      upper: Object.fromEntries(assets.filter((asset) => !held.includes(asset)).map((asset) => [asset, 0])),
    } as const;
    const result = await safeOptimize({ ...problem, constraints: [...(problem.constraints ?? []), bounds] });
    if (result.success)
      best = Math.min(best, problem.objective.kind === "min-risk" ? result.data.objective : -result.data.objective);
  }
  return best;
}

describe("cardinality", () => {
  test("at most two holdings of at least 30 %, against enumeration, with rows", async () => {
    for (const objective of [{ kind: "min-risk" }, { kind: "max-utility", riskAversion: 3 }] as const) {
      for (const constraints of [
        [],
        [{ kind: "group", name: "g", assets: ["A", "D"], min: 0.35 }],
        ["B + C <= 0.6"],
      ] as const) {
        const problem: PortfolioProblem = { ...base, objective, constraints };
        const solution = await optimize({
          ...problem,
          constraints: [...constraints, { kind: "cardinality", max: 2, minWeight: 0.3 }],
        });
        const best = await enumerate(problem, 2, 0.3);
        expect(objective.kind === "min-risk" ? solution.objective : -solution.objective).toBeCloseTo(best, 6);
        expect(solution.weightArray.filter((weight) => weight > 0).length).toBeLessThanOrEqual(2);
        expect(solution.certificate).toMatchObject({ dualResidual: null, boundIs: "verified" });
      }
    }
  });

  test("exact counts, counts of a group, and thresholds", async () => {
    const exact = await optimize({ ...base, constraints: [{ kind: "cardinality", exact: 4, minWeight: 0.2 }] });
    expect([...exact.weightArray].filter((weight) => weight >= 0.2 - 1e-9)).toHaveLength(4);
    const part = await optimize({
      ...base,
      constraints: [{ kind: "cardinality", name: "few", assets: ["B", "C", "E"], max: 1 }],
    });
    expect(["B", "C", "E"].filter((asset) => part.weights[asset]! > 0)).toHaveLength(1);
    const threshold = await optimize({ ...base, constraints: [{ kind: "threshold", minWeight: 0.15 }] });
    for (const weight of threshold.weightArray) expect(weight === 0 || weight >= 0.15 - 1e-9).toBe(true);
  });

  test("the stored tree proves the bound again, and a forged tree proves nothing", async () => {
    const problem: PortfolioProblem = { ...base, constraints: [{ kind: "cardinality", max: 2 }] };
    const solution = JSON.parse(JSON.stringify(await optimize(problem))) as PortfolioSolution;
    const again = await certify(problem, solution);
    expect(again).toEqual(solution.certificate);
    const proof = solution.proof as { bound: number; tree: { variable: number[]; multipliers: { y: number[] }[] } };
    const forged = {
      ...proof,
      bound: solution.objective,
      tree: { ...proof.tree, variable: proof.tree.variable.map(() => -1) },
    };
    const { bound } = await certify(problem, { ...solution, proof: forged });
    expect(bound).toBeLessThanOrEqual(again.bound + 1e-12);
    const worse = { A: 1, B: 0, C: 0, D: 0, E: 0 };
    expect((await certify(problem, { ...solution, weights: worse })).gap).toBeGreaterThan(0.1);
    expect((await certify(problem, { weights: solution.weights, proof: { bound: solution.objective } })).boundIs).toBe(
      "reported",
    );
  });

  test("an impossible count is explained", async () => {
    const result = await safeOptimize({
      ...base,
      constraints: [
        { kind: "cardinality", max: 2 },
        { kind: "bounds", name: "cap", upper: 0.4 },
      ],
    });
    expect(result.success ? {} : result.error.details).toMatchObject({ conflict: ["cardinality", "cap", "budget"] });
  });

  test("a time limit returns the incumbent with its gap", async () => {
    let time = 0;
    const problem = spread(60, 70, { kind: "cardinality", max: 10, minWeight: 0.05 });
    const stopped = await optimize(problem, { timeLimitMs: 300, now: () => (time += 10), relativeGap: 1e-9 });
    expect(stopped.status).toBe("feasible");
    expect(stopped.certificate.gap).toBeGreaterThan(0);
    expect(stopped.certificate.bound).toBeLessThanOrEqual(stopped.objective);
    expect(stopped.certificate.boundIs).toBe("verified");
    expect(stopped.certificate.primalResidual).toBeLessThan(1e-9);
  });

  test("a tree of thousands of nodes is verified at once and not stored", async () => {
    const problem = spread(34, 40, { kind: "cardinality", max: 8, minWeight: 0.05 });
    const solution = await optimize(problem, { relativeGap: 1e-9 });
    expect(solution.stats.nodes).toBeGreaterThan(2000);
    expect(solution.certificate).toMatchObject({ boundIs: "verified", primalResidual: expect.closeTo(0, 9) });
    expect(solution.proof).toEqual({ bound: expect.closeTo(solution.objective, 12) });
    expect(await certify(problem, solution)).toMatchObject({ boundIs: "reported" });
  });
});

/** Minimum variance of assets that hardly correlate, where many holdings are nearly as good. */
function spread(size: number, rows: number, constraint: Constraint): PortfolioProblem {
  const names = Array.from({ length: size }, (_, i) => `s${i}`);
  let seed = 1;
  const draw = (): number => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647 - 0.5;
  };
  const values = Array.from({ length: rows }, () => names.map(draw));
  return {
    assets: names,
    scenarios: { assets: names, values },
    objective: { kind: "min-risk" },
    constraints: [constraint],
  };
}

referenceTest("OR-Library, K = 10 exactly, at least 1 %: the golden objectives of ports 1 and 2", async () => {
  const cases = [
    [1, 1, 6.42257213e-4],
    [1, 0.9, 1.59098574e-4],
    [1, 0.5, -3.3039965e-3],
    [2, 0.9, -3.64547462e-4],
    [2, 0.5, -3.99059699e-3],
  ] as const;
  for (const [port, lambda, expected] of cases) {
    const { mean, covariance } = parsePort(readFileSync(referenceFile(`optimize/orlib/port${port}.txt`), "utf8"));
    const objective =
      lambda === 1
        ? ({ kind: "min-risk" } as const)
        : ({ kind: "max-utility", riskAversion: (2 * lambda) / (1 - lambda) } as const);
    const solution = await optimize({
      assets: Array.from(mean, (_, i) => `s${i + 1}`),
      mean,
      covariance,
      objective,
      constraints: [{ kind: "cardinality", exact: 10, minWeight: 0.01 }],
    });
    const value = lambda === 1 ? solution.objective : -solution.objective * (1 - lambda);
    expect(Math.abs(value / expected - 1)).toBeLessThan(1e-4);
    expect(solution.certificate.gap).toBeLessThanOrEqual(1e-4);
    expect(solution.certificate.boundIs).toBe("verified");
  }
});

test("any covariance: the certificate's bound is below every feasible portfolio", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 15, maxLength: 15 }),
      async (entries) => {
        const rows = assets.map((_, i) => entries.slice(3 * i, 3 * i + 3));
        const matrix = rows.map((a, i) =>
          rows.map((b, j) => a.reduce((sum, value, k) => sum + value * b[k]!, 0) + (i === j ? 0.05 : 0)),
        );
        const solution = await optimize({
          ...base,
          covariance: matrix,
          constraints: [{ kind: "cardinality", max: 2, minWeight: 0.1 }],
        });
        const best = await enumerate({ ...base, covariance: matrix }, 2, 0.1);
        return solution.certificate.bound <= best * (1 + 1e-9) && solution.objective <= best * (1 + 2e-4);
      },
    ),
    { numRuns: 8 },
  );
});
