import { describe, expect, test } from "vitest";
import { CorrelatedNormals } from "./correlated-normals.ts";
import { QuickNormals } from "./quick-normals.ts";
import { RandomStream } from "./random-stream.ts";

const lower = Float64Array.of(2, 0, 0, 1, 1, 0, -1, 0.5, 3);

describe("CorrelatedNormals", () => {
  test("draws are the factor times quick normals of the substream", () => {
    const rows = 20;
    const draws = new CorrelatedNormals(lower, 3, RandomStream.of(4)).draw(new Float64Array(3 * rows), rows);
    const z = new QuickNormals(RandomStream.of(4).substream("normals")).draw(new Float64Array(3 * rows));
    for (let k = 0; k < rows; k++) {
      expect(draws[k]).toBeCloseTo(2 * z[k]!, 14);
      expect(draws[rows + k]).toBeCloseTo(z[k]! + z[rows + k]!, 14);
      expect(draws[2 * rows + k]).toBeCloseTo(-z[k]! + 0.5 * z[rows + k]! + 3 * z[2 * rows + k]!, 14);
    }
  });

  test("their covariance is L L', within four errors; above the diagonal nothing is read", () => {
    const rows = 200_000;
    const filled = lower.slice();
    filled[1] = 9;
    const draws = new CorrelatedNormals(filled, 3, RandomStream.of(1)).draw(new Float64Array(3 * rows), rows);
    const expected = [4, 2, -2, 2, 2, -0.5, -2, -0.5, 10.25];
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        let sum = 0;
        for (let k = 0; k < rows; k++) sum += draws[i * rows + k]! * draws[j * rows + k]!;
        const error = Math.sqrt((expected[4 * i]! * expected[4 * j]! + expected[3 * i + j]! ** 2) / rows);
        expect(Math.abs(sum / rows - expected[3 * i + j]!)).toBeLessThan(4 * error);
      }
    }
  });

  test.each([0.7, 3, 40])("chi-squares of %d degrees of freedom: mean and variance, normals left alone", (freedom) => {
    const count = 100_000;
    const source = new CorrelatedNormals(lower, 3, RandomStream.of(2));
    const draws = source.chiSquares(freedom, new Float64Array(count));
    const mean = draws.reduce((sum, x) => sum + x, 0) / count;
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / count;
    expect(Math.abs(mean - freedom)).toBeLessThan(4 * Math.sqrt((2 * freedom) / count));
    // fourth central moment of a chi-square: 12 k (k + 4)
    expect(Math.abs(variance - 2 * freedom)).toBeLessThan(
      4 * Math.sqrt((12 * freedom * (freedom + 4) - 4 * freedom ** 2) / count),
    );
    const fresh = new CorrelatedNormals(lower, 3, RandomStream.of(2));
    expect(source.draw(new Float64Array(3), 1)).toEqual(fresh.draw(new Float64Array(3), 1));
  });

  test("refuses short arrays and degrees of freedom that mean nothing", () => {
    expect(() => new CorrelatedNormals(lower, 4, RandomStream.of(1))).toThrow(RangeError);
    const source = new CorrelatedNormals(lower, 3, RandomStream.of(1));
    expect(() => source.draw(new Float64Array(5), 2)).toThrow(RangeError);
    expect(() => source.chiSquares(Number.NaN, new Float64Array(1))).toThrow(RangeError);
  });
});
