import { ReturnPanel } from "@plimsoll/core";
import { chiSquareDistribution, RandomStream, studentTCopula, studentTDistribution } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { estimateES, estimateVaR, type MonteCarloSpec, valueAtRisk } from "../index.ts";

const kind = "monte-carlo" as const;

function panelOf(values: readonly (readonly number[])[]): ReturnPanel {
  const assets = (values[0] ?? []).map((_, i) => `asset ${i + 1}`);
  return ReturnPanel.of({ dates: { axis: "day", index: values.map((_, t) => 19_000 + t) }, assets, values });
}

/** Two assets under a t copula with 4 degrees of freedom and correlation .6, margins t with 5. */
function dependent(days: number): ReturnPanel {
  const uniforms = studentTCopula(RandomStream.of("data"), 4, Float64Array.of(1, 0.6, 0.6, 1), 2, days);
  const margin = studentTDistribution(5, 0.0003, 0.008);
  return panelOf(
    Array.from({ length: days }, (_, t) => [
      margin.quantile(uniforms[2 * t] ?? NaN),
      margin.quantile(uniforms[2 * t + 1] ?? NaN),
    ]),
  );
}

const weights = [0.6, 0.4];

describe("monte carlo", () => {
  test.each(["gaussian", "student-t"] as const)("%s draws of a series reproduce the closed form", (innovations) => {
    const x = dependent(500).column("asset 1");
    const options = { confidence: 0.99 } as const;
    const { value, standardError } = estimateVaR(x, { ...options, method: { kind, innovations } });
    expect(Math.abs(value - valueAtRisk(x, { ...options, method: innovations }))).toBeLessThan(5 * standardError);
    expect(standardError).toBeLessThan(0.02 * value);
  });

  test("gaussian draws of a panel reproduce the closed form of the portfolio", () => {
    const panel = dependent(400);
    const drawn = estimateES(panel, { weights, confidence: 0.975, method: { kind, seed: 7 } });
    const closed = estimateES(panel, { weights, confidence: 0.975, method: "gaussian" });
    expect(Math.abs(drawn.value - closed.value)).toBeLessThan(5 * drawn.standardError);
  });

  test("the t copula finds its degrees of freedom, and its VaR nears that of a long history", () => {
    const panel = dependent(3000);
    const { value, standardError, conventions } = estimateVaR(panel, {
      weights,
      confidence: 0.99,
      method: { kind, innovations: "t-copula" },
    });
    expect(conventions["degreesOfFreedom"]).toBeGreaterThan(3);
    expect(conventions["degreesOfFreedom"]).toBeLessThan(5.5);
    const historical = estimateVaR(panel, { weights, confidence: 0.99 });
    expect(Math.abs(value - historical.value)).toBeLessThan(3 * historical.standardError + 3 * standardError);
    const margins = estimateVaR(panel, {
      weights,
      confidence: 0.99,
      method: { kind, innovations: "t-copula", margins: "student-t" },
    });
    expect(Math.abs(margins.value - historical.value)).toBeLessThan(3 * historical.standardError + 3 * standardError);
  });

  test("tail dependence counts: t copula above Gaussian draws at 99.9 %", () => {
    const panel = dependent(1000);
    const at = (innovations: NonNullable<MonteCarloSpec["innovations"]>): number =>
      valueAtRisk(panel, { weights, confidence: 0.999, method: { kind, innovations } });
    expect(at("t-copula")).toBeGreaterThan(1.1 * at("gaussian"));
    expect(at("student-t")).toBeGreaterThan(1.1 * at("gaussian"));
  });

  test("the block bootstrap draws from history, and keeps its dependence over the horizon", () => {
    const stream = RandomStream.of("trend");
    let level = 0;
    const x = Float64Array.from({ length: 1000 }, () => (level = 0.9 * level + 0.002 * stream.normal()));
    const one = estimateVaR(x, { confidence: 0.95, method: { kind, innovations: "block-bootstrap" } });
    expect(Math.abs(one.value - valueAtRisk(x, { confidence: 0.95 }))).toBeLessThan(5 * one.standardError);
    expect(one.conventions["meanBlock"]).toBeGreaterThan(10);
    const ten = (block?: number): number =>
      valueAtRisk(x, {
        confidence: 0.95,
        horizon: 10,
        method: { kind, innovations: "block-bootstrap", draws: 20_000, ...(block === undefined ? {} : { block }) },
      });
    expect(ten()).toBeGreaterThan(1.8 * ten(1));
  });

  test("the same seed gives the same number, another seed another", () => {
    const x = dependent(100).column("asset 1");
    const at = (seed: number): number => valueAtRisk(x, { method: { kind, seed, draws: 5000 } });
    expect(at(1)).toBe(at(1));
    expect(at(1)).not.toBe(at(2));
  });

  test.each(["independent", "antithetic"] as const)(
    "t copula, %s: the portfolio in one pass equals asset by asset",
    (variates) => {
      const panel = dependent(120);
      const method = { kind, innovations: "t-copula", variates, draws: 5001, seed: 3 } as const;
      const summed = valueAtRisk(panel, { weights, method });
      const revalue = (r: Float64Array): number => 0.6 * (r[0] ?? NaN) + 0.4 * (r[1] ?? NaN);
      expect(summed).toBeCloseTo(valueAtRisk(panel, { weights, method: { ...method, revalue } }), 14);
    },
  );

  test("antithetic draws vary less", () => {
    const panel = dependent(100);
    const spread = (variates: "independent" | "antithetic"): number => {
      const values = Array.from({ length: 40 }, (_, seed) =>
        valueAtRisk(panel, { weights, confidence: 0.6, method: { kind, seed, draws: 2000, variates } }),
      );
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    };
    expect(spread("antithetic")).toBeLessThan(0.6 * spread("independent"));
  });

  test("full revaluation: losing the square of a normal return has a chi-square quantile", () => {
    const panel = dependent(250);
    const { value, standardError, conventions } = estimateVaR(panel, {
      confidence: 0.99,
      method: { kind, revalue: (returns) => -((returns[1] ?? NaN) ** 2) },
    });
    const column = panel.column("asset 2");
    const mean = column.reduce((sum, r) => sum + r, 0) / column.length;
    const variance = column.reduce((sum, r) => sum + (r - mean) ** 2, 0) / (column.length - 1);
    const expected = variance * chiSquareDistribution(1).quantile(0.99);
    expect(Math.abs(value / expected - 1)).toBeLessThan(0.03);
    expect(standardError / value).toBeLessThan(0.03);
    expect(conventions["valuation"]).toBe("callback");
  });

  test("over a horizon assets compound and holdings stay: ten periods of a Gaussian law near sqrt(10)", () => {
    const panel = dependent(500);
    const ten = valueAtRisk(panel, { weights, confidence: 0.95, horizon: 10, method: { kind, draws: 50_000 } });
    const one = valueAtRisk(panel, { weights, confidence: 0.95, method: { kind, draws: 50_000 } });
    expect(ten / one).toBeGreaterThan(2.6);
    expect(ten / one).toBeLessThan(3.3);
  });

  test("assets that are copies of each other are simulated all the same", () => {
    const panel = panelOf(Array.from(dependent(100).column("asset 1"), (r) => [r, r, -r]));
    for (const innovations of ["gaussian", "student-t", "t-copula"] as const) {
      const value = valueAtRisk(panel, { weights: [0.5, 0.5, 0], method: { kind, innovations, draws: 5000 } });
      expect(value).toBeGreaterThan(0.005);
      const all = valueAtRisk(panel, { weights: [0.5, 0.5, 0.2], method: { kind, innovations, draws: 5000 } });
      expect(all / value).toBeCloseTo(0.8, 1);
    }
  });

  test("bad input: too few draws, a mirrored bootstrap, a callback that gives NaN, no weight at all", () => {
    const panel = dependent(50);
    const run = (method: Omit<MonteCarloSpec, "kind">, chosen = weights): number =>
      valueAtRisk(panel, { weights: chosen, method: { kind, draws: 1000, ...method } });
    expect(() => run({ draws: 10 })).toThrow(/method.draws/);
    expect(() => run({ innovations: "block-bootstrap", variates: "antithetic" })).toThrow(/method.variates/);
    expect(() => run({ revalue: () => NaN })).toThrow(/method.revalue.*finite/);
    expect(() => run({}, [0, 0])).toThrow(/weights: all are 0/);
    expect(() => run({ degreesOfFreedom: 2 })).toThrow(/degreesOfFreedom/);
  });
});
