import { solveQuadratic } from "@plimsoll/numeric";
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { certify, optimize, type PortfolioProblem, type PortfolioSolution, type Risk, safeOptimize } from "../index.ts";

describe("golden minimum daily risks of riskfolio/stock_prices.csv", () => {
  const expected = [
    ["semivariance", "MSV", 0.005362982],
    ["downside-variance", "SLPM", 0.004705566],
    ["slpm", "SLPM", 0.004705566],
  ] as const;
  for (const [kind, column, value] of expected) {
    referenceTest(`${kind}: value and weights of column ${column}`, async () => {
      const read = (file: string): string[][] =>
        readFileSync(referenceFile(`optimize/riskfolio/${file}`), "utf8")
          .trim()
          .split("\n")
          .map((line) => line.split(","));
      const [head, ...lines] = read("stock_prices.csv");
      const kept = head!.flatMap((name, i) => (i === 0 || name === "SPY" ? [] : [i]));
      const prices = lines.slice(-201).map((cells) => kept.map((i) => Number(cells[i])));
      const values = prices.slice(1).map((row, t) => row.map((price, i) => price / prices[t]![i]! - 1));
      const assets = kept.map((i) => head![i]!);
      const solution = await optimize({
        assets,
        scenarios: { assets, values },
        objective: { kind: "min-risk", risk: { kind } },
      });
      expect(solution.status).toBe("optimal");
      expect(solution.certificate.gap).toBeLessThan(1e-10);
      const deviation = kind === "slpm" ? solution.metrics.risk! : Math.sqrt(solution.metrics.risk!);
      expect(Math.abs(deviation - value)).toBeLessThan(1e-9);
      const [names, ...rows] = read("Classic_MinRisk.csv");
      const at = names!.indexOf(column);
      for (const cells of rows) expect(Math.abs(solution.weights[cells[0]!]! - Number(cells[at]))).toBeLessThan(1.2e-5);
    });
  }
});

const size = 4;
const names = Array.from({ length: size }, (_, i) => `asset ${i + 1}`);
const most = 0.6;

type Table = readonly (readonly number[])[];

/** Returns in whole basis points; each asset loses now and then. */
const markets: fc.Arbitrary<Table> = fc
  .integer({ min: 10, max: 30 })
  .chain((count) =>
    fc.array(
      fc.array(
        fc.integer({ min: -300, max: 340 }).map((points) => points / 10_000),
        { minLength: size, maxLength: size },
      ),
      { minLength: count, maxLength: count },
    ),
  )
  .filter((values) => names.every((_, i) => values.filter((row) => row[i]! < -0.005).length > 2));
const meansOf = (values: Table): number[] =>
  names.map((_, i) => values.reduce((sum, row) => sum + row[i]!, 0) / values.length);

interface Lifted {
  /** Minimise sum z^2 / (n - 1) + linear'w. */
  readonly linear: readonly number[];
  readonly floor?: number;
  /** Scale the portfolio so that means'w = 1 instead of sum 1. */
  readonly homogeneous?: boolean;
}

