import { describe, expect, test } from "vitest";
import { compareLosses } from "./loss-comparison.ts";

describe("compareLosses", () => {
  test("one step ahead it is the t test of the mean with the variance over n", () => {
    const differences = Float64Array.of(1, -0.5, 2, 0.25, 1.5);
    const mean = 0.85;
    const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 5;
    const { statistic, meanDifference, degreesOfFreedom } = compareLosses(differences, 1);
    expect(meanDifference).toBeCloseTo(mean, 12);
    expect(statistic).toBeCloseTo((mean / Math.sqrt(variance / 5)) * Math.sqrt(4 / 5), 12);
    expect(degreesOfFreedom).toBe(4);
  });

  test("two steps ahead the first autocovariance counts twice", () => {
    const differences = Float64Array.of(1, 2, 1.5, 0.5, 1, 1.75, 0.25);
    const n = 7;
    const mean = differences.reduce((sum, value) => sum + value, 0) / n;
    const gamma = (lag: number): number =>
      differences.reduce((sum, value, t) => sum + (t < lag ? 0 : (value - mean) * (differences[t - lag]! - mean)), 0) /
      n;
    const error = Math.sqrt((gamma(0) + 2 * gamma(1)) / n);
    const factor = Math.sqrt((n + 1 - 4 + 2 / n) / n);
    expect(compareLosses(differences, 2).statistic).toBeCloseTo((factor * mean) / error, 12);
  });

  test("differences without variance give NaN, a bad horizon a RangeError", () => {
    expect(compareLosses(Float64Array.of(0.1, 0.1, 0.1), 1)).toMatchObject({ statistic: NaN, pValue: NaN });
    expect(compareLosses(Float64Array.of(1, 2), 2).pValue).toBeNaN();
    expect(() => compareLosses(Float64Array.of(1, 2), 0)).toThrow(RangeError);
  });
});
