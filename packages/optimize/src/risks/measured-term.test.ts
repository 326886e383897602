import { readFileSync } from "node:fs";
import { findMinimum, RandomStream, riskMeasures } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { certify, optimize, type PortfolioProblem, type Risk } from "../index.ts";
import { loadHighs } from "../solve/linear/load-highs.ts";

const kinds = [
  "evar",
  "max-drawdown",
  "average-drawdown",
  "cdar",
  "ulcer",
  "edar",
  "gini",
  "tail-gini",
] as const satisfies readonly Risk["kind"][];
type Kind = (typeof kinds)[number];
type Table = readonly (readonly number[])[];

const confident = new Set<Kind>(["evar", "cdar", "edar", "tail-gini"]);
const riskOf = (kind: Kind, confidence: number): Risk =>
  (confident.has(kind) ? { kind, confidence } : { kind }) as Risk;
const valueOf = (kind: Kind, series: Float64Array, confidence: number): number =>
  riskMeasures[kind].value(series, confident.has(kind) ? { confidence } : {});

/** Returns with a common part, by period. */
function market(seed: number, periods: number, size: number, unit = 0.01): number[][] {
  const stream = RandomStream.of(seed);
  const loadings = Array.from({ length: size }, () => 0.3 + stream.uniform());
  return Array.from({ length: periods }, () => {
    const common = stream.normal();
    return loadings.map((loading) => unit * (0.08 + loading * common + stream.normal()));
  });
}

function problemOf(kind: Kind, values: Table, confidence = 0.95): PortfolioProblem {
  const assets = values[0]!.map((_, i) => `asset ${i + 1}`);
  return { assets, scenarios: { assets, values }, objective: { kind: "min-risk", risk: riskOf(kind, confidence) } };
}

const seriesOf = (values: Table, weights: ArrayLike<number>): Float64Array =>
  Float64Array.from(values, (row) => row.reduce((sum, value, i) => sum + value * weights[i]!, 0));

function pricesFrom(file: string, leaveOut: readonly string[]): { assets: string[]; values: number[][] } {
  const lines = readFileSync(referenceFile(file), "utf8").trim().split("\n");
  const rows = lines.map((line) => line.trim().split(","));
  const columns = rows[0]!.map((_, i) => i).filter((i) => i > 0 && !leaveOut.includes(rows[0]![i]!));
  const complete = rows.slice(1).filter((row) => columns.every((i) => (row[i] ?? "") !== ""));
  const prices = complete.map((row) => columns.map((i) => Number(row[i])));
  const values = prices.slice(1).map((row, t) => row.map((price, i) => price / prices[t]![i]! - 1));
  return { assets: columns.map((i) => rows[0]![i]!), values };
}