/** The quadratic program with one variable for each shortfall, z >= target - return, z >= 0: all scenarios at once. */
function leastSquare(returns: Table, kind: string, target: number, { linear, floor, homogeneous }: Lifted): number {
  // in percent: the program mixes weights with returns
  const values = returns.map((row) => row.map((value) => 100 * value));
  const count = values.length;
  const means = meansOf(values);
  const columns = size + count;
  const hessian = new Float64Array(columns * columns);
  for (let k = size; k < columns; k += 1) hessian[k * columns + k] = 2 / (count - 1);
  const rows: { entries: number[]; lower: number; upper: number }[] = [];
  const zeros = (): number[] => new Array<number>(columns).fill(0);
  values.forEach((row, s) => {
    const entries = zeros();
    row.forEach((value, i) => (entries[i] = value - (kind === "semivariance" ? means[i]! : 0)));
    entries[size + s] = 1;
    rows.push({ entries, lower: 100 * target, upper: Infinity });
  });
  const shares = (coefficients: readonly number[]): number[] => zeros().map((_, i) => coefficients[i] ?? 0);
  if (homogeneous === true) {
    rows.push({ entries: shares(means), lower: 1, upper: 1 });
    names.forEach((_, i) =>
      rows.push({ entries: shares(names.map((__, j) => (i === j ? 1 : 0) - most)), lower: -Infinity, upper: 0 }),
    );
  } else rows.push({ entries: shares(names.map(() => 1)), lower: 1, upper: 1 });
  if (floor !== undefined) rows.push({ entries: shares(means), lower: 100 * floor, upper: Infinity });
  const upper = new Float64Array(columns).fill(Infinity);
  if (homogeneous !== true) upper.fill(most, 0, size);
  const solution = solveQuadratic({
    size: columns,
    hessian,
    linear: Float64Array.from(zeros(), (_, i) => 10_000 * (linear[i] ?? 0)),
    rows: {
      count: rows.length,
      matrix: Float64Array.from(rows.flatMap(({ entries }) => entries)),
      lower: Float64Array.from(rows, (row) => row.lower),
      upper: Float64Array.from(rows, (row) => row.upper),
    },
    lower: new Float64Array(columns),
    upper,
  });
  expect(solution.status).toBe("optimal");
  return homogeneous === true ? solution.objective : solution.objective / 10_000;
}

function problemOf(values: Table, objective: PortfolioProblem["objective"]): PortfolioProblem {
  return {
    assets: names,
    scenarios: { assets: names, values },
    periodsPerYear: 252,
    objective,
    constraints: [{ kind: "bounds", lower: 0, upper: most }],
  };
}

function expectProven({ status, certificate }: PortfolioSolution): void {
  const { primalResidual, dualResidual, gap, boundIs } = certificate;
  expect(status).toBe("optimal");
  expect(boundIs).toBe("verified");
  expect(Math.max(primalResidual, dualResidual!, gap)).toBeLessThan(1e-8);
}

const kinds = [
  ["semivariance", 0],
  ["downside-variance", 0],
  ["downside-variance", 0.004],
  ["slpm", 0],
  ["slpm", -0.003],
] as const;

