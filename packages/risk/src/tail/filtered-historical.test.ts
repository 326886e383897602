import { RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { estimateES, estimateVaR, valueAtRisk } from "../index.ts";

function garchReturns(seed: number, days: number): Float64Array {
  const stream = RandomStream.of(seed);
  let variance = 1e-4;
  return Float64Array.from({ length: days }, () => {
    const residual = Math.sqrt(variance) * stream.studentT(6);
    variance = 2e-6 + 0.08 * residual * residual + 0.88 * variance;
    return 0.0003 + residual;
  });
}

const parameters = { omega: 2e-6, alpha: 0.06, beta: 0.9, gamma: 0.03, mean: 0.0003 };

/** The recursion written out. */
function forecasts(x: Float64Array): number[] {
  const center = x.reduce((sum, value) => sum + value, 0) / x.length;
  const residuals = x.map((value) => value - parameters.mean);
  const mean = residuals.reduce((sum, value) => sum + value, 0) / x.length;
  let variance = residuals.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
  const out = [Math.sqrt(variance)];
  for (const value of residuals) {
    const weight = value < 0 ? parameters.alpha + parameters.gamma : parameters.alpha;
    variance = parameters.omega + weight * value * value + parameters.beta * variance;
    out.push(Math.sqrt(variance));
  }
  expect(Number.isFinite(center)).toBe(true);
  return out;
}

describe("filtered historical simulation", () => {
  test("of one period: the quantile of mean plus volatility ahead times standardised residuals", () => {
    const x = garchReturns(1, 600);
    const sigma = forecasts(x);
    const raw = Array.from(x, (value, t) => (value - parameters.mean) / (sigma[t] ?? NaN));
    const center = raw.reduce((sum, value) => sum + value, 0) / raw.length;
    const spread = Math.sqrt(raw.reduce((sum, value) => sum + (value - center) ** 2, 0) / raw.length);
    const scenarios = raw.map((value) => parameters.mean + ((sigma[600] ?? NaN) * (value - center)) / spread);
    const method = { kind: "filtered-historical", volatility: parameters } as const;
    for (const confidence of [0.9, 0.975, 0.99]) {
      expect(valueAtRisk(x, { method, confidence })).toBeCloseTo(valueAtRisk(scenarios, { confidence }), 12);
    }
  });

  test("parameters and the forecasts they make give the same number, but for the mean", () => {
    const x = garchReturns(2, 400);
    const center = x.reduce((sum, value) => sum + value, 0) / x.length;
    const volatility = forecasts(x.map((value) => value - center + parameters.mean));
    const { mean: _, ...rest } = parameters;
    for (const kind of ["filtered-historical", "garch"] as const) {
      const given = estimateES(x, { method: { kind, volatility }, confidence: 0.99 });
      const fitted = estimateES(x, { method: { kind, volatility: rest }, confidence: 0.99 });
      expect(given.value).toBeCloseTo(fitted.value, 12);
    }
  });

  test("a calm history is stretched to today's volatility, a wild one shrunk", () => {
    const stream = RandomStream.of(3);
    const part = (deviation: number): number[] => Array.from({ length: 300 }, () => deviation * stream.normal());
    const calmThenWild = [...part(0.005), ...part(0.02)];
    const wildThenCalm = calmThenWild.slice().reverse();
    const method = "filtered-historical";
    expect(valueAtRisk(calmThenWild, { method })).toBeGreaterThan(1.2 * valueAtRisk(calmThenWild));
    expect(valueAtRisk(wildThenCalm, { method })).toBeLessThan(0.6 * valueAtRisk(wildThenCalm));
  });

  test("the horizon is simulated through the recursion: from high volatility it falls back, so less than sqrt(10)", () => {
    const x = [...garchReturns(4, 500), -0.09];
    const options = { confidence: 0.95, horizon: 10 } as const;
    const method = { kind: "filtered-historical", volatility: { omega: 1e-5, alpha: 0.1, beta: 0.8 } } as const;
    const simulated = estimateVaR(x, { ...options, method, simulation: { draws: 20_000 } });
    const scaled = estimateVaR(x, { ...options, method, horizonScaling: "square-root-of-time" });
    expect(simulated.conventions["horizonScaling"]).toBe("simulation");
    expect(simulated.value).toBeLessThan(0.95 * scaled.value);
    expect(simulated.value).toBeGreaterThan(0.4 * scaled.value);
    expect(estimateVaR(x, { ...options, method, simulation: { draws: 20_000 } }).value).toBe(simulated.value);
  });

  test("scales with the returns", () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0.1, max: 10, noNaN: true }), (seed, k) => {
        const x = garchReturns(seed, 120);
        const value = valueAtRisk(x, { method: "filtered-historical" });
        expect(
          valueAtRisk(
            x.map((r) => k * r),
            { method: "filtered-historical" },
          ),
        ).toBeCloseTo(k * value, 10);
      }),
      { numRuns: 20 },
    );
  });
});

describe("garch", () => {
  test("minus mean plus volatility ahead times the quantile, Gaussian or Student-t of variance 1", () => {
    const x = garchReturns(5, 300);
    const ahead = forecasts(x)[300] ?? NaN;
    const gaussian = estimateVaR(x, { method: { kind: "garch", volatility: parameters }, confidence: 0.99 });
    expect(gaussian.value).toBeCloseTo(-parameters.mean + 2.3263478740408408 * ahead, 12);
    const student = estimateVaR(x, {
      method: { kind: "garch", volatility: parameters, innovations: "student-t", degreesOfFreedom: 4 },
      confidence: 0.99,
    });
    expect(student.value).toBeCloseTo(-parameters.mean + 3.746947387979196 * Math.sqrt(0.5) * ahead, 12);
  });

  test("bad parameters are refused by name", () => {
    const x = garchReturns(6, 50);
    const volatility = { omega: 1e-6, alpha: 0.2, beta: 0.9 };
    expect(() => valueAtRisk(x, { method: { kind: "garch", volatility } })).toThrow(/method.volatility.*< 1/);
    expect(() => valueAtRisk(x, { method: { kind: "filtered-historical", volatility: [0.01] } })).toThrow(
      /method.volatility: expected 51 forecasts/,
    );
    expect(() => valueAtRisk(x, { method: "garch" })).toThrow(/method.volatility/);
  });
});
