import { choleskyFactor, choleskySolve, RandomStream, riskMeasures } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { certify, optimize, type PortfolioProblem, type Risk, safeOptimize } from "../index.ts";
import { nastyProblem } from "./nasty-testing.ts";
import { riskKinds } from "./table.ts";

const kinds = Object.keys(riskKinds) as Risk["kind"][];
const assets = ["A", "B", "C", "D", "E"];
const benchmark = [0.3, 0.3, 0.2, 0.1, 0.1];

function market(seed: number, periods: number, size: number): number[][] {
  const stream = RandomStream.of(seed);
  const loadings = Array.from({ length: size }, () => 0.3 + stream.uniform());
  return Array.from({ length: periods }, () => {
    const common = stream.normal();
    return loadings.map((loading) => 0.01 * (0.08 + loading * common + stream.normal()));
  });
}

const meanOf = (values: readonly (readonly number[])[]): number[] =>
  values[0]!.map((_, i) => values.reduce((sum, row) => sum + row[i]! / values.length, 0));
const product = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
  Array.from(x).reduce((sum, value, i) => sum + value * y[i]!, 0);
/** Each asset's return over the benchmark's: of weights that sum to 1 it is the active return. */
const overBenchmark = (values: readonly (readonly number[])[]): number[][] =>
  values.map((row) => row.map((value) => value - product(row, benchmark)));

function problemOf(values: number[][], objective: PortfolioProblem["objective"]): PortfolioProblem {
  return { assets, scenarios: { assets, values }, mean: meanOf(values), periodsPerYear: 252, benchmark, objective };
}

const relative = (kind: Risk["kind"]): Risk => ({ kind, relativeTo: "benchmark" }) as Risk;
const plain = (kind: Risk["kind"]): Risk => ({ kind }) as Risk;
const tight = [{ kind: "bounds", lower: 0, upper: 0.25 }] as const;

describe.each(kinds)("%s relative to the benchmark", (kind) => {
  test("a benchmark that is feasible has no active risk, and that is certified", async () => {
    const problem = problemOf(market(3, 50, 5), { kind: "min-risk", risk: relative(kind) });
    const solution = await optimize(problem);
    expect(solution.objective).toBeLessThan(1e-12);
    solution.weightArray.forEach((weight, i) => expect(Math.abs(weight - benchmark[i]!)).toBeLessThan(1e-6));
    const again = await certify(JSON.parse(JSON.stringify(problem)), JSON.parse(JSON.stringify(solution)));
    expect(again.gap).toBe(solution.certificate.gap);
  });

  test("equals the risk of the returns over the benchmark's", async () => {
    const values = market(4, 50, 5);
    const objectives = (risk: Risk): readonly PortfolioProblem["objective"][] => [
      { kind: "min-risk", risk },
      { kind: "max-utility", risk, riskAversion: 0.1 },
      { kind: "max-ratio", risk },
      { kind: "max-return", riskLimits: [{ risk, max: kind.includes("variance") ? 4e-6 : 0.012 }] },
    ];
    const over = overBenchmark(values);
    for (const [k, objective] of objectives(relative(kind)).entries()) {
      const direct = { ...problemOf(over, objectives(plain(kind))[k]!), constraints: tight };
      const one = await optimize({ ...problemOf(values, objective), constraints: tight });
      const other = await optimize(direct);
      const shift =
        objective.kind === "max-utility" || objective.kind === "max-return" ? product(meanOf(values), benchmark) : 0;
      const size = Math.max(1e-4, Math.abs(other.objective));
      expect(Math.abs(one.objective - shift - other.objective) / size, objective.kind).toBeLessThan(1e-7);
    }
  });

  test("greatest active return for its active risk: no tilt of a hundred is better", async () => {
    const values = market(5, 50, 5);
    const solution = await optimize(problemOf(values, { kind: "max-ratio", risk: relative(kind) }));
    expect(solution.metrics.ratio).toBeCloseTo(solution.objective, 9);
    const over = overBenchmark(values);
    const homogeneous = { variance: "standard-deviation", semivariance: "semideviation", "downside-variance": "slpm" };
    const measure = riskMeasures[(homogeneous[kind as keyof typeof homogeneous] ?? kind) as "worst"];
    const stream = RandomStream.of(6);
    for (let k = 0; k < 100; k += 1) {
      const raw = assets.map(() => stream.gamma(0.7));
      const total = raw.reduce((sum, value) => sum + value, 0);
      const series = Float64Array.from(over, (row) => product(row, raw) / total);
      const mean = series.reduce((sum, value) => sum + value, 0) / series.length;
      expect(mean / measure.value(series)).toBeLessThanOrEqual(solution.objective * (1 + 1e-8));
    }
  });
});

