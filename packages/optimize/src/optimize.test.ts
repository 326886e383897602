import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { certify, optimize, type PortfolioProblem, type PortfolioSolution, safeOptimize } from "./index.ts";

interface Golden {
  readonly tickers: readonly string[];
  readonly mu_cagr252: readonly number[];
  readonly cov252: readonly (readonly number[])[];
  readonly cov252_expspan180: readonly (readonly number[])[];
  readonly cases: Readonly<
    Record<string, { readonly w: readonly number[]; readonly perf: readonly [number, number, number] }>
  >;
}

const golden = JSON.parse(
  readFileSync(new URL("fixtures/pypfopt_stock_prices.json", import.meta.url), "utf8"),
) as Golden;
const base = { assets: golden.tickers, mean: golden.mu_cagr252, covariance: golden.cov252, periodsPerYear: 1 } as const;

function expectGolden(solution: PortfolioSolution, name: string, digits = 9): void {
  const { w, perf } = golden.cases[name]!;
  const volatility = Math.sqrt(
    golden.cov252.reduce(
      (sum, row, i) =>
        sum + row.reduce((inner, value, j) => inner + value * solution.weightArray[i]! * solution.weightArray[j]!, 0),
      0,
    ),
  );
  expect(solution.status).toBe("optimal");
  expect(solution.certificate.gap).toBeLessThan(1e-10);
  expect(solution.metrics.expectedReturn!).toBeCloseTo(perf[0], digits);
  expect(volatility).toBeCloseTo(perf[1], digits);
  expect((solution.metrics.expectedReturn! - 0.02) / volatility).toBeCloseTo(perf[2], digits);
  solution.weightArray.forEach((weight, i) => expect(weight).toBeCloseTo(w[i]!, 6));
}

describe("golden numbers of pypfopt/stock_prices.csv", () => {
  test("minimum volatility, long only", async () => {
    expectGolden(await optimize({ ...base, objective: { kind: "min-risk" } }), "min_vol_long");
  });

  test("maximum Sharpe ratio at a riskless rate of 2 %: return .30478, volatility .22166, ratio 1.28477", async () => {
    const solution = await optimize({ ...base, objective: { kind: "max-ratio", riskFreeRate: 0.02 } });
    expect(solution.metrics.expectedReturn).toBeCloseTo(0.30477686728, 9);
    expect(Math.sqrt(solution.metrics.risk!)).toBeCloseTo(0.2216556692, 9);
    expect(solution.metrics.ratio).toBeCloseTo(1.2847714127, 9);
    expect(solution.certificate.gap).toBeLessThan(1e-12);
  });

  test("maximum Sharpe ratio at a riskless rate of 0", async () => {
    expectGolden(await optimize({ ...base, objective: { kind: "max-ratio" } }), "max_sharpe_rf0_long_CLA");
  });

  test("maximum return at a volatility of .19", async () => {
    const solution = await optimize({
      ...base,
      objective: { kind: "max-return", riskLimits: [{ risk: { kind: "standard-deviation" }, max: 0.19 }] },
    });
    expect(solution.metrics.expectedReturn).toBeCloseTo(0.25524228, 8);
    expect(solution.metrics.risk).toBeCloseTo(0.19, 10);
    expect(solution.certificate.gap).toBeLessThan(1e-12);
  });

  test("minimum risk at a target return of .25", async () => {
    expectGolden(
      await optimize({ ...base, objective: { kind: "min-risk", targetReturn: 0.25 } }),
      "efficient_return_0.25",
    );
  });

  test("target return .25, market neutral, bounds of 1 either way", async () => {
    const solution = await optimize({
      ...base,
      objective: { kind: "min-risk", targetReturn: 0.25 },
      constraints: [
        { kind: "net-exposure", equals: 0 },
        { kind: "bounds", lower: -1, upper: 1 },
      ],
    });
    expectGolden(solution, "efficient_return_0.25_market_neutral_pm1");
  });

  test("tangency portfolio without bounds", async () => {
    const solution = await optimize({
      ...base,
      objective: { kind: "max-ratio", riskFreeRate: 0.02 },
      constraints: [{ kind: "bounds", lower: null }],
    });
    expectGolden(solution, "tangency_unbounded_rf2");
  });

  test("maximum quadratic utility at a risk aversion of 1", async () => {
    expectGolden(
      await optimize({ ...base, objective: { kind: "max-utility", riskAversion: 1 } }),
      "max_quadratic_utility_ra1",
    );
  });

  test("maximum Sharpe ratio on the exponential covariance: return .33701, volatility .18073, ratio 1.75402", async () => {
    const solution = await optimize({
      ...base,
      covariance: golden.cov252_expspan180,
      objective: { kind: "max-ratio", risk: { kind: "standard-deviation" }, riskFreeRate: 0.02 },
    });
    expect(solution.metrics.expectedReturn).toBeCloseTo(0.33700887, 7);
    expect(solution.metrics.risk).toBeCloseTo(0.18073325, 8);
    expect(solution.metrics.ratio).toBeCloseTo(1.75401522, 7);
  });
});