describe("golden minimum risks", () => {
  // the library's EVaR weights are 2e-5 from a portfolio that is certified to 1e-11: their own EVaR is 8.6e-8 above it
  const golden: readonly (readonly [Kind, number, string, number])[] = [
    ["evar", 0.0194251349, "EVaR", 1e-10],
    ["max-drawdown", 0.031848001, "MDD", 1e-9],
    ["average-drawdown", 0.006959858, "ADD", 1e-9],
    ["cdar", 0.026415863, "CDaR", 1e-9],
    ["edar", 0.028892446, "EDaR", 1e-9],
    ["ulcer", 0.010479548, "UCI", 1e-9],
  ];
  for (const [kind, value, column, tolerance] of golden) {
    referenceTest(
      `Riskfolio-Lib minimum ${kind}: ${value}, weights to ${kind === "evar" ? "2.1e-5" : "1.2e-5"}`,
      async () => {
        const { assets, values } = pricesFrom("optimize/riskfolio/stock_prices.csv", ["SPY"]);
        const scenarios = { assets, values: values.slice(-200) };
        const solution = await optimize({ ...problemOf(kind, scenarios.values), assets, scenarios });
        expect(solution.status).toBe("optimal");
        expect(Math.abs(solution.objective - value)).toBeLessThan(tolerance);
        const table = readFileSync(referenceFile("optimize/riskfolio/Classic_MinRisk.csv"), "utf8").trim().split("\n");
        const at = table[0]!.trim().split(",").indexOf(column);
        const stated = new Map(table.slice(1).map((line) => [line.split(",")[0]!, Number(line.trim().split(",")[at])]));
        const weights = assets.map((asset) => stated.get(asset)!);
        assets.forEach((asset, i) =>
          expect(Math.abs(solution.weights[asset]! - weights[i]!)).toBeLessThan(kind === "evar" ? 2.1e-5 : 1.2e-5),
        );
        const above = valueOf(kind, seriesOf(scenarios.values, weights), 0.95) - solution.certificate.bound;
        const known = { evar: 1.67e-9, edar: 6.1e-9 };
        expect(above).toBeGreaterThan(known[kind as "evar"] ?? 0);
      },
    );
  }

  referenceTest("PyPortfolioOpt minimum CDaR 95 %: 0.0564331223", async () => {
    const { assets, values } = pricesFrom("optimize/pypfopt/stock_prices.csv", []);
    expect(values).toHaveLength(895);
    const scenarios = { assets, values };
    const solution = await optimize({ ...problemOf("cdar", values), assets, scenarios });
    expect(solution.objective).toBeCloseTo(0.0564331223, 9);
  });
});

