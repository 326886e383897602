import { ReturnPanel } from "@plimsoll/core";
import { RandomStream, type RiskMeasureSpec, riskMeasures, standardDeviation } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { estimateRiskMeasure, expectedShortfall, riskMeasure, riskMeasureKinds, valueAtRisk } from "../index.ts";

const sample = RandomStream.of(5)
  .fillNormal(new Float64Array(300))
  .map((z) => 0.001 + 0.01 * z);

describe("riskMeasure", () => {
  test.each(riskMeasureKinds.map((kind) => [kind] as const))("%s is the one definition of numeric's table", (kind) => {
    const measure = { kind } as RiskMeasureSpec;
    const direct = (riskMeasures[kind].value as (series: Float64Array, options: object) => number)(sample, {});
    expect(riskMeasure(sample, { measure })).toBe(direct);
    expect(direct).toBeGreaterThan(-0.01);
  });

  test("VaR <= ES <= EVaR <= RLVaR <= worst, and each spectral or distortion measure between mean loss and worst", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 2, maxLength: 60 }),
        fc.double({ min: 0.5, max: 0.99, noNaN: true }),
        (x, confidence) => {
          const at = (measure: RiskMeasureSpec): number => riskMeasure(x, { measure });
          const ordered = [
            valueAtRisk(x, { confidence }),
            expectedShortfall(x, { confidence }),
            at({ kind: "evar", confidence }),
            at({ kind: "rlvar", confidence }),
            at({ kind: "worst" }),
          ];
          for (let i = 1; i < ordered.length; i++)
            expect(ordered[i - 1]).toBeLessThanOrEqual((ordered[i] ?? NaN) + 1e-10);
          const mean = -x.reduce((sum, r) => sum + r, 0) / x.length;
          for (const measure of [{ kind: "spectral" }, { kind: "distortion" }, { kind: "entropic" }] as const) {
            expect(at(measure)).toBeGreaterThanOrEqual(mean - 1e-12);
            expect(at(measure)).toBeLessThanOrEqual((ordered[4] ?? NaN) + 1e-12);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test("a panel by weights", () => {
    const panel = ReturnPanel.of({
      dates: ["2024-01-02", "2024-01-03", "2024-01-04"],
      assets: ["a", "b"],
      values: [
        [0.01, -0.02],
        [-0.03, 0.01],
        [0.02, 0.02],
      ],
    });
    const series = [0.01 * 0.5 - 0.02 * 0.5, -0.03 * 0.5 + 0.01 * 0.5, 0.02];
    const measure = { kind: "gini" } as const;
    expect(riskMeasure(panel, { weights: [0.5, 0.5], measure })).toBeCloseTo(riskMeasure(series, { measure }), 15);
  });

  test("bad input: unknown measure, options out of range, NaN, one observation", () => {
    const bad =
      (measure: object): (() => number) =>
      () =>
        riskMeasure(sample, { measure: measure as RiskMeasureSpec });
    expect(bad({ kind: "unknown" })).toThrow(/no "unknown".*variance/);
    expect(bad({ kind: "evar", confidence: 1 })).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }) as Error);
    expect(bad({ kind: "rlvar", kappa: 0 })).toThrow(/"rlvar".*kappa/);
    expect(() => riskMeasure([0.01, NaN], { measure: { kind: "mad" } })).toThrow(/returns\[1\]/);
    expect(() => riskMeasure([0.01], { measure: { kind: "mad" } })).toThrow(
      expect.objectContaining({ code: "NOT_ENOUGH_DATA" }) as Error,
    );
  });
});

describe("estimateRiskMeasure", () => {
  test("the bootstrap error of a standard deviation of normal returns is sd / sqrt(2 n)", () => {
    const { value, standardError, interval, conventions } = estimateRiskMeasure(sample, {
      measure: { kind: "standard-deviation" },
      uncertainty: { kind: "bootstrap", block: 1 },
    });
    expect(value).toBeCloseTo(standardDeviation(sample), 15);
    expect(standardError / (value / Math.sqrt(600))).toBeGreaterThan(0.8);
    expect(standardError / (value / Math.sqrt(600))).toBeLessThan(1.2);
    expect(interval[0] < value && value < interval[1]).toBe(true);
    expect(conventions["measure"]).toBe("standard-deviation");
  });

  test("too few replications are refused", () => {
    const uncertainty = { kind: "bootstrap", replications: 3 } as const;
    expect(() => estimateRiskMeasure(sample, { measure: { kind: "mad" }, uncertainty })).toThrow(/replications/);
  });
});
