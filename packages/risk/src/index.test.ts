import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { PricePanel } from "@plimsoll/core";
import { quantile } from "@plimsoll/numeric";
import {
  backtestVaR,
  createRiskMonitor,
  drawdowns,
  estimateES,
  estimateVaR,
  expectedShortfall,
  factorModel,
  performance,
  riskContributions,
  riskReport,
  scenarios,
  stressTest,
  tailMethodKinds,
  valueAtRisk,
} from "@plimsoll/risk";
import { describe, expect } from "vitest";
import { referenceFile, referenceTest } from "../../../test/reference-data.ts";

const read = (file: string): PricePanel =>
  PricePanel.fromCsv(gunzipSync(readFileSync(referenceFile(file))).toString("utf8"));

describe("what a user writes, on 20 stocks and the S&P 500", () => {
  referenceTest("one series", () => {
    const prices = read("skfolio/sp500_dataset.csv.gz").between("2010-01-01", "2019-12-31");
    const returns = prices.select(["JNJ"]).simpleReturns();
    const benchmark = read("skfolio/sp500_index.csv.gz").between("2010-01-01", "2019-12-31").simpleReturns();

    const var99 = valueAtRisk(returns, { confidence: 0.99, method: "historical", horizon: 1 });
    expect(var99).toBe(-quantile(returns.column("JNJ"), 0.01));
    const simulated = valueAtRisk(returns, {
      confidence: 0.99,
      method: { kind: "monte-carlo", draws: 100_000, innovations: "student-t", seed: 7 },
    });
    const fitted = valueAtRisk(returns, { confidence: 0.99, method: "student-t" });
    expect(Math.abs(simulated / fitted - 1)).toBeLessThan(0.03);
    expect(expectedShortfall(returns, { confidence: 0.975, method: "filtered-historical" })).toBeGreaterThan(
      valueAtRisk(returns, { confidence: 0.975, method: "filtered-historical" }),
    );
    const perf = performance(returns, { benchmark, riskFreeRate: 0.02, periodsPerYear: 252 });
    expect(perf.benchmark?.beta).toBeGreaterThan(0.4);
    expect(perf.benchmark?.beta).toBeLessThan(1);
    const deepest = drawdowns(returns, { top: 5 });
    expect(deepest).toHaveLength(5);
    expect(deepest[0]?.depth).toBe(perf.maxDrawdown);
    expect(deepest.every(({ depth }, i) => i === 0 || depth <= deepest[i - 1]!.depth)).toBe(true);

    const series = returns.column("JNJ");
    const known = series.subarray(250);
    const forecasts = Float64Array.from(known, (_, t) =>
      valueAtRisk(series.subarray(t, t + 250), { confidence: 0.99 }),
    );
    const backtest = backtestVaR({ returns: known, forecasts, confidence: 0.99 });
    expect(backtest.exceptions).toBe(known.filter((value, t) => value < -forecasts[t]!).length);
    expect(backtest.kupiec.pValue).toBeLessThan(1);
    expect(riskReport(returns, { benchmark }).performance.cagr).toBe(perf.cagr);
  });

  referenceTest("a portfolio", () => {
    const prices = read("skfolio/sp500_dataset.csv.gz").between("2006-01-01", "2010-12-31");
    const returns = prices.simpleReturns();
    const portfolio = Object.fromEntries(prices.assets.map((asset) => [asset, 1 / prices.columns]));

    const stressed = stressTest(portfolio, scenarios.historical("gfc-2008"), { prices });
    expect([stressed.from, stressed.to]).toEqual(["2007-10-09", "2009-03-09"]);
    // shares held: the mean of what each stock lost
    const lost = prices.assets.map((asset) => {
      const column = prices.between(stressed.from ?? undefined, stressed.to ?? undefined).column(asset);
      return column.at(-1)! / column[0]! - 1;
    });
    expect(stressed.pnl).toBeCloseTo(lost.reduce((sum, value) => sum + value, 0) / lost.length, 12);

    const { total, assets } = riskContributions(returns, {
      weights: portfolio,
      measure: { kind: "expected-shortfall", confidence: 0.975 },
    });
    expect(total).toBeCloseTo(expectedShortfall(returns, { weights: portfolio, confidence: 0.975 }), 12);
    expect(assets.reduce((sum, { component }) => sum + component, 0)).toBeCloseTo(total, 12);

    const factors = read("skfolio/sp500_index.csv.gz").between("2006-01-01", "2010-12-31").simpleReturns();
    const model = factorModel({ kind: "time-series", returns, factors });
    expect(model.assets).toEqual(prices.assets);
    const report = riskReport(returns, { weights: portfolio, benchmark: factors, confidence: 0.975 });
    // least squares is linear in what is explained
    const meanBeta = model.loadings.reduce((sum, [beta = NaN]) => sum + beta, 0) / prices.columns;
    expect(report.performance.benchmark?.beta).toBeCloseTo(meanBeta, 10);
    expect(report.contributions?.total).toBeCloseTo(total, 12);
    expect(report.tails[0]?.valueAtRisk?.value).toBe(valueAtRisk(returns, { weights: portfolio, confidence: 0.975 }));
    expect(report.drawdowns.table.rows[0]).toMatchObject({ depth: report.performance.maxDrawdown });
    expect(report.charts.map(({ kind }) => kind)).toEqual(["equity", "drawdown"]);

    const monitor = createRiskMonitor({
      limits: [{ metric: "var-99", max: 0.03, warn: 0.025, clear: 0.024 }],
      window: 500,
    });
    const kinds: string[] = [];
    for (let t = 0; t < returns.rows; t++) {
      const tick = Object.fromEntries(returns.assets.map((asset) => [asset, returns.at(t, asset)]));
      const alerts = monitor.update({ at: returns.dates[t]!, weights: portfolio, returns: tick });
      kinds.push(...alerts.map(({ kind }) => kind));
    }
    expect(kinds).toEqual(expect.arrayContaining(["warn", "breach"]));
    expect(monitor.metrics()["var-99"]).toBeCloseTo(
      valueAtRisk(returns.between(returns.dates.at(-500), returns.dates.at(-1)), {
        weights: portfolio,
        confidence: 0.99,
      }),
      12,
    );
  });

  referenceTest("every method by its name gives VaR and ES, a number, an error, an interval and conventions", () => {
    const returns = read("skfolio/sp500_index.csv.gz").between("2013-01-01", "2014-12-31").simpleReturns();
    for (const method of tailMethodKinds) {
      if (method === "garch") continue; // has no parameters to go by
      const options = { confidence: 0.95, method } as const;
      for (const { value, standardError, interval, conventions } of [
        estimateVaR(returns, options),
        estimateES(returns, options),
      ]) {
        expect(value, method).toBeGreaterThan(0);
        expect(standardError, method).toBeGreaterThan(0);
        expect(interval[0] < value && value < interval[1], method).toBe(true);
        expect(conventions["method"]).toBe(method);
      }
      expect(valueAtRisk(returns, options)).toBeLessThanOrEqual(expectedShortfall(returns, options));
    }
  });
});