describe.each(kinds)("%s", (kind) => {
  test("certified to 1e-8 from its own proof, also after a round trip through JSON", async () => {
    const values = market(1, 120, 6);
    const problem = problemOf(kind, values);
    const solution = await optimize(problem);
    expect(solution.status).toBe("optimal");
    expect(solution.certificate.boundIs).toBe("verified");
    expect(solution.certificate.gap).toBeLessThan(1e-8);
    expect(solution.objective).toBeCloseTo(valueOf(kind, seriesOf(values, solution.weightArray), 0.95), 12);
    const again = await certify(JSON.parse(JSON.stringify(problem)), JSON.parse(JSON.stringify(solution)));
    expect(again.gap).toBe(solution.certificate.gap);
  });

  test("a bound holds whatever the proof says, and perturbed weights are not certified", async () => {
    const values = market(2, 60, 4);
    const problem = problemOf(kind, values, 0.9);
    const solution = await optimize(problem);
    const stream = RandomStream.of(3);
    for (let k = 0; k < 20; k += 1) {
      const proof = { prices: values.map(() => 3 * stream.normal()) };
      const { bound } = await certify(problem, { ...solution, proof });
      expect(bound).toBeLessThanOrEqual(solution.objective * (1 + 1e-12));
    }
    const moved = solution.weightArray.map((weight) => 0.9 * weight + 0.1 / 4);
    const weights = Object.fromEntries(problem.assets.map((asset, i) => [asset, moved[i]!]));
    const certificate = await certify(problem, { ...solution, weights });
    expect(certificate.gap).toBeGreaterThan(1e-6);
  });

  test("two assets: no point of a line search is better", async () => {
    const scenario = fc.record({
      seed: fc.integer({ min: 0, max: 1e6 }),
      periods: fc.integer({ min: 3, max: 60 }),
      confidence: fc.constantFrom(0.5, 0.8, 0.95),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ seed, periods, confidence }) => {
        const values = market(seed, periods, 2);
        const solution = await optimize(problemOf(kind, values, confidence));
        const risk = (w: number): number => valueOf(kind, seriesOf(values, [w, 1 - w]), confidence);
        const least = Math.min(findMinimum(risk, 0, 1).value, risk(0), risk(1));
        expect(solution.objective).toBeLessThanOrEqual(least + 1e-9 * 0.01);
      }),
      { numRuns: 12 },
    );
  });

  test("bounds, groups, a target, turnover and gross exposure all hold and are certified", async () => {
    const values = market(5, 80, 5);
    const mean = values[0]!.map((_, i) => values.reduce((sum, row) => sum + row[i]! / values.length, 0));
    const base = problemOf(kind, values, 0.9);
    const equal = Object.fromEntries(base.assets.map((asset) => [asset, 0.2]));
    const solution = await optimize({
      ...base,
      mean,
      periodsPerYear: 252,
      currentWeights: equal,
      objective: {
        kind: "min-risk",
        risk: riskOf(kind, 0.9),
        targetReturn: mean.reduce((sum, value) => sum + value / 5, 0),
      },
      constraints: [
        { kind: "bounds", lower: -0.1, upper: 0.5 },
        { kind: "group", name: "first", assets: ["asset 1", "asset 2"], max: 0.45 },
        { kind: "turnover", which: "half-l1", max: 0.2 },
        { kind: "gross-exposure", max: 1.1 },
      ],
    });
    expect(solution.status).toBe("optimal");
    expect(solution.weights["asset 1"]! + solution.weights["asset 2"]!).toBeLessThan(0.45 + 1e-9);
  });

  test("the unit of returns changes no weight", async () => {
    const values = market(6, 70, 4);
    const base = await optimize(problemOf(kind, values));
    for (const unit of [1e-4, 1e6]) {
      const scaled = await optimize(
        problemOf(
          kind,
          values.map((row) => row.map((value) => value * unit)),
        ),
      );
      expect(scaled.objective / unit / base.objective).toBeCloseTo(1, 8);
      scaled.weightArray.forEach((weight, i) => expect(Math.abs(weight - base.weightArray[i]!)).toBeLessThan(1e-4));
    }
  });

  test("maximum utility is certified and no worse than minimum risk or any single asset", async () => {
    const values = market(7, 60, 4);
    const mean = values[0]!.map((_, i) => values.reduce((sum, row) => sum + row[i]! / values.length, 0));
    const base = { ...problemOf(kind, values), mean, periodsPerYear: 252 };
    const least = await optimize(base);
    const solution = await optimize({
      ...base,
      objective: { kind: "max-utility", risk: riskOf(kind, 0.95), riskAversion: 0.2 },
    });
    const utility = (weights: ArrayLike<number>): number =>
      mean.reduce((sum, value, i) => sum + value * weights[i]!, 0) -
      0.2 * valueOf(kind, seriesOf(values, weights), 0.95);
    expect(solution.objective).toBeCloseTo(utility(solution.weightArray), 12);
    expect(solution.objective).toBeGreaterThanOrEqual(utility(least.weightArray) - 1e-12);
    for (let i = 0; i < 4; i += 1)
      expect(solution.objective).toBeGreaterThanOrEqual(utility(mean.map((_, j) => (i === j ? 1 : 0))) - 1e-12);
  });
});

describe.each(kinds)("%s with expected returns", (kind) => {
  // some of these optima sit on a kink, where the portfolio jumps past the cap at one multiplier
  const cases = [1, 2, 3, 11].map((seed) => {
    const values = market(seed, seed === 11 ? 300 : 90, seed === 11 ? 10 : 4);
    const mean = values[0]!.map((_, i) => values.reduce((sum, row) => sum + row[i]! / values.length, 0));
    return { ...problemOf(kind, values), mean, periodsPerYear: 252 };
  });

  test("maximum ratio: least risk for its own return", async () => {
    for (const base of cases) {
      const solution = await optimize({ ...base, objective: { kind: "max-ratio", risk: riskOf(kind, 0.95) } });
      expect(solution.status).toBe("optimal");
      const { expectedReturn, risk } = solution.metrics;
      expect(solution.objective).toBeCloseTo(expectedReturn! / risk!, 12);
      const objective = { kind: "min-risk", risk: riskOf(kind, 0.95), targetReturn: expectedReturn! } as const;
      const least = await optimize({ ...base, objective });
      expect(Math.abs(least.objective - risk!)).toBeLessThan(1e-8 * risk!);
    }
  });

  test("maximum return under a cap: least risk for its own return, and the cap binds", async () => {
    for (const base of cases) {
      const { objective: lowest } = await optimize(base);
      const max = lowest + 0.2 * Math.abs(lowest);
      const solution = await optimize({
        ...base,
        objective: { kind: "max-return", riskLimits: [{ risk: riskOf(kind, 0.95), max }] },
      });
      expect(solution.status).toBe("optimal");
      const targetReturn = solution.metrics.expectedReturn!;
      const objective = { kind: "min-risk", risk: riskOf(kind, 0.95), targetReturn } as const;
      const least = await optimize({ ...base, objective });
      expect(Math.abs(least.objective - solution.metrics.risk!)).toBeLessThan(2e-8 * Math.abs(max));
      // below the best single asset more risk earns more, so the cap binds and has a price
      const inside = targetReturn < Math.max(...base.mean) * (1 - 1e-9);
      const used = solution.metrics.risk! - max;
      expect(used).toBeLessThanOrEqual(1e-8 * Math.abs(max));
      expect(!inside || (used > -1e-8 * Math.abs(max) && solution.duals[kind]! > 0)).toBe(true);
    }
  });
});

