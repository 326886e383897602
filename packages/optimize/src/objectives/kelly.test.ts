import { readFileSync } from "node:fs";
import { RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { certify, optimize, type PortfolioProblem } from "../index.ts";

type Table = readonly (readonly number[])[];

function problemOf(values: Table, constraints?: PortfolioProblem["constraints"]): PortfolioProblem {
  const assets = values[0]!.map((_, i) => `asset ${i + 1}`);
  return {
    assets,
    scenarios: { assets, values },
    objective: { kind: "kelly" },
    ...(constraints === undefined ? {} : { constraints }),
  };
}

const growthOf = (values: Table, weights: ArrayLike<number>): number =>
  values.reduce(
    (sum, row) => sum + Math.log(1 + row.reduce((total, value, i) => total + value * weights[i]!, 0)) / values.length,
    0,
  );

/** Returns with a common part and fat tails, none below -1. */
function market(seed: number, periods: number, size: number, volatility: number): number[][] {
  const stream = RandomStream.of(seed);
  return Array.from({ length: periods }, () => {
    const common = stream.studentT(4);
    return Array.from({ length: size }, (_, i) =>
      Math.max(-0.95, volatility * (0.1 * (i + 1) + 0.4 * common + (1 + 0.3 * i) * stream.studentT(5))),
    );
  });
}

describe("closed forms", () => {
  test.each([
    [0.6, 1, 0.2],
    [0.4, 2, 0.1],
    [0.75, 0.5, 0.25],
    [0.9, 10, 0.89],
  ])("a bet won in %f of cases at odds of %f stakes f = p - q / b = %f", async (p, b, stake) => {
    const values = Array.from({ length: 20 }, (_, t) => [t < 20 * p ? b : -1, 0]);
    const solution = await optimize(problemOf(values));
    expect(solution.weights["asset 1"]).toBeCloseTo(stake, 9);
    expect(solution.objective).toBeCloseTo(p * Math.log(1 + b * stake) + (1 - p) * Math.log(1 - stake), 12);
  });

  test("a bet without an edge is not taken", async () => {
    const solution = await optimize(
      problemOf([
        [1, 0],
        [-1, 0],
        [-1, 0],
      ]),
    );
    expect(solution.weights["asset 1"]).toBe(0);
    expect(solution.objective).toBeCloseTo(0, 14);
  });

  test("horse race: stakes are the probabilities whatever the odds (Kelly 1956)", async () => {
    const wins = [5, 3, 1, 1];
    const odds = [2, 3, 9, 20];
    const values = wins.flatMap((count, winner) =>
      Array.from({ length: count }, () => odds.map((pays, horse) => (horse === winner ? pays - 1 : -1))),
    );
    const solution = await optimize(problemOf(values));
    wins.forEach((count, i) => expect(solution.weightArray[i]!).toBeCloseTo(count / 10, 8));
  });
});

describe("against cvxpy", () => {
  interface Case {
    readonly periods: number;
    readonly size: number;
    readonly lower: number;
    readonly upper: number;
    readonly growth: number;
    readonly weights: readonly number[];
  }
  const { cases } = JSON.parse(readFileSync(new URL("../fixtures/kelly.json", import.meta.url), "utf8")) as {
    readonly cases: readonly Case[];
  };
  test.each(cases)(
    "$periods x $size, bounds $lower to $upper",
    async ({ periods, size, lower, upper, growth, weights }) => {
      const values = Array.from({ length: periods }, (_, t) =>
        Array.from(
          { length: size },
          (_unused, i) => 0.004 * (i + 1) + 0.12 * (1 + 0.3 * i) * Math.sin(1 + 12.9898 * t + 78.233 * i + t ** 2 / 7),
        ),
      );
      const solution = await optimize(problemOf(values, [{ kind: "bounds", lower, upper }]));
      expect(Math.abs(solution.objective / growth - 1)).toBeLessThan(1e-9);
      weights.forEach((weight, i) => expect(Math.abs(solution.weightArray[i]! - weight)).toBeLessThan(1e-5));
    },
  );
});

describe("kelly", () => {
  test("two and three assets: no point of a grid grows faster", async () => {
    const scenario = fc.record({
      seed: fc.integer({ min: 0, max: 1e6 }),
      volatility: fc.constantFrom(0.001, 0.01, 0.1, 0.5),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ seed, volatility }) => {
        const values = market(seed, 30, 3, volatility);
        const solution = await optimize(problemOf(values));
        expect(solution.status).toBe("optimal");
        for (let i = 0; i <= 20; i += 1)
          for (let j = 0; i + j <= 20; j += 1)
            expect(growthOf(values, [i / 20, j / 20, 1 - (i + j) / 20])).toBeLessThanOrEqual(
              solution.objective + 1e-12,
            );
      }),
      { numRuns: 40 },
    );
  });

  test("long and short under groups, turnover and gross exposure: slopes are equal but for the limits that bind", async () => {
    const scenario = fc.record({
      seed: fc.integer({ min: 0, max: 1e6 }),
      size: fc.integer({ min: 2, max: 12 }),
      volatility: fc.constantFrom(0.01, 0.05, 0.2),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ seed, size, volatility }) => {
        const values = market(seed, 60, size, volatility);
        const solution = await optimize(problemOf(values, [{ kind: "bounds", lower: -1, upper: 1.5 }]));
        expect(solution.certificate.gap).toBeLessThan(1e-8);
        const slopes = solution.weightArray.map((_, i) =>
          values.reduce(
            (sum, row) =>
              sum +
              row[i]! /
                values.length /
                (1 + row.reduce((total, value, k) => total + value * solution.weightArray[k]!, 0)),
            0,
          ),
        );
        const price = solution.duals["budget"]!;
        solution.weightArray.forEach((weight, i) => {
          const excess = slopes[i]! - price;
          // a limit that binds may hold a slope back on its own side
          const above = weight < 1.5 - 1e-9 ? excess : 0;
          const below = weight > -1 + 1e-9 ? excess : 0;
          expect(above).toBeLessThan(1e-7 * volatility + 1e-10);
          expect(below).toBeGreaterThan(-1e-7 * volatility - 1e-10);
        });
      }),
      { numRuns: 40 },
    );
    const values = market(1, 80, 4, 0.05);
    const base = problemOf(values, [
      { kind: "bounds", lower: -0.5, upper: 0.8 },
      { kind: "group", name: "pair", assets: ["asset 1", "asset 2"], max: 0.5 },
      { kind: "turnover", which: "half-l1", max: 0.3 },
      { kind: "gross-exposure", max: 1.4 },
    ]);
    const solution = await optimize({ ...base, currentWeights: [0.25, 0.25, 0.25, 0.25] });
    expect(solution.status).toBe("optimal");
  });

  test("a round trip through JSON certifies the same, perturbed weights don't", async () => {
    const problem = problemOf(market(2, 60, 4, 0.1));
    const solution = await optimize(problem);
    const again = await certify(JSON.parse(JSON.stringify(problem)), JSON.parse(JSON.stringify(solution)));
    expect(again.gap).toBe(solution.certificate.gap);
    const moved = solution.weightArray.map((weight) => 0.9 * weight + 0.1 / 4);
    const weights = Object.fromEntries(problem.assets.map((asset, i) => [asset, moved[i]!]));
    expect((await certify(problem, { ...solution, weights })).gap).toBeGreaterThan(1e-6);
    expect(solution.metrics.risk).toBeNull();
    expect(solution.metrics.expectedReturn).toBeGreaterThan(solution.objective);
  });

  test("of single weights only a mix survives: found, though equal weights lose everything", async () => {
    // each of the first two assets loses more than all in one scenario, the pair doesn't
    const values = [
      [-1.5, 1.2, -1],
      [1.3, -1.5, -1],
      [0.2, 0.1, -1],
    ];
    const solution = await optimize(problemOf(values));
    expect(solution.status).toBe("optimal");
    expect(solution.weights["asset 3"]).toBe(0);
    expect(solution.weights["asset 1"]).toBeGreaterThan(0.3);
  });

  test("a scenario in which every portfolio loses everything is an error that says so", async () => {
    const values = [
      [0.5, 0.2],
      [-1, -1],
      [0.1, 0.3],
    ];
    await expect(optimize(problemOf(values))).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(optimize(problemOf(values))).rejects.toThrow("loses everything");
    const withCash = values.map((row) => [...row, 0]);
    const solution = await optimize(problemOf(withCash));
    expect(solution.status).toBe("optimal");
    expect(solution.weights["asset 3"]).toBeGreaterThan(0);
  });

  test("growth without limit is unbounded, no feasible portfolio infeasible, no scenarios an error", async () => {
    const arbitrage = [
      [0.1, 0.2],
      [-0.1, 0.1],
    ];
    const open = [{ kind: "bounds", lower: null, upper: null }] as const;
    await expect(optimize(problemOf(arbitrage, open))).rejects.toMatchObject({ code: "UNBOUNDED" });
    const capped = problemOf(arbitrage, [{ kind: "bounds", upper: 0.4 }]);
    await expect(optimize(capped)).rejects.toMatchObject({ code: "INFEASIBLE" });
    await expect(optimize({ assets: ["A"], objective: { kind: "kelly" } })).rejects.toThrow("scenarios");
  });
});