test("maximum Sharpe ratio of the ten assets of Bailey & Lopez de Prado 2013: 4.4535334766", async () => {
  const data = JSON.parse(readFileSync(new URL("fixtures/bailey_lopezdeprado_10.json", import.meta.url), "utf8")) as {
    readonly mu: readonly number[];
    readonly cov: readonly (readonly number[])[];
  };
  const assets = data.mu.map((_, i) => `asset ${i + 1}`);
  const capped = { assets, mean: data.mu, covariance: data.cov, objective: { kind: "max-ratio" } } as const;
  const solution = await optimize(capped);
  expect(solution.metrics.ratio).toBeCloseTo(4.4535334766, 9);
  // a cap that doesn't bind takes the other route, the search instead of the homogenised program
  const searched = await optimize({ ...capped, constraints: [{ kind: "bounds", lower: 0, upper: 1 }] });
  expect(searched.stats.solver).toContain("search");
  expect(searched.metrics.ratio).toBeCloseTo(4.4535334766, 9);
});

describe("the shape of a solution", () => {
  const problem: PortfolioProblem = {
    ...base,
    objective: { kind: "max-ratio", risk: { kind: "variance" }, riskFreeRate: 0.02 },
    constraints: [
      { kind: "bounds", lower: 0, upper: 0.2 },
      { kind: "group", name: "tech", assets: ["AAPL", "GOOG"], max: 0.1 },
      "AAPL + MA <= 0.25",
    ],
  };

  test("weights by asset, an array that stays out of the JSON, metrics, certificate, duals by name, statistics", async () => {
    const solution = await optimize(problem);
    expect(Object.keys(solution.weights)).toEqual(golden.tickers);
    expect([...solution.weightArray]).toEqual(Object.values(solution.weights));
    const json = JSON.parse(JSON.stringify(solution)) as PortfolioSolution;
    expect(json.weightArray).toBeUndefined();
    expect(json.weights).toEqual(solution.weights);
    expect(Object.keys(solution.metrics)).toEqual(["expectedReturn", "risk", "ratio"]);
    expect(Object.keys(solution.certificate)).toEqual([
      "primalResidual",
      "dualResidual",
      "gap",
      "bound",
      "boundIs",
      "tolerance",
    ]);
    expect(Object.keys(solution.duals)).toEqual([
      "budget",
      "tech",
      "AAPL + MA <= 0.25",
      "bounds.lower",
      "bounds.upper",
    ]);
    expect(Object.keys(solution.stats)).toEqual(["solver", "iterations", "nodes", "milliseconds"]);
    expect(solution.certificate.boundIs).toBe("verified");
    // the JSON alone carries the proof
    expect(await certify(problem, json)).toEqual(solution.certificate);
  });

  test("defaults are stated, and a problem without them has no assumptions", async () => {
    const solution = await optimize(problem);
    expect(solution.assumptions).toEqual(["budget: the weights sum to 1, because no budget or net exposure is given"]);
    const open = await optimize({ ...base, objective: { kind: "min-risk" } });
    expect(open.assumptions.map((text) => text.split(":")[0])).toEqual(["budget", "bounds"]);
    const stated = await optimize({
      ...base,
      objective: { kind: "min-risk" },
      constraints: [
        { kind: "budget", equals: 1 },
        { kind: "bounds", lower: null },
      ],
    });
    expect(stated.assumptions).toEqual([]);
    expect(Math.min(...stated.weightArray)).toBeLessThan(0);
  });

  test("duals are the derivative of the best objective by the user's own limit", async () => {
    const solution = await optimize(problem);
    const at = async (tech: number, upper: number): Promise<number> =>
      (
        await optimize({
          ...problem,
          constraints: [
            { kind: "bounds", lower: 0, upper },
            { kind: "group", name: "tech", assets: ["AAPL", "GOOG"], max: tech },
            "AAPL + MA <= 0.25",
          ],
        })
      ).objective;
    const step = 1e-5;
    expect(solution.duals["tech"]).toBeGreaterThan(0.01);
    expect(solution.duals["tech"]).toBeCloseTo(
      ((await at(0.1 + step, 0.2)) - (await at(0.1 - step, 0.2))) / (2 * step),
      4,
    );
    expect(solution.duals["bounds.upper"]).toBeCloseTo(
      ((await at(0.1, 0.2 + step)) - (await at(0.1, 0.2 - step))) / (2 * step),
      4,
    );
  });

  test("safeOptimize returns an expected failure as a value", async () => {
    const result = await safeOptimize({ ...problem, constraints: ["AAPL >= 2"] });
    expect(result.success ? "" : result.error.code).toBe("INFEASIBLE");
  });
});

test("estimates carry their own periodicity: a riskless rate is annual, and mixed units are an error", async () => {
  const assets = ["A", "B"];
  const tag = { assets, periodsPerYear: 252, unit: "period", method: "given" } as const;
  const mean = { ...tag, values: [0.0004, 0.0002] };
  const covariance = {
    ...tag,
    values: [
      [1e-4, 0],
      [0, 4e-5],
    ],
  };
  const daily = await optimize({ assets, mean, covariance, objective: { kind: "max-ratio", riskFreeRate: 0.02 } });
  const rate = 1.02 ** (1 / 252) - 1;
  expect(daily.metrics.ratio).toBeCloseTo(Math.hypot((0.0004 - rate) / 1e-2, (0.0002 - rate) / Math.sqrt(4e-5)), 12);
  const mixed = await safeOptimize({
    assets,
    mean,
    covariance: { ...covariance, periodsPerYear: 12 },
    objective: { kind: "max-ratio" },
  });
  expect(mixed.success ? "" : mixed.error.message).toContain("different units");
  const raw = await safeOptimize({
    assets,
    mean: [0.1, 0.2],
    covariance: [
      [1, 0],
      [0, 1],
    ],
    objective: { kind: "max-ratio", riskFreeRate: 0.02 },
  });
  expect(raw.success ? "" : raw.error.message).toContain("periodsPerYear");
});
