import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { certify, optimize, type PortfolioProblem, type PortfolioSolution, type Risk, safeOptimize } from "../index.ts";
import { leastByLinearProgram } from "./scenario-testing.ts";

interface Panel {
  readonly assets: readonly string[];
  readonly values: readonly (readonly number[])[];
}

/** Simple returns of the complete rows of a price file, without some columns. */
function returnsOf(file: string, without: readonly string[] = []): Panel {
  const [head, ...lines] = readFileSync(referenceFile(file), "utf8").trim().split("\n");
  const names = head!.split(",").slice(1);
  const kept = names.flatMap((name, i) => (without.includes(name) ? [] : [i + 1]));
  const prices = lines
    .map((line) => line.split(","))
    .map((cells) => kept.map((i) => ((cells[i] ?? "") === "" ? Number.NaN : Number(cells[i]))))
    .filter((row) => row.every(Number.isFinite));
  const values = prices.slice(1).map((row, t) => row.map((price, i) => price / prices[t]![i]! - 1));
  return { assets: kept.map((i) => names[i - 1]!), values };
}

const linearKinds = ["cvar", "worst", "range", "cvar-range", "mad", "flpm"] as const;

describe("golden minimum daily risks of riskfolio/stock_prices.csv, alpha .05", () => {
  const expected: readonly (readonly [Risk["kind"], string, number | undefined])[] = [
    ["cvar", "CVaR", 0.015429067],
    ["worst", "WR", 0.02176568],
    ["range", "RG", 0.042813535],
    ["cvar-range", "CVRG", undefined],
    ["mad", "MAD", undefined],
    ["flpm", "FLPM", 0.002137481],
  ];
  for (const [kind, column, value] of expected) {
    referenceTest(`${kind}: value and weights of column ${column}`, async () => {
      const panel = returnsOf("optimize/riskfolio/stock_prices.csv", ["SPY"]);
      const scenarios = { assets: panel.assets, values: panel.values.slice(-200) };
      const objective = { kind: "min-risk", risk: { kind } as Risk } as const;
      const solution = await optimize({ assets: panel.assets, scenarios, objective });
      expect(solution.status).toBe("optimal");
      expect(solution.certificate.gap).toBeLessThan(1e-10);
      if (value !== undefined) expect(Math.abs(solution.metrics.risk! - value)).toBeLessThan(1e-9);
      const [head, ...lines] = readFileSync(referenceFile("optimize/riskfolio/Classic_MinRisk.csv"), "utf8")
        .trim()
        .split("\n")
        .map((line) => line.split(","));
      const at = head!.indexOf(column);
      for (const cells of lines)
        expect(Math.abs(solution.weights[cells[0]!]! - Number(cells[at]))).toBeLessThan(1.2e-5);
    });
  }

  referenceTest("cvar of pypfopt/stock_prices.csv, 95 %: 0.0170495021", async () => {
    const panel = returnsOf("optimize/pypfopt/stock_prices.csv");
    expect(panel.values.length).toBe(895);
    const solution = await optimize({
      assets: panel.assets,
      scenarios: panel,
      objective: { kind: "min-risk", risk: { kind: "cvar", confidence: 0.95 } },
    });
    expect(Math.abs(solution.metrics.risk! - 0.0170495021)).toBeLessThan(1e-9);
    expect(solution.certificate.gap).toBeLessThan(1e-12);
  });
});

const size = 5;
const names = Array.from({ length: size }, (_, i) => `asset ${i + 1}`);

/** Returns in whole basis points, so that losses tie now and then. */
const markets: fc.Arbitrary<readonly (readonly number[])[]> = fc.integer({ min: 12, max: 40 }).chain((count) =>
  fc.array(
    fc.array(
      fc.integer({ min: -300, max: 320 }).map((points) => points / 10_000),
      { minLength: size, maxLength: size },
    ),
    { minLength: count, maxLength: count },
  ),
);
const meansOf = (values: readonly (readonly number[])[]): number[] =>
  names.map((_, i) => values.reduce((sum, row) => sum + row[i]!, 0) / values.length);
const capWeights = { kind: "bounds", lower: 0, upper: 0.6 } as const;

function problemOf(
  values: readonly (readonly number[])[],
  objective: PortfolioProblem["objective"],
  upper = 0.6,
): PortfolioProblem {
  return {
    assets: names,
    scenarios: { assets: names, values },
    periodsPerYear: 252,
    objective,
    constraints: [{ ...capWeights, upper }],
  };
}

function expectProven(solution: PortfolioSolution): void {
  const { primalResidual, dualResidual, gap, boundIs } = solution.certificate;
  expect(solution.status).toBe("optimal");
  expect(boundIs).toBe("verified");
  expect(Math.max(primalResidual, dualResidual!, gap)).toBeLessThan(1e-8);
}

