import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { esRegressionTest } from "./backtest/es-regression.ts";
import { multinomialVaRTest } from "./backtest/multinomial.ts";
import { factorCount } from "./factors/factor-count.ts";
import { styleAnalysis } from "./factors/style-analysis.ts";
import { panelOf } from "./factors/testing.ts";
import { absorptionRatio, turbulence } from "./stress/turbulence.ts";

// scripts/reference/risk-measures-and-factors.py: cvxpy 1.9.3, scipy 1.17.1, scikit-learn, numpy 2.4.6
const golden = JSON.parse(readFileSync(new URL("./fixtures/measures-and-factors.json", import.meta.url), "utf8")) as {
  readonly style: { fund: number[]; styles: number[]; count: number; weights: number[]; rSquared: number };
  readonly market: {
    values: number[];
    count: number;
    window: number;
    turbulence: number[];
    turbulenceBefore: number[];
    absorption: number[];
  };
  readonly factorCounts: {
    rows: number;
    columns: number;
    maximum: number;
    values: number[];
    counts: Record<string, number>;
  };
  readonly multinomial: {
    levels: number[];
    observed: number[];
    pearson: [number, number];
    likelihood: [number, number];
    few: { observed: number[]; nass: [number, number, number] };
  };
  readonly esRegression: {
    confidence: number;
    returns: number[];
    expectedShortfall: number[];
    loss: number;
    intercept: number;
    slope: number;
    errors: [number, number];
    wald: number;
    score: number;
  };
};
const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `a${i}`);

function expectAll(found: readonly number[], expected: readonly number[], digits: number): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, digits));
}

describe("against scipy, cvxpy, scikit-learn and numpy", () => {
  test("style analysis: weights and fit of cvxpy's constrained least squares", () => {
    const { fund, styles, count, weights, rSquared } = golden.style;
    const found = styleAnalysis({
      returns: panelOf(["fund"], Float64Array.from(fund)),
      factors: panelOf(names(count), Float64Array.from(styles)),
    });
    expectAll(Object.values(found.weights), weights, 7);
    expect(found.rSquared).toBeCloseTo(rSquared, 9);
  });

  test("turbulence: Mahalanobis distances of scikit-learn, and of numpy from the dates before", () => {
    const { values, count, window } = golden.market;
    const panel = panelOf(names(count), Float64Array.from(values));
    expectAll(turbulence(panel).values, golden.market.turbulence, 9);
    expectAll(turbulence(panel, { window }).values, golden.market.turbulenceBefore, 9);
  });

  test("absorption ratio: numpy's eigenvalues of the weighted covariance", () => {
    const { values, count, window } = golden.market;
    const panel = panelOf(names(count), Float64Array.from(values));
    expectAll(absorptionRatio(panel, { window, count: 2 }).values, golden.market.absorption, 10);
  });

  test("number of factors by eight criteria: residuals of numpy's components; PC3 finds three where one is", () => {
    const { columns, maximum, values, counts } = golden.factorCounts;
    const found = factorCount(panelOf(names(columns), Float64Array.from(values)), { maximum }).counts;
    expect(found).toMatchObject(counts);
    expect(counts["pc3"]).toBe(3);
  });

  test("multinomial test: Pearson and likelihood ratio of scipy; Nass by every outcome of 12 periods", () => {
    const { levels, observed, pearson, likelihood, few } = golden.multinomial;
    const run = (counts: readonly number[]): ReturnType<typeof multinomialVaRTest> => {
      // a loss of i + 1/2 lies between the i-th and the next forecast
      const returns = counts.flatMap((count, i) => Array.from({ length: count }, () => -(i + 0.5)));
      return multinomialVaRTest({
        returns,
        levels: levels.map((confidence, i) => ({ confidence, forecasts: returns.map(() => i + 1) })),
      });
    };
    const found = run(observed);
    expect(found.counts).toEqual(observed);
    expectAll([found.pearson.statistic, found.pearson.pValue], pearson, 10);
    expectAll([found.likelihoodRatio.statistic, found.likelihoodRatio.pValue], likelihood, 10);
    const { statistic, degreesOfFreedom, pValue } = run(few.observed).nass;
    expectAll([statistic, degreesOfFreedom, pValue], few.nass, 9);
  });

  test("ES regression: coefficients, errors, Wald and score statistic as scipy minimises the joint loss", () => {
    const { confidence, returns, expectedShortfall, intercept, slope, errors, wald, score } = golden.esRegression;
    const found = esRegressionTest({ returns, expectedShortfall, confidence });
    expectAll([found.intercept, found.slope], [intercept, slope], 4);
    expectAll([found.interceptError, found.slopeError], errors, 4);
    expect(found.wald.statistic).toBeCloseTo(wald, 3);
    expect(found.score.statistic).toBeCloseTo(score, 8);
    expect(found.statistic).toBe(found.score.statistic);
  });
});
