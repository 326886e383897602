import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { attempt } from "@plimsoll/core";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { estimateES, estimateVaR, expectedShortfall, tailDiagnostics, valueAtRisk } from "../index.ts";

/** Minus the quantiles of a Pareto law: P(L > x) = (x / 0.01)^(-index). */
function paretoReturns(index: number, n = 2000): number[] {
  return Array.from({ length: n }, (_, i) => -0.01 * ((i + 0.5) / n) ** (-1 / index));
}

describe("extreme value", () => {
  referenceTest("Danish fire losses over 10 million: 109 of them, shape .497 (.136), scale 6.98 (McNeil 1997)", () => {
    const text = gunzipSync(readFileSync(referenceFile("qrmdata/danish_fire_losses.csv.gz"))).toString("utf8");
    const losses = text
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => Number(line.split(",").at(-1)));
    const { value, conventions } = estimateVaR(
      losses.map((loss) => -loss),
      { confidence: 0.99, method: { kind: "extreme-value", threshold: 10 } },
    );
    expect(conventions["exceedances"]).toBe(109);
    expect(conventions["shape"]).toBeCloseTo(0.497, 3);
    expect(conventions["scale"]).toBeCloseTo(6.975, 2);
    expect(value).toBeCloseTo(27.3, 0);
    const [at] = tailDiagnostics(
      losses.map((loss) => -loss),
      { exceedances: [109] },
    );
    expect(at?.shapeError).toBeCloseTo(0.136, 2);
  });

  test("a Pareto law with index 4: shape 1/4, and VaR and ES far beyond the sample's quantiles", () => {
    const x = paretoReturns(4);
    const method = "extreme-value";
    const { value, conventions } = estimateVaR(x, { method, confidence: 0.9999 });
    expect(conventions["shape"]).toBeCloseTo(0.25, 1);
    expect(value / (0.01 * 1e-4 ** -0.25)).toBeCloseTo(1, 1);
    expect(expectedShortfall(x, { method, confidence: 0.9999 }) / value).toBeCloseTo(4 / 3, 1);
  });

  test("at the threshold VaR is the threshold, and ES is the mean of the fitted excesses over it", () => {
    const x = paretoReturns(4, 1000);
    const { value, conventions } = estimateVaR(x, { method: "extreme-value", confidence: 0.9 });
    expect(value).toBeCloseTo(Number(conventions["threshold"]), 12);
    const shortfall = estimateES(x, { method: "extreme-value", confidence: 0.9 });
    const mean = Number(conventions["scale"]) / (1 - Number(conventions["shape"]));
    expect(shortfall.value).toBeCloseTo(value + mean, 12);
  });

  test("a shape of 1 or more has no mean: ES is infinite", () => {
    const x = paretoReturns(0.6);
    expect(expectedShortfall(x, { method: "extreme-value", confidence: 0.99 })).toBe(Infinity);
  });

  test("a tail larger than the share over the threshold, too few losses over it: errors that say what to do", () => {
    const x = paretoReturns(4, 200);
    expect(() => valueAtRisk(x, { method: "extreme-value", confidence: 0.8 })).toThrow(
      /lower the threshold|tailFraction/,
    );
    const few = attempt(() => valueAtRisk(x.slice(0, 30), { method: "extreme-value", confidence: 0.99 }));
    expect(!few.success && few.error.code).toBe("NOT_ENOUGH_DATA");
    const empty = attempt(() => valueAtRisk(x, { method: { kind: "extreme-value", threshold: 9 }, confidence: 0.99 }));
    expect(!empty.success && empty.error.message).toMatch(/0 losses above the threshold/);
    expect(() => valueAtRisk(x, { method: { kind: "extreme-value", threshold: 0.01, tailFraction: 0.1 } })).toThrow(
      /not both/,
    );
  });
});

describe("threshold diagnostics", () => {
  test("a Pareto law with index 3: Hill's index 3, shape 1/3 and mean excess rising by half the threshold", () => {
    const rows = tailDiagnostics(paretoReturns(3, 5000), { exceedances: [100, 200, 400, 800] });
    for (const { hill, shape, hillError } of rows) {
      expect(hill).toBeCloseTo(3, 0);
      expect(hillError).toBeGreaterThan(0);
      expect(shape).toBeCloseTo(1 / 3, 1);
    }
    const [high, , , low] = rows;
    const slope =
      ((high?.meanExcess ?? NaN) - (low?.meanExcess ?? NaN)) / ((high?.threshold ?? NaN) - (low?.threshold ?? NaN));
    expect(slope).toBeCloseTo(0.5, 1);
  });

  test("thirty thresholds by default, the highest first", () => {
    const rows = tailDiagnostics(paretoReturns(3, 1000));
    expect(rows).toHaveLength(30);
    expect(rows[0]?.exceedances).toBe(20);
    expect(rows.at(-1)?.exceedances).toBe(250);
    expect(() => tailDiagnostics(paretoReturns(3, 100), { exceedances: [4] })).toThrow(/exceedances\[0\]/);
  });
});
