import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { performance, type Performance } from "../index.ts";

const stream = RandomStream.of("errors");
/** A market with tails and a fund that follows it. */
function draw(): { readonly own: Float64Array; readonly market: Float64Array } {
  const market = Float64Array.from({ length: 500 }, () => 0.0005 + 0.008 * stream.studentT(9));
  return { own: market.map((m) => 0.0002 + 0.7 * m + 0.004 * stream.normal()), market };
}
const runs = Array.from({ length: 150 }, () => {
  const { own, market } = draw();
  return performance(own, { benchmark: market });
});

const read: Readonly<Record<string, (p: Performance) => number>> = {
  meanReturn: (p) => p.meanReturn,
  cagr: (p) => p.cagr,
  volatility: (p) => p.volatility,
  sharpe: (p) => p.sharpe?.value ?? NaN,
  sortino: (p) => p.sortino ?? NaN,
  downsideDeviation: (p) => p.downsideDeviation,
  omega: (p) => p.omega ?? NaN,
  kappa3: (p) => p.kappa3 ?? NaN,
  gainLoss: (p) => p.gainLoss ?? NaN,
  hitRate: (p) => p.hitRate,
  valueAtRisk95: (p) => p.valueAtRisk95,
  expectedShortfall95: (p) => p.expectedShortfall95,
  "benchmark.beta": (p) => p.benchmark?.beta ?? NaN,
  "benchmark.alpha": (p) => p.benchmark?.alpha ?? NaN,
  "benchmark.trackingError": (p) => p.benchmark?.trackingError ?? NaN,
  "benchmark.informationRatio": (p) => p.benchmark?.informationRatio ?? NaN,
};

describe("standard errors of performance", () => {
  test.each(Object.keys(read))("%s: the delta method's error is the spread over repeated samples", (key) => {
    const values = runs.map((run) => read[key]?.(run) ?? NaN);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
    const reported = runs.reduce((sum, run) => sum + (run.standardErrors[key] ?? NaN), 0) / runs.length;
    expect(reported / spread).toBeGreaterThan(0.78);
    expect(reported / spread).toBeLessThan(1.28);
  });

  test("by bootstrap every figure has an error, near the delta method's where both exist", () => {
    const { own, market } = draw();
    const delta = performance(own, { benchmark: market });
    const drawn = performance(own, {
      benchmark: market,
      uncertainty: { kind: "bootstrap", block: 1, replications: 300 },
    });
    for (const key of ["meanReturn", "volatility", "sharpe", "sortino", "omega", "benchmark.beta"]) {
      const ratio = (drawn.standardErrors[key] ?? NaN) / (delta.standardErrors[key] ?? NaN);
      expect(ratio, key).toBeGreaterThan(0.75);
      expect(ratio, key).toBeLessThan(1.3);
    }
    for (const key of ["maxDrawdown", "calmar", "ulcer", "rachev", "tailRatio", "trend.kRatio.2003", "gains.kelly"]) {
      expect(drawn.standardErrors[key], key).toBeGreaterThan(0);
    }
    expect(drawn.conventions["standardErrors"]).toMatch(/bootstrap, 300 replications/);
    expect(drawn.sharpe).toEqual(delta.sharpe);
  });
});