describe.each(kinds)("%s with target %f against one quadratic program over all shortfalls", (kind, target) => {
  const risk: Risk = kind === "semivariance" ? { kind } : { kind, target };
  const inUnit = (unit: number): Risk => (kind === "semivariance" ? { kind } : { kind, target: target * unit });
  const squared = (value: number): number => (kind === "slpm" ? value * value : value);
  const none = names.map(() => 0);
  const runs = { numRuns: 12 };

  test("min-risk, and with a target return", async () => {
    await fc.assert(
      fc.asyncProperty(markets, fc.double({ min: 0, max: 0.95, noNaN: true }), async (values, share) => {
        const solution = await optimize(problemOf(values, { kind: "min-risk", risk }));
        expectProven(solution);
        const least = leastSquare(values, kind, target, { linear: none });
        expect(Math.abs(squared(solution.objective) - least)).toBeLessThan(1e-9 * Math.max(least, 1e-5));
        const best = (await optimize(problemOf(values, { kind: "max-return" }))).objective;
        const floor = solution.metrics.expectedReturn! + share * (best - solution.metrics.expectedReturn!);
        const targeted = await optimize(problemOf(values, { kind: "min-risk", risk, targetReturn: floor }));
        expectProven(targeted);
        const reference = leastSquare(values, kind, target, { linear: none, floor });
        expect(Math.abs(squared(targeted.objective) - reference)).toBeLessThan(1e-8 * Math.max(reference, 1e-5));
      }),
      runs,
    );
  });

  test("max-utility", async () => {
    await fc.assert(
      fc.asyncProperty(markets, fc.double({ min: 0.2, max: 30, noNaN: true }), async (values, riskAversion) => {
        const solution = await optimize(problemOf(values, { kind: "max-utility", risk, riskAversion }));
        expectProven(solution);
        // the best portfolio has the least square among those that earn as much
        const floor = solution.metrics.expectedReturn!;
        const reference = leastSquare(values, kind, target, { linear: none, floor: floor - 1e-12 });
        expect(squared(solution.metrics.risk!)).toBeLessThanOrEqual(reference * (1 + 1e-7) + 1e-12);
        // and by the square's price at that risk, it is the best of all
        const price = kind === "slpm" ? riskAversion / (2 * solution.metrics.risk!) : riskAversion;
        const linear = meansOf(values).map((mean) => -mean / price);
        const least = leastSquare(values, kind, target, { linear });
        const reached = squared(solution.metrics.risk!) - solution.metrics.expectedReturn! / price;
        expect(Math.abs(reached - least)).toBeLessThan(1e-9 * Math.max(Math.abs(least), 1e-4));
      }),
      runs,
    );
  });

  test("max-return under a cap: no portfolio that earns as much has less risk", async () => {
    await fc.assert(
      fc.asyncProperty(markets, fc.double({ min: 0.1, max: 0.9, noNaN: true }), async (values, share) => {
        const least = (await optimize(problemOf(values, { kind: "min-risk", risk }))).metrics.risk!;
        const loose = await optimize(problemOf(values, { kind: "max-return", riskLimits: [{ risk, max: 1 }] }));
        fc.pre(loose.metrics.risk! - least > 1e-7);
        const max = least + share * (loose.metrics.risk! - least);
        const solution = await optimize(problemOf(values, { kind: "max-return", riskLimits: [{ risk, max }] }));
        expectProven(solution);
        expect(solution.metrics.risk!).toBeLessThanOrEqual(max * (1 + 1e-9));
        const floor = solution.objective;
        expect(leastSquare(values, kind, target, { linear: none, floor })).toBeCloseTo(squared(max), 9);
      }),
      runs,
    );
  });

  test("max-ratio", async () => {
    await fc.assert(
      fc.asyncProperty(markets, async (values) => {
        const best = (await optimize(problemOf(values, { kind: "max-return" }))).objective;
        const result = await safeOptimize(problemOf(values, { kind: "max-ratio", risk }));
        if (!result.success) return best <= 1e-12 || result.error.code === "UNBOUNDED";
        const solution = result.data;
        expectProven(solution);
        if (target !== 0) return solution.metrics.ratio! > 0;
        const least = leastSquare(values, kind, 0, { linear: none, homogeneous: true });
        return Math.abs(solution.metrics.ratio! * Math.sqrt(least) - 1) < 1e-7;
      }),
      runs,
    );
  });

  test("the unit of returns changes no weight, and a replayed certificate rejects moved weights", async () => {
    await fc.assert(
      fc.asyncProperty(markets, fc.constantFrom(1e-4, 1e6), async (values, unit) => {
        const problem = problemOf(values, { kind: "min-risk", risk });
        const solution = await optimize(problem);
        const scaled = values.map((row) => row.map((value) => value * unit));
        const other = await optimize(problemOf(scaled, { kind: "min-risk", risk: inUnit(unit) }));
        const factor = kind === "slpm" ? unit : unit * unit;
        expect(other.objective / factor / solution.objective).toBeCloseTo(1, 9);
        expect((await certify(problem, JSON.parse(JSON.stringify(solution)) as PortfolioSolution)).gap).toBeLessThan(
          1e-9,
        );
        const weights = Object.fromEntries(names.map((name, i) => [name, i === 0 ? 0.6 : 0.4 / (size - 1)]));
        const judged = await certify(problem, { ...solution, weights });
        expect(judged.bound).toBeLessThanOrEqual(solution.objective * (1 + 1e-9));
      }),
      runs,
    );
  });
});