describe.each(linearKinds)("%s against the textbook linear program", (kind) => {
  const risk = (kind === "cvar" || kind === "cvar-range" ? { kind, confidence: 0.8 } : { kind }) as Risk;
  const common = { kind, upper: 0.6, confidence: 0.8 } as const;
  const none = names.map(() => 0);
  const runs = { numRuns: 12 };

  test("min-risk, and with a target return", async () => {
    await fc.assert(
      fc.asyncProperty(markets, fc.double({ min: 0, max: 0.9, noNaN: true }), async (values, share) => {
        const solution = await optimize(problemOf(values, { kind: "min-risk", risk }));
        expectProven(solution);
        const least = await leastByLinearProgram({ ...common, values, coefficient: 1, linear: none });
        expect(solution.objective).toBeCloseTo(least!, 9);
        const means = meansOf(values);
        const most = (await optimize(problemOf(values, { kind: "max-return" }))).objective;
        const targetReturn = solution.metrics.expectedReturn! + share * (most - solution.metrics.expectedReturn!);
        const targeted = await optimize(problemOf(values, { kind: "min-risk", risk, targetReturn }));
        expectProven(targeted);
        const floor = { slopes: means, least: targetReturn };
        const reference = await leastByLinearProgram({ ...common, values, coefficient: 1, linear: none, floor });
        expect(targeted.objective).toBeCloseTo(reference!, 9);
      }),
      runs,
    );
  });

  test("max-utility", async () => {
    await fc.assert(
      fc.asyncProperty(markets, fc.double({ min: 0.01, max: 3, noNaN: true }), async (values, riskAversion) => {
        const solution = await optimize(problemOf(values, { kind: "max-utility", risk, riskAversion }));
        expectProven(solution);
        const linear = meansOf(values).map((value) => -value);
        const least = await leastByLinearProgram({ ...common, values, coefficient: riskAversion, linear });
        expect(solution.objective).toBeCloseTo(-least!, 9);
      }),
      runs,
    );
  });

  test("max-return under a cap, with its shadow price", async () => {
    await fc.assert(
      fc.asyncProperty(markets, fc.double({ min: 0.05, max: 0.95, noNaN: true }), async (values, share) => {
        const least = await optimize(problemOf(values, { kind: "min-risk", risk }));
        const most = await optimize(problemOf(values, { kind: "max-return", riskLimits: [{ risk, max: 1 }] }));
        const span = most.metrics.risk! - least.metrics.risk!;
        fc.pre(span > 1e-6);
        const max = least.metrics.risk! + share * span;
        fc.pre(max > 0);
        const capped = (limit: number): PortfolioProblem =>
          problemOf(values, { kind: "max-return", riskLimits: [{ risk, max: limit, name: "cap" }] });
        const solution = await optimize(capped(max));
        expectProven(solution);
        const linear = meansOf(values).map((value) => -value);
        const reference = await leastByLinearProgram({ ...common, values, coefficient: 0, linear, cap: max });
        expect(solution.objective).toBeCloseTo(-reference!, 9);
        // the best return is concave in the cap: its price is a slope from above
        const step = 0.01 * span;
        const wider = await optimize(capped(max + step));
        expect(wider.objective).toBeLessThanOrEqual(solution.objective + solution.duals["cap"]! * step + 1e-10);
        expect(wider.objective).toBeGreaterThanOrEqual(solution.objective - 1e-10);
      }),
      runs,
    );
  });

  test("max-ratio: no risk aversion finds a better ratio", async () => {
    await fc.assert(
      fc.asyncProperty(markets, async (values) => {
        const result = await safeOptimize(problemOf(values, { kind: "max-ratio", risk }));
        if (!result.success) {
          const { code } = result.error;
          const most = (await optimize(problemOf(values, { kind: "max-return" }))).objective;
          const safest = await optimize(problemOf(values, { kind: "min-risk", risk }));
          return (code === "UNBOUNDED" ? safest.metrics.risk! : most) <= 1e-12;
        }
        const solution = result.data;
        expectProven(solution);
        // at the best ratio, return - ratio x risk is at most 0 for every portfolio
        const ratio = solution.metrics.ratio!;
        const linear = meansOf(values).map((value) => -value);
        const least = await leastByLinearProgram({ ...common, values, coefficient: ratio, linear });
        return Math.abs(least!) < 1e-8;
      }),
      runs,
    );
  });

  test("the unit of returns changes no weight, and tightening improves nothing", async () => {
    await fc.assert(
      fc.asyncProperty(markets, fc.constantFrom(1e-4, 1e6), async (values, unit) => {
        const objective = { kind: "max-utility", risk, riskAversion: 0.7 } as const;
        const solution = await optimize(problemOf(values, objective));
        const scaled = await optimize(
          problemOf(
            values.map((row) => row.map((value) => value * unit)),
            objective,
          ),
        );
        expect(scaled.objective / unit).toBeCloseTo(solution.objective, 10);
        const tighter = await optimize(problemOf(values, objective, 0.4));
        expect(tighter.objective).toBeLessThanOrEqual(solution.objective + 1e-10);
      }),
      runs,
    );
  });

  test("certificates reject moved weights and survive JSON", async () => {
    await fc.assert(
      fc.asyncProperty(markets, fc.double({ min: 1e-3, max: 0.05, noNaN: true }), async (values, amount) => {
        const problem = problemOf(values, { kind: "min-risk", risk });
        const solution = await optimize(problem);
        const replayed = await certify(problem, JSON.parse(JSON.stringify(solution)) as PortfolioSolution);
        expect(replayed.gap).toBeLessThan(1e-10);
        const weights = { ...solution.weights };
        const from = names.find((name) => weights[name]! > 0.06)!;
        const to = names.find((name) => name !== from && weights[name]! < 0.54)!;
        weights[from]! -= amount;
        weights[to]! += amount;
        const moved = await optimize({ ...problem, constraints: [{ kind: "bounds", lower: weights, upper: weights }] });
        const judged = await certify(problem, { ...solution, weights });
        // no better than it is, and the bound never above the least risk
        expect(judged.bound).toBeLessThanOrEqual(solution.objective + 1e-12);
        return moved.objective <= solution.objective + 1e-6 || judged.gap > 1e-8;
      }),
      runs,
    );
  });
});
