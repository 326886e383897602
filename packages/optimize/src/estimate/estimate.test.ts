import { readFileSync } from "node:fs";
import { PricePanel } from "@plimsoll/core";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { covariance, expectedReturns, optimize } from "../index.ts";

const panel = {
  assets: ["A", "B"],
  values: [
    [0.01, 0.02],
    [0.03, -0.01],
    [-0.02, 0.04],
    [0.02, 0.01],
  ],
};

describe("expectedReturns", () => {
  test("mean: times periodsPerYear, or of one period", () => {
    expect(expectedReturns(panel, { method: "mean", periodsPerYear: 12 }).values[0]).toBeCloseTo(0.12, 14);
    const period = expectedReturns(panel, { method: "mean", periodsPerYear: 12, unit: "period" });
    expect(period.values[0]).toBeCloseTo(0.01, 15);
    expect(period).toMatchObject({ assets: ["A", "B"], periodsPerYear: 12, unit: "period", method: "mean" });
    expect(expectedReturns(panel, { method: "mean" }).periodsPerYear).toBe(252);
  });

  test("cagr: prod(1 + r)^(periodsPerYear / count) - 1", () => {
    const growth = 1.01 * 1.03 * 0.98 * 1.02;
    expect(expectedReturns(panel, { method: "cagr", periodsPerYear: 12 }).values[0]).toBeCloseTo(growth ** 3 - 1, 14);
    expect(expectedReturns(panel, { method: "cagr", periodsPerYear: 12, unit: "period" }).values[0]).toBeCloseTo(
      growth ** 0.25 - 1,
      14,
    );
  });

  test("exponential: normalised weights that fall by 1 - 2 / (span + 1)", () => {
    const decay = 0.5;
    const weights = [decay ** 3, decay ** 2, decay, 1];
    const expected =
      (0.01 * weights[0]! + 0.03 * weights[1]! - 0.02 * weights[2]! + 0.02) /
      weights.reduce((sum, weight) => sum + weight, 0);
    expect(expectedReturns(panel, { method: "exponential", span: 3, periodsPerYear: 1 }).values[0]).toBeCloseTo(
      expected,
      15,
    );
  });

  test("log returns, unknown methods and missing numbers are refused by name", () => {
    expect(() => expectedReturns({ ...panel, method: "log" }, { method: "mean" })).toThrow("log returns");
    expect(() => expectedReturns(panel, { method: "median" } as never)).toThrow(
      "expected one of mean, cagr, exponential",
    );
    const holes = {
      assets: ["A", "B"],
      dates: ["2024-01-01", "2024-01-02"],
      values: [
        [0.1, null],
        [0.2, 0.1],
      ],
    };
    expect(() => expectedReturns(holes, { method: "mean" })).toThrow('"B" on 2024-01-01');
    expect(expectedReturns(holes, { method: "mean", periodsPerYear: 1, missing: "available" }).values[1]).toBeCloseTo(
      0.1,
      15,
    );
    expect(() => expectedReturns({ assets: ["A"], values: [[0.1]] }, { method: "mean" })).toThrow("at least 2 rows");
  });
});

