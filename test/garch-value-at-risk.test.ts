import { describe, expect, test } from "vitest";
import { fitGarch, simulateGarch } from "../packages/ml/src/index.ts";
import { quantile } from "../packages/numeric/src/index.ts";
import { expectedShortfall, valueAtRisk } from "../packages/risk/src/index.ts";

const { returns } = simulateGarch(
  { model: "gjr-garch", distribution: "student-t" },
  { mu: 0.0004, omega: 2e-6, alpha: 0.04, gamma: 0.1, beta: 0.89, degreesOfFreedom: 6 },
  { seed: "value at risk", length: 1500 },
);

describe("a fitted volatility model feeds value at risk", () => {
  test("filtered historical VaR with fitGarch's parameters is mean plus tomorrow's volatility times a quantile", () => {
    const garch = fitGarch(returns, { model: "gjr-garch", distribution: "student-t" });
    const method = { kind: "filtered-historical", volatility: garch.toGarchParameters() } as const;
    const var99 = valueAtRisk(returns, { confidence: 0.99, method });
    const z = garch.standardizedResiduals;
    const center = z.reduce((sum, value) => sum + value / z.length, 0);
    const spread = Math.sqrt(z.reduce((sum, value) => sum + (value - center) ** 2 / z.length, 0));
    const shocks = z.map((value) => (value - center) / spread);
    const expected = garch.parameters["mu"]! + garch.forecast().volatility[0]! * quantile(shocks, 0.01);
    expect(var99).toBeCloseTo(-expected, 12);
    expect(expectedShortfall(returns, { confidence: 0.99, method })).toBeGreaterThan(var99);
  });

  test("the garch method, and volatilities of any model as forecasts", () => {
    const garch = fitGarch(returns, { model: "garch" });
    const byParameters = valueAtRisk(returns, { method: { kind: "garch", volatility: garch.toGarchParameters() } });
    const sigma = garch.forecast().volatility[0]!;
    expect(byParameters).toBeCloseTo(1.6448536269514722 * sigma - garch.parameters["mu"]!, 12);
    const egarch = fitGarch(returns, { model: "egarch" });
    const forecasts = [...egarch.conditionalVolatility, egarch.forecast().volatility[0]!];
    const byForecasts = valueAtRisk(returns, { method: { kind: "filtered-historical", volatility: forecasts } });
    expect(byForecasts).toBeGreaterThan(0);
  });
});
