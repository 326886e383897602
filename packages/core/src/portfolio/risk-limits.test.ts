import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultRiskLimits, riskBreaches, riskMeasureNames } from "./risk-limits.ts";

describe("defaultRiskLimits", () => {
  test.each([
    [0, 0.04, 0.08],
    [0.5, 0.17, 0.34],
    [1, 0.3, 0.6],
  ])("tolerance %d allows volatility %d and drawdown %d", (tolerance, volatility, drawdown) => {
    const limits = defaultRiskLimits(tolerance, 252);
    expect(limits.volatility).toBeCloseTo(volatility, 12);
    expect(limits.maximumDrawdown).toBeCloseTo(drawdown, 12);
    // standard normal quantiles, and density at the 95 % quantile over 0.05
    const perDay = volatility / Math.sqrt(252);
    expect(limits.valueAtRisk95 / perDay).toBeCloseTo(1.644854, 6);
    expect(limits.valueAtRisk99 / perDay).toBeCloseTo(2.326348, 6);
    expect(limits.expectedShortfall95 / perDay).toBeCloseTo(2.062713, 6);
  });

  test("more tolerance never allows less", () => {
    const tolerance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(tolerance, tolerance, fc.constantFrom(12, 52, 252), (a, b, periodsPerYear) => {
        const low = defaultRiskLimits(Math.min(a, b), periodsPerYear);
        const high = defaultRiskLimits(Math.max(a, b), periodsPerYear);
        for (const name of riskMeasureNames) expect(high[name]).toBeGreaterThanOrEqual(low[name]);
      }),
    );
  });

  test("a measure at its limit is within it", () => {
    const limits = defaultRiskLimits(0.5, 252);
    expect(riskBreaches({ ...limits, periodsPerYear: 252 }, limits)).toEqual([]);
    expect(riskBreaches({ ...limits, volatility: 0.2, periodsPerYear: 252 }, limits)).toEqual([
      { measure: "volatility", value: 0.2, limit: limits.volatility },
    ]);
  });
});
