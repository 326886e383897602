import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { certify, optimize, type PortfolioProblem, safeOptimize } from "../index.ts";

const assets = ["A", "B", "C"];
// golden/behavioral.md, section 2: minimax regret
const values = [
  [0.2, 0.05, 0.03],
  [-0.1, 0.06, 0.03],
  [0.02, 0.1, 0.03],
];
const problem = (
  rows: readonly (readonly number[])[],
  more: Partial<PortfolioProblem> = {},
  against?: "asset" | "portfolio",
): PortfolioProblem => ({
  assets,
  scenarios: { assets, values: rows },
  objective: { kind: "minimax-regret", ...(against === undefined ? {} : { against }) },
  ...more,
});
const earned = (row: readonly number[], weights: readonly number[]): number =>
  row.reduce((sum, value, i) => sum + value * weights[i]!, 0);

/** Portfolios in steps of 1 / parts. */
function* grid(parts: number, least = 0, most = 1): Generator<readonly [number, number, number]> {
  const steps = Array.from({ length: Math.round((most - least) * parts) + 1 }, (_, k) => least + k / parts);
  for (const a of steps)
    for (const b of steps) {
      const c = 1 - a - b;
      if (c > least - 1e-9 && c < most + 1e-9) yield [a, b, c];
    }
}

const cell = fc.integer({ min: -200, max: 250 }).map((value) => value / 1000);
const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 2, maxLength: 6 });

describe("minimax regret", () => {
  test("the golden portfolio is (15/31, 16/31, 0) with regret .0774194, against assets and against portfolios", async () => {
    for (const against of [undefined, "asset", "portfolio"] as const) {
      const given = problem(values, {}, against);
      const solution = await optimize(given);
      [15 / 31, 16 / 31, 0].forEach((weight, i) => expect(solution.weightArray[i]).toBeCloseTo(weight, 10));
      expect(solution.objective.toFixed(7)).toBe("0.0774194");
      expect(solution.metrics.risk).toBeCloseTo(solution.objective, 14);
      expect(solution.certificate.gap).toBeLessThan(1e-12);
      expect((await certify(given, solution)).gap).toBeLessThan(1e-12);
    }
  });

  test("no portfolio of a fine grid has less regret against the best asset", async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const { objective } = await optimize(problem(rows));
        let best = Infinity;
        for (const weights of grid(40))
          best = Math.min(best, Math.max(...rows.map((row) => Math.max(...row) - earned(row, weights))));
        expect(objective).toBeLessThan(best + 1e-9);
        expect(objective).toBeGreaterThan(best - 0.9 / 40 - 1e-9);
      }),
      { numRuns: 25 },
    );
  });

  test("against the best portfolio of the bounds, shorts allowed, no portfolio of a fine grid has less regret", async () => {
    const constraints = [{ kind: "bounds", lower: -0.25, upper: 0.75 }] as const;
    const feasible = [...grid(40, -0.25, 0.75)];
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const given = problem(rows, { constraints }, "portfolio");
        const solution = await optimize(given);
        // corners of the bounds are in the grid
        const best = rows.map((row) => Math.max(...feasible.map((weights) => earned(row, weights))));
        const regretOf = (weights: readonly number[]): number =>
          Math.max(...rows.map((row, s) => best[s]! - earned(row, weights)));
        expect(solution.objective).toBeCloseTo(regretOf([...solution.weightArray]), 10);
        const least = Math.min(...feasible.map(regretOf));
        expect(solution.objective).toBeLessThan(least + 1e-9);
        expect(solution.objective).toBeGreaterThan(least - 0.9 / 40 - 1e-9);
      }),
      { numRuns: 15 },
    );
  });

  test("goes with costs, caps on risk and counts of holdings", async () => {
    const full = problem(values, {
      currentWeights: { C: 1 },
      costs: [{ kind: "linear", rate: 0.001 }],
      constraints: [{ kind: "risk-limit", risk: { kind: "worst" }, max: 0.015 }],
      periodsPerYear: 12,
    });
    const solution = await optimize(full);
    expect(solution.certificate.gap).toBeLessThan(1e-8);
    const few = await optimize(problem(values, { constraints: [{ kind: "cardinality", max: 1 }] }));
    // .17 against C, .15 against B, .16 against A
    expect(few.weights).toMatchObject({ A: 0, B: 1, C: 0 });
    expect(few.objective).toBeCloseTo(0.15, 10);
  });

  test("bad input is refused by name", async () => {
    const failure = async (bad: PortfolioProblem): Promise<string> => {
      const result = await safeOptimize(bad);
      return result.success ? "solved" : `${result.error.code}: ${result.error.message}`;
    };
    expect(await failure({ assets, objective: { kind: "minimax-regret" } })).toContain(
      "INVALID_INPUT: objective needs",
    );
    expect(await failure(problem(values, { constraints: ["A + B <= 0.5"] }, "portfolio"))).toContain(
      'UNSUPPORTED: regret against the best portfolio is supported under bounds and an exact budget, not under "A + B <= 0.5"',
    );
    const short = problem(values, { constraints: [{ kind: "bounds", lower: null }] }, "portfolio");
    expect(await failure(short)).toContain("INVALID_INPUT: regret against the best portfolio needs lower bounds");
    expect(await failure(problem(values, {}, "stock" as "asset"))).toContain("INVALID_INPUT: objective.against");
  });
});
