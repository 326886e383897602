import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { certify, optimize, type PortfolioProblem, safeOptimize } from "../index.ts";

const assets = ["A", "B", "C"];
// golden/behavioral.md, section 2: linear loss aversion
const values = [
  [0.2, 0.05, 0.03],
  [-0.1, -0.04, 0.03],
  [0.02, 0.1, 0.03],
];
const problem = (rows: readonly (readonly number[])[], objective: object): PortfolioProblem => ({
  assets: assets.slice(0, rows[0]!.length),
  scenarios: { assets: assets.slice(0, rows[0]!.length), values: rows },
  objective: { kind: "linear-loss-aversion", ...objective },
});

/** By its definition: gains count once, losses from the reference lambda times. */
function valueOf(
  rows: readonly (readonly number[])[],
  weights: readonly number[],
  lambda: number,
  reference = 0,
): number {
  const worth = rows.map((row) => {
    const outcome = row.reduce((sum, value, i) => sum + value * weights[i]!, 0) - reference;
    return outcome < 0 ? lambda * outcome : outcome;
  });
  return worth.reduce((sum, value) => sum + value, 0) / rows.length + reference;
}

describe("linear loss aversion", () => {
  test("the golden portfolio is (0, 3/7, 4/7), worth 23/700, for lambda from 1.5 to 6, and asset 1 at lambda 1", async () => {
    for (const lambda of [1.5, 2.25, 4, 6]) {
      const { status, weightArray, objective, certificate } = await optimize(problem(values, { lambda }));
      expect(status).toBe("optimal");
      [0, 3 / 7, 4 / 7].forEach((weight, i) => expect(weightArray[i]).toBeCloseTo(weight, 10));
      expect(objective).toBeCloseTo(23 / 700, 12);
      expect(certificate).toMatchObject({ boundIs: "verified" });
      expect(certificate.gap).toBeLessThan(1e-12);
    }
    const neutral = await optimize(problem(values, { lambda: 1 }));
    expect([...neutral.weightArray]).toEqual([1, 0, 0]);
    expect(neutral.objective).toBeCloseTo(0.04, 14);
  });

  test("no portfolio of a fine grid is better, and one of it is nearly as good", async () => {
    const cell = fc.integer({ min: -200, max: 250 }).map((value) => value / 1000);
    const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 2, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.double({ min: 1, max: 5, noNaN: true }),
        fc.double({ min: -0.05, max: 0.05, noNaN: true }),
        async (rows, lambda, reference) => {
          const { objective } = await optimize(problem(rows, { lambda, reference }));
          let best = -Infinity;
          for (let a = 0; a <= 40; a += 1)
            for (let b = 0; a + b <= 40; b += 1)
              best = Math.max(best, valueOf(rows, [a / 40, b / 40, (40 - a - b) / 40], lambda, reference));
          expect(objective).toBeGreaterThan(best - 1e-9);
          // the value changes by less than lambda x the largest spread for a unit of weight
          expect(objective).toBeLessThan(best + (lambda * 0.45 * 2) / 40 + 1e-9);
        },
      ),
      { numRuns: 25 },
    );
  });

  test("gains and losses may be counted from the benchmark, beside costs and other constraints", async () => {
    const away = { ...problem(values, { lambda: 3, relativeTo: "benchmark" }), benchmark: { A: 0.5, B: 0.5 } };
    const full: PortfolioProblem = {
      ...away,
      currentWeights: { C: 1 },
      costs: [{ kind: "linear", rate: 0.001 }],
      constraints: ["A <= 0.4"],
      periodsPerYear: 12,
    };
    const solution = await optimize(full);
    expect(solution.certificate.gap).toBeLessThan(1e-10);
    expect((await certify(full, solution)).gap).toBeLessThan(1e-10);
    const relative = values.map((row) => row.map((value) => value - 0.5 * row[0]! - 0.5 * row[1]!));
    const mean = (weights: readonly number[]): number =>
      values.reduce((sum, row) => sum + row.reduce((total, value, i) => total + value * weights[i]!, 0), 0) / 3;
    const worth = (weights: readonly number[]): number =>
      valueOf(relative, weights, 3) + mean([0.5, 0.5, 0]) - 0.001 * (weights[0]! + weights[1]! + (1 - weights[2]!));
    expect(solution.objective).toBeCloseTo(worth([...solution.weightArray]), 12);
    for (let a = 0; a <= 16; a += 1)
      for (let b = 0; a + b <= 40; b += 1)
        expect(worth([a / 40, b / 40, (40 - a - b) / 40])).toBeLessThan(solution.objective + 1e-12);
    expect(mean([...solution.weightArray])).toBeCloseTo(solution.metrics.expectedReturn!, 14);
  });

  test("bad input is refused by name", async () => {
    const code = async (bad: PortfolioProblem): Promise<unknown> => {
      const result = await safeOptimize(bad);
      return result.success ? "solved" : [result.error.code, (result.error.details as { argument?: string }).argument];
    };
    expect(await code(problem(values, { lambda: 0.5 }))).toEqual(["INVALID_INPUT", "objective.lambda"]);
    expect(await code(problem(values, { reference: Number.NaN }))).toEqual(["INVALID_INPUT", "objective.reference"]);
    expect(await code({ assets, objective: { kind: "linear-loss-aversion" } })).toEqual(["INVALID_INPUT", "scenarios"]);
    expect(await code(problem(values, { relativeTo: "benchmark" }))).toEqual(["INVALID_INPUT", "benchmark"]);
  });
});