describe("against the whole linear program", () => {
  /** Every pair of dates, every pair of scenarios or every depth at once: what the generated rows and cuts replace. */
  const direct = async (kind: Kind, values: Table, confidence: number): Promise<number> => {
    const size = values[0]!.length;
    const periods = values.length;
    const mass = (1 - confidence) * periods;
    const costs = new Array<number>(size).fill(0);
    const lower = new Array<number>(size).fill(0);
    const rows: { readonly entries: Map<number, number>; readonly lower: number; readonly upper: number }[] = [];
    const column = (cost: number, least: number): number => {
      lower.push(least);
      return costs.push(cost) - 1;
    };
    const row = (pairs: Iterable<readonly [number, number]>, least: number, most = Infinity): void => {
      rows.push({ entries: new Map(pairs), lower: least, upper: most });
    };
    const weights = (value: (i: number) => number): [number, number][] =>
      Array.from({ length: size }, (_, i) => [i, value(i)]);
    row(
      weights(() => 1),
      1,
      1,
    );
    if (kind === "gini") {
      for (let s = 0; s < periods; s += 1) {
        for (let t = 0; t < s; t += 1) {
          const e = column(2 / (periods * (periods - 1)), 0);
          row([[e, 1], ...weights((i) => values[s]![i]! - values[t]![i]!)], 0);
          row([[e, 1], ...weights((i) => values[t]![i]! - values[s]![i]!)], 0);
        }
      }
    } else if (kind === "tail-gini") {
      const before = (k: number): number => (k >= mass ? 1 : (k * (2 * mass - k)) / mass ** 2);
      const rank = (k: number): number => before(k + 1) - before(k);
      for (let k = 1; k <= Math.ceil(mass); k += 1) {
        const drop = rank(k - 1) - rank(k);
        const threshold = column(drop * k, -Infinity);
        for (let t = 0; t < periods; t += 1) {
          const excess = column(drop, 0);
          row([[threshold, 1], [excess, 1], ...weights((i) => values[t]![i]!)], 0);
        }
      }
    } else {
      // u_t the running maximum, as drawdown programs chain it
      const level = column(kind === "average-drawdown" ? 0 : 1, 0);
      let path = new Array<number>(size).fill(0);
      let before = column(0, 0);
      row([[before, 1]], 0, 0);
      for (let t = 0; t < periods; t += 1) {
        path = path.map((value, i) => value + values[t]![i]!);
        const cumulated = path;
        const top = column(0, -Infinity);
        row(
          [
            [top, 1],
            [before, -1],
          ],
          0,
        );
        row([[top, 1], ...weights((i) => -cumulated[i]!)], 0);
        const excess = column(kind === "average-drawdown" ? 1 / periods : kind === "cdar" ? 1 / mass : 0, 0);
        const share = kind === "max-drawdown" ? 0 : 1;
        const threshold = kind === "average-drawdown" ? 0 : 1;
        row([[excess, share], [level, threshold], [top, -1], ...weights((i) => cumulated[i]!)], 0);
        before = top;
      }
    }
    const highs = await loadHighs();
    const entries = rows.flatMap(({ entries: map }) => [...map].sort((a, b) => a[0] - b[0]));
    const starts = Int32Array.from([0, ...rows.map(({ entries: map }) => map.size)]);
    for (let k = 1; k < starts.length; k += 1) starts[k]! += starts[k - 1]!;
    return highs.withModel(
      {
        numCols: costs.length,
        numRows: rows.length,
        colCost: Float64Array.from(costs),
        colLower: Float64Array.from(lower),
        colUpper: new Float64Array(costs.length).fill(Infinity),
        rowLower: Float64Array.from(rows, ({ lower: least }) => least),
        rowUpper: Float64Array.from(rows, ({ upper }) => upper),
        matrix: {
          format: "csr",
          numRows: rows.length,
          numCols: costs.length,
          starts,
          indices: Int32Array.from(entries, ([at]) => at),
          values: Float64Array.from(entries, ([, value]) => value),
        },
      },
      (model) => {
        model.options.set({ output_flag: false });
        model.run();
        return model.getObjectiveValue();
      },
    );
  };

  test.each(["max-drawdown", "average-drawdown", "cdar", "gini", "tail-gini"] as const)(
    "%s equals it on small random cases",
    async (kind) => {
      const scenario = fc.record({
        seed: fc.integer({ min: 0, max: 1e6 }),
        periods: fc.integer({ min: 4, max: 30 }),
        size: fc.integer({ min: 2, max: 6 }),
        confidence: fc.constantFrom(0.6, 0.75, 0.9),
      });
      await fc.assert(
        fc.asyncProperty(scenario, async ({ seed, periods, size, confidence }) => {
          // unit scale: HiGHS's tolerances are absolute
          const values = market(seed, periods, size, 1);
          fc.pre(kind !== "cdar" || (1 - confidence) * periods > 1);
          const { objective } = await optimize(problemOf(kind, values, confidence));
          expect(objective).toBeCloseTo(await direct(kind, values, confidence), 6);
        }),
        { numRuns: 15 },
      );
    },
  );
});

