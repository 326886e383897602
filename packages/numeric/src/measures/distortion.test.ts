import { describe, expect, test } from "vitest";
import { normalQuantile } from "../distributions/index.ts";
import { measureRisk, type RiskMeasureSpec } from "./table.ts";

describe("distortions and spectra", () => {
  test("distortions: dual power is the mean largest of two losses, proportional hazard a power spectrum, Wang shifts a normal", () => {
    const x = Float64Array.of(0.01, -0.04, 0.02, -0.01);
    let largest = 0;
    for (const a of x) for (const b of x) largest += Math.max(-a, -b) / 16;
    expect(measureRisk({ kind: "distortion", distortion: { kind: "dual-power", rho: 2 } }, x)).toBeCloseTo(largest, 14);
    expect(measureRisk({ kind: "distortion", distortion: { kind: "proportional-hazard", rho: 2 } }, x)).toBeCloseTo(
      measureRisk({ kind: "spectral", spectrum: { kind: "power", exponent: 0.5 } }, x),
      14,
    );
    const normal = Float64Array.from({ length: 20_000 }, (_, i) => normalQuantile((i + 0.5) / 20_000));
    const wang = measureRisk({ kind: "distortion", distortion: { kind: "wang", lambda: 0.7 } }, normal);
    expect(wang).toBeCloseTo(0.7, 3);
    const none = [
      { kind: "wang", lambda: 0 },
      { kind: "proportional-hazard", rho: 1 },
      { kind: "dual-power", rho: 1 },
      { kind: "min-max", rho: 1 },
    ] as const;
    for (const distortion of none) {
      expect(measureRisk({ kind: "distortion", distortion }, x)).toBeCloseTo(0.005, 14);
    }
  });

  test("distortions and spectra refuse what is not concave or doesn't sum to 1", () => {
    const x = Float64Array.of(0.01, -0.04, 0.02, -0.01);
    const bad: readonly RiskMeasureSpec[] = [
      { kind: "distortion", distortion: { kind: "wang", lambda: -1 } },
      { kind: "distortion", distortion: { kind: "dual-power", rho: 0.5 } },
      { kind: "distortion", distortion: { kind: "lookback", p: 2 } },
      { kind: "spectral", spectrum: { kind: "steps", values: [1, 3, 0, 0] } },
      { kind: "spectral", spectrum: { kind: "steps", values: [3, 2] } },
      { kind: "spectral", spectrum: { kind: "function", density: (u) => 2 * u } },
      { kind: "spectral", spectrum: { kind: "function", density: () => 2 } },
      { kind: "rlvar", kappa: 1 },
    ];
    for (const spec of bad) expect(() => measureRisk(spec, x)).toThrow(RangeError);
  });

  test("a spectrum as steps or as a function equals its named form", () => {
    const x = Float64Array.from({ length: 40 }, (_, i) => Math.sin(7 * i) / 50);
    const steps = { kind: "steps", values: [4, 0, 0, 0] } as const;
    expect(measureRisk({ kind: "spectral", spectrum: steps }, x)).toBeCloseTo(
      measureRisk({ kind: "cvar", confidence: 0.75 }, x),
      14,
    );
    const density = (u: number): number => (5 * Math.exp(-5 * u)) / (1 - Math.exp(-5));
    expect(measureRisk({ kind: "spectral", spectrum: { kind: "function", density } }, x)).toBeCloseTo(
      measureRisk({ kind: "spectral", spectrum: { kind: "exponential", aversion: 5 } }, x),
      12,
    );
  });
});
