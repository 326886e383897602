import { RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { optimize, type PortfolioProblem, type Risk, safeOptimize } from "../../index.ts";
import { leastByLinearProgram } from "../../risks/scenario-testing.ts";

/** More assets than the first model holds. */
function manyAssets(
  seed: number,
  size: number,
  count: number,
): Pick<PortfolioProblem, "assets"> & { rows: number[][] } {
  const random = RandomStream.of(seed);
  const traits = Array.from({ length: size }, () => [0.5 + random.uniform(), 0.005 + 0.02 * random.uniform()] as const);
  const rows = Array.from({ length: count }, () => {
    const market = 0.01 * random.normal();
    return traits.map(([beta, own]) => 0.0005 + beta * market + own * random.normal());
  });
  return { assets: traits.map((_, i) => `A${i}`), rows };
}

const kinds = ["cvar", "worst", "range", "cvar-range", "mad", "flpm"] as const;

describe("few columns of a large polyhedron at a time", () => {
  for (const kind of kinds) {
    test(`${kind} of 60 to 120 assets equals the textbook program with all of them`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 1e6 }),
          fc.integer({ min: 60, max: 120 }),
          fc.constantFrom(1, 0.05, 0.02),
          async (seed, size, upper) => {
            const { assets, rows } = manyAssets(seed, size, 90);
            const solution = await optimize({
              assets,
              scenarios: { assets, values: rows },
              objective: { kind: "min-risk", risk: { kind } as Risk },
              constraints: [{ kind: "bounds", lower: 0, upper }],
            });
            expect(solution.certificate.gap).toBeLessThan(1e-10);
            const linear = assets.map(() => 0);
            const least = (await leastByLinearProgram({ kind, values: rows, upper, coefficient: 1, linear }))!;
            expect(Math.abs(solution.metrics.risk! / least - 1)).toBeLessThan(1e-8);
          },
        ),
        { numRuns: 4 },
      );
    });
  }

  test("floors of groups, turnover and short bounds bring in the columns that they need", async () => {
    const { assets, rows } = manyAssets(7, 150, 120);
    const scenarios = { assets, values: rows };
    const objective = { kind: "min-risk", risk: { kind: "cvar" } } as const;
    const floors = Array.from({ length: 6 }, (_, k) => ({
      kind: "group" as const,
      name: `last ${k}`,
      // the most volatile of each sixth, which no first guess holds
      assets: assets.filter((_, i) => i % 6 === k).slice(-3),
      min: 0.1,
    }));
    const currentWeights = new Float64Array(150).fill(1 / 150);
    const problems: readonly PortfolioProblem[] = [
      { assets, scenarios, objective, constraints: floors },
      { assets, scenarios, objective, constraints: [...floors, { kind: "bounds", lower: 0, upper: 0.04 }] },
      { assets, scenarios, objective, currentWeights, constraints: [{ kind: "turnover", max: 0.3, which: "half-l1" }] },
      { assets, scenarios, objective, constraints: [{ kind: "bounds", lower: -0.01, upper: 0.05 }] },
    ];
    for (const problem of problems) {
      const solution = await optimize(problem);
      expect(solution.status).toBe("optimal");
      expect(solution.certificate.gap).toBeLessThan(1e-10);
      expect(solution.certificate.primalResidual).toBeLessThan(1e-10);
    }
  });

  test("limits that no portfolio meets are infeasible, not a shortage of columns", async () => {
    const { assets, rows } = manyAssets(3, 100, 60);
    const problem: PortfolioProblem = {
      assets,
      scenarios: { assets, values: rows },
      objective: { kind: "min-risk", risk: { kind: "cvar" } },
      constraints: [{ kind: "bounds", lower: 0, upper: 0.009 }],
    };
    const result = await safeOptimize(problem);
    expect(result.success ? "solved" : result.error.code).toBe("INFEASIBLE");
  });

  test("more reward than risk without a limit is unbounded", async () => {
    const { assets, rows } = manyAssets(5, 100, 60);
    const result = await safeOptimize({
      assets,
      mean: assets.map((_, i) => (i === 97 ? 10 : 0)),
      periodsPerYear: 1,
      scenarios: { assets, values: rows },
      objective: { kind: "max-utility", risk: { kind: "cvar" }, riskAversion: 0.1 },
      constraints: [{ kind: "bounds", lower: null, upper: null }],
    });
    expect(result.success ? "solved" : result.error.code).toBe("UNBOUNDED");
  });
});