describe.each(kinds)("%s at the edges", (kind) => {
  test("a portfolio without risk is found and certified where there is one", async () => {
    const values = market(8, 40, 3).map((row) => [...row, 0.001]);
    const solution = await optimize(problemOf(kind, values, 0.9));
    expect(solution.status).toBe("optimal");
    // measures of loss count a sure gain as a negative risk
    const sure = kind === "evar" || kind === "tail-gini" ? -0.001 : 0;
    expect(solution.objective).toBeLessThanOrEqual(sure + 1e-10);
  });

  test("an impossible budget is infeasible, a bet without limit unbounded", async () => {
    const values = market(9, 40, 3);
    const mean = [0.001, 0.002, 0.003];
    const infeasible = { ...problemOf(kind, values), constraints: [{ kind: "bounds", upper: 0.2 }] } as const;
    await expect(optimize(infeasible)).rejects.toMatchObject({ code: "INFEASIBLE" });
    const objective = { kind: "max-utility", risk: riskOf(kind, 0.95), riskAversion: 1e-3 } as const;
    const unbounded = {
      ...problemOf(kind, values),
      mean,
      periodsPerYear: 252,
      objective,
      constraints: [{ kind: "bounds", lower: null, upper: null }],
    } as const;
    await expect(optimize(unbounded)).rejects.toMatchObject({ code: "UNBOUNDED" });
  });

  test("long and short without bounds is certified", async () => {
    const values = market(10, 90, 4);
    const solution = await optimize({
      ...problemOf(kind, values, 0.9),
      constraints: [{ kind: "bounds", lower: null, upper: null }],
    });
    expect(solution.status).toBe("optimal");
  });
});
