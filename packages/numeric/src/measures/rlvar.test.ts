import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { measureRisk } from "./table.ts";

const returns = (minLength: number, maxLength: number): fc.Arbitrary<Float64Array> =>
  fc
    .array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength, maxLength })
    .map((values) => Float64Array.from(values));

describe("relativistic value at risk", () => {
  test("EVaR <= RLVaR <= worst, RLVaR increasing in kappa, EVaR at its lower end", () => {
    const kappas = fc.tuple(
      fc.double({ min: 0.01, max: 0.98, noNaN: true }),
      fc.double({ min: 0.01, max: 0.98, noNaN: true }),
    );
    fc.assert(
      fc.property(returns(2, 60), fc.double({ min: 0.5, max: 0.99, noNaN: true }), kappas, (x, confidence, pair) => {
        const at = (kappa: number): number => measureRisk({ kind: "rlvar", confidence, kappa }, x);
        const [low, high] = [at(Math.min(...pair)), at(Math.max(...pair))];
        const evar = measureRisk({ kind: "evar", confidence }, x);
        expect(evar).toBeLessThanOrEqual(low + 1e-10);
        expect(low).toBeLessThanOrEqual(high + 1e-10);
        expect(high).toBeLessThanOrEqual(measureRisk({ kind: "worst" }, x) + 1e-12);
        expect(Math.abs(at(1e-3) - evar)).toBeLessThan(1e-4);
      }),
      { numRuns: 100 },
    );
  });

  test("RLVaR as Riskfolio-Lib 7.4.0 solves its power cones (Clarabel, to 1e-8 of the solver)", () => {
    const x = Float64Array.from({ length: 60 }, (_, i) => 0.05 * Math.sin(7.3 * i + 1) - 0.004 + 0.0007 * i);
    const golden = [
      [0.95, 0.3, 0.04687691626469324],
      [0.9, 0.3, 0.044602403546245395],
      [0.95, 0.6, 0.047898285355940574],
      [0.8, 0.1, 0.03836506048800786],
    ] as const;
    for (const [confidence, kappa, expected] of golden) {
      expect(Math.abs(measureRisk({ kind: "rlvar", confidence, kappa }, x) - expected)).toBeLessThan(5e-9);
    }
  });

  test("RLVaR is the least of its primal, by direct search over t and z", () => {
    const x = Float64Array.of(0.02, -0.03, 0.01, -0.05, 0.04, 0, 0.015, -0.01, 0.03, -0.02);
    const [a, k] = [0.2, 0.4];
    // conjugate of phi(q) = (q^(1+k) - q^(1-k)) / (2k) at s, by the stationary q
    const conjugate = (s: number): number => {
      const y = (k * s + Math.sqrt(k * k * s * s + 1 - k * k)) / (1 + k);
      const q = y ** (1 / k);
      return q * s - (q * (y - 1 / y)) / (2 * k);
    };
    const budget = ((1 / (a * 10)) ** k - (a * 10) ** k) / (2 * k);
    const primal = (t: number, z: number): number =>
      t + z * budget + x.reduce((sum, r) => sum + z * conjugate((-r - t) / z), 0);
    let best = Infinity;
    for (let i = 0; i <= 400; i++) {
      for (let j = 1; j <= 400; j++) best = Math.min(best, primal(-0.05 + (i * 0.1) / 400, j * 2e-4));
    }
    const value = measureRisk({ kind: "rlvar", confidence: 1 - a, kappa: k }, x);
    expect(best).toBeGreaterThanOrEqual(value - 1e-12);
    expect(best).toBeLessThan(value + 1e-5);
  });
});