describe("information ratio", () => {
  const values = market(7, 200, 5);
  const mean = meanOf(values);

  test("closed form without constraints but the budget: sqrt(e'Pe), P the covariance's inverse on active weights", async () => {
    const solution = await optimize({
      ...problemOf(values, { kind: "max-ratio", risk: relative("standard-deviation") }),
      constraints: [{ kind: "bounds", lower: -50, upper: 50 }],
    });
    const centred = values.map((row) => row.map((value, i) => value - mean[i]!));
    const covariance = Float64Array.from({ length: 25 }, (_, k) =>
      centred.reduce((sum, row) => sum + (row[Math.floor(k / 5)]! * row[k % 5]!) / 199, 0),
    );
    const factor = new Float64Array(25);
    choleskyFactor(covariance, 5, factor);
    const solve = (right: readonly number[]): Float64Array => choleskySolve(factor, 5, Float64Array.from(right));
    const ones = [1, 1, 1, 1, 1];
    const byMean = solve(mean);
    const byOnes = solve(ones);
    const squared = product(mean, byMean) - product(ones, byMean) ** 2 / product(ones, byOnes);
    expect(solution.objective).toBeCloseTo(Math.sqrt(squared), 10);
  });

  test("variance and standard deviation give the same ratio, a benchmark out of reach lowers it", async () => {
    const wide = { kind: "bounds", lower: -1, upper: 1 } as const;
    const of = (kind: Risk["kind"], constraints: PortfolioProblem["constraints"]): Promise<number> =>
      optimize({
        ...problemOf(values, { kind: "max-ratio", risk: relative(kind) }),
        ...(constraints === undefined ? {} : { constraints }),
      }).then((solution) => solution.objective);
    const free = await of("standard-deviation", [wide]);
    expect(await of("variance", [wide])).toBeCloseTo(free, 10);
    expect(await of("standard-deviation", [{ kind: "bounds", lower: 0.19, upper: 0.21 }])).toBeLessThan(free);
  });

  test("minimum active risk of standard deviation is the minimum tracking error", async () => {
    const one = await optimize({
      ...problemOf(values, { kind: "min-risk", risk: relative("standard-deviation") }),
      constraints: tight,
    });
    const other = await optimize({ ...problemOf(values, { kind: "min-tracking-error" }), constraints: tight });
    expect(one.objective).toBeCloseTo(other.objective, 13);
  });

  test("no portfolio above the benchmark's return is its own error", async () => {
    const problem = { ...problemOf(values, { kind: "max-ratio", risk: relative("cvar") }), mean: [1, 1, 1, 1, 1] };
    await expect(optimize(problem)).rejects.toMatchObject({ code: "NO_POSITIVE_EXCESS_RETURN" });
    const other = { ...problem, objective: { kind: "max-ratio", risk: relative("variance") } as const };
    await expect(optimize(other)).rejects.toMatchObject({ code: "NO_POSITIVE_EXCESS_RETURN" });
  });
});

test("minimum active CVaR and EDaR equal a grid search", async () => {
  const values = market(8, 60, 3);
  const names = ["A", "B", "C"];
  const base = [0.6, 0.3, 0.1];
  for (const kind of ["cvar", "edar"] as const) {
    const solution = await optimize({
      assets: names,
      scenarios: { assets: names, values },
      benchmark: base,
      objective: { kind: "min-risk", risk: relative(kind) },
      constraints: [{ kind: "bounds", lower: 0, upper: 0.4 }],
    });
    let least = Infinity;
    for (let i = 0; i <= 400; i += 1) {
      for (let j = 0; j <= 400; j += 1) {
        const weights = [i / 1000, j / 1000, 1 - (i + j) / 1000];
        if (weights[2]! < 0 || weights[2]! > 0.4) continue;
        const series = Float64Array.from(values, (row) => product(row, weights) - product(row, base));
        least = Math.min(least, riskMeasures[kind].value(series));
      }
    }
    expect(solution.objective).toBeLessThanOrEqual(least + 1e-12);
    expect(solution.objective).toBeGreaterThan(least * (1 - 1e-3));
  }
});