describe("covariance", () => {
  test("sample: ddof 1, symmetric, by pairs where some are missing", () => {
    const { values } = covariance(panel, { method: "sample", periodsPerYear: 1 });
    const b = [0.02, -0.01, 0.04, 0.01];
    const mean = 0.015;
    expect(values[1]![1]).toBeCloseTo(b.reduce((sum, r) => sum + (r - mean) ** 2, 0) / 3, 15);
    expect(values[0]![1]).toBe(values[1]![0]);
    const holes = { ...panel, values: [[null, 0.5], ...panel.values] };
    const pairs = covariance(holes, { method: "sample", periodsPerYear: 1, missing: "available" });
    expect(pairs.values[0]![1]).toBeCloseTo(values[0]![1]!, 15);
    expect(pairs.values[1]![1]).not.toBeCloseTo(values[1]![1]!, 5);
    expect(covariance(holes, { method: "sample", periodsPerYear: 1, missing: "complete" }).values).toEqual(values);
  });

  test("ledoit-wolf: the formula of the paper, and all target where every asset is alike", () => {
    const { values, shrinkage } = covariance(panel, { method: "ledoit-wolf", periodsPerYear: 1 });
    const x = [
      [0, 0.005],
      [0.02, -0.025],
      [-0.03, 0.025],
      [0.01, -0.005],
    ] as const;
    const s = [0, 1].map((i) => [0, 1].map((j) => x.reduce((sum, row) => sum + row[i]! * row[j]!, 0) / 4));
    const mu = (s[0]![0]! + s[1]![1]!) / 2;
    const distance = (s[0]![0]! - mu) ** 2 + (s[1]![1]! - mu) ** 2 + 2 * s[0]![1]! ** 2;
    let error = 0;
    for (const row of x)
      for (const i of [0, 1] as const) for (const j of [0, 1] as const) error += (row[i] * row[j] - s[i]![j]!) ** 2;
    expect(shrinkage).toBeCloseTo(Math.min(error / 16, distance) / distance, 12);
    expect(values[0]![1]).toBeCloseTo((1 - shrinkage!) * s[0]![1]!, 15);
    expect(values[0]![0]).toBeCloseTo((1 - shrinkage!) * s[0]![0]! + shrinkage! * mu, 15);
    expect(() =>
      covariance(
        {
          ...panel,
          values: [
            [null, 1],
            [1, 1],
            [1, 2],
          ],
        },
        { method: "ledoit-wolf", missing: "available" },
      ),
    ).toThrow("complete rows");
  });

  test("estimates are plain JSON that a problem takes, in any order of assets", async () => {
    const cov = JSON.parse(JSON.stringify(covariance(panel, { method: "sample", periodsPerYear: 12 }))) as ReturnType<
      typeof covariance
    >;
    const straight = await optimize({ assets: ["A", "B"], covariance: cov, objective: { kind: "min-risk" } });
    const reversed = await optimize({ assets: ["B", "A"], covariance: cov, objective: { kind: "min-risk" } });
    expect(reversed.weights["A"]).toBeCloseTo(straight.weights["A"]!, 14);
  });

  test("scenarios stand in for estimates", async () => {
    const byScenarios = await optimize({ assets: ["A", "B"], scenarios: panel, objective: { kind: "min-risk" } });
    const cov = covariance(panel, { method: "sample", unit: "period" });
    const byEstimate = await optimize({ assets: ["A", "B"], covariance: cov, objective: { kind: "min-risk" } });
    expect(byScenarios.weights["A"]).toBeCloseTo(byEstimate.weights["A"]!, 12);
    expect(byScenarios.metrics.expectedReturn).not.toBeNull();
  });
});

interface Golden {
  readonly mu_cagr252: readonly number[];
  readonly cov252: readonly (readonly number[])[];
  readonly cov252_expspan180: readonly (readonly number[])[];
}

referenceTest(
  "pypfopt/stock_prices.csv: CAGR by asset, covariance by pairs and the exponential covariance of the golden file",
  async () => {
    const golden = JSON.parse(
      readFileSync(new URL("../fixtures/pypfopt_stock_prices.json", import.meta.url), "utf8"),
    ) as Golden;
    const returns = PricePanel.fromCsv(
      readFileSync(referenceFile("optimize/pypfopt/stock_prices.csv"), "utf8"),
    ).simpleReturns();
    const mean = expectedReturns(returns, { method: "cagr", missing: "available" });
    mean.values.forEach((value, i) => expect(value).toBeCloseTo(golden.mu_cagr252[i]!, 10));
    const cov = covariance(returns, { method: "sample", missing: "available" });
    cov.values.forEach((row, i) => row.forEach((value, j) => expect(value).toBeCloseTo(golden.cov252[i]![j]!, 10)));
    const exponential = covariance(returns, { method: "exponential", span: 180, missing: "available" });
    exponential.values.forEach((row, i) =>
      row.forEach((value, j) => expect(value).toBeCloseTo(golden.cov252_expspan180[i]![j]!, 8)),
    );
    const objective = { kind: "max-ratio", risk: { kind: "variance" }, riskFreeRate: 0.02 } as const;
    const solution = await optimize({ assets: returns.assets, mean, covariance: cov, objective });
    expect(solution.metrics.ratio).toBeCloseTo(1.2847714127, 8);
  },
);