test("a feasible benchmark of assets whose volatilities are six orders apart has no active shortfall, and that is certified", async () => {
  const stream = RandomStream.of("orders");
  for (let k = 0; k < 20; k += 1) {
    const values = Array.from({ length: 20 }, () => [1e-4, 1e-7, 30, 1e-2, 1e-3].map((size) => size * stream.normal()));
    const problem = {
      ...problemOf(values, { kind: "min-risk", risk: relative("slpm") }),
      constraints: [{ kind: "bounds", lower: -1, upper: 1 }],
    } as const;
    const { certificate, objective } = await optimize(problem);
    expect(objective).toBeLessThan(1e-9);
    expect(Math.max(certificate.dualResidual!, certificate.gap)).toBeLessThan(1e-8);
  }
});

test("perturbed weights are not certified, and a bound holds whatever the proof says", async () => {
  const problem = { ...problemOf(market(9, 60, 5), { kind: "min-risk", risk: relative("standard-deviation") }) };
  const solution = await optimize(problem);
  for (let k = 0; k < 20; k += 1) {
    const stream = RandomStream.of(`proof ${k}`);
    const proof = { at: assets.map(() => stream.normal()), share: stream.uniform() };
    const { bound } = await certify(problem, { ...solution, proof });
    expect(bound).toBeLessThanOrEqual(solution.objective + 1e-15);
  }
  const moved = await certify(problem, { ...solution, weights: { A: 0.4, B: 0.2, C: 0.2, D: 0.1, E: 0.1 } });
  expect(moved.gap).toBeGreaterThan(1e-2);
});

test("a tilt of the benchmark that a bound holds back is proven at the bound", async () => {
  for (const kind of ["variance", "standard-deviation"] as const) {
    for (const [lower, upper] of [
      [0, 0.75],
      [-1, 1],
    ] as const) {
      const solution = await optimize({
        assets: ["A", "B"],
        mean: [-0.0007, 0.0023],
        covariance: [
          [4e-4, 1e-4],
          [1e-4, 3e-4],
        ],
        periodsPerYear: 252,
        benchmark: [1 / 3, 2 / 3],
        objective: { kind: "max-ratio", risk: relative(kind) },
        constraints: [{ kind: "bounds", lower, upper }],
      });
      // with two assets every tilt has the same ratio
      expect(solution.objective).toBeCloseTo(0.003 / Math.sqrt(5e-4), 10);
      expect(solution.certificate.gap).toBeLessThan(1e-10);
    }
  }
});

test.each(["variance", "standard-deviation", "slpm"] as const)(
  "%s relative to a benchmark: of 200 nasty problems each is solved to a certificate or has no solution",
  async (kind) => {
    const right: ReadonlySet<string> = new Set(["INFEASIBLE", "UNBOUNDED", "NO_POSITIVE_EXCESS_RETURN"]);
    const wrong: string[] = [];
    for (let number = 0; number < 200; number += 1) {
      const problem = nastyProblem(kind, number);
      const { length } = problem.assets;
      const result = await safeOptimize({
        ...problem,
        benchmark: problem.assets.map((_, i) => (2 * (i + 1)) / (length * (length + 1))),
        objective: { ...problem.objective, risk: relative(kind) } as PortfolioProblem["objective"],
      });
      if (!result.success && !right.has(result.error.code)) wrong.push(`${number}: ${result.error.message}`);
    }
    expect(wrong).toEqual([]);
  },
  30_000,
);

describe("bad input", () => {
  const values = market(10, 30, 5);
  test("names what is missing or too much", async () => {
    const { benchmark: _benchmark, ...without } = problemOf(values, { kind: "min-risk", risk: relative("cvar") });
    await expect(optimize(without)).rejects.toThrow("benchmark");
    await expect(
      optimize(problemOf(values, { kind: "max-ratio", risk: relative("cvar"), riskFreeRate: 0.02 })),
    ).rejects.toThrow("riskFreeRate");
    await expect(optimize(problemOf(values, { kind: "risk-budget", risk: relative("variance") }))).rejects.toThrow(
      "relative to the benchmark",
    );
    const wrong = { kind: "min-risk", risk: { kind: "cvar", relativeTo: "index" } } as never;
    await expect(optimize(problemOf(values, wrong))).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});
