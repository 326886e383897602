import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matrixOf } from "../../../../test/matrices.ts";
import { autocovariances } from "./autocorrelation.ts";
import { mean } from "./mean.ts";
import { variance } from "./moments.ts";
import { longRunCovariance, longRunVariance, neweyWestLags } from "./newey-west.ts";
import { exponentialAverage, exponentialWeights, RunningMoments } from "./online.ts";

const series = fc.integer({ min: 2, max: 40 }).chain((n) => matrixOf(1, n));

describe("RunningMoments", () => {
  test("agree with the two-pass moments, also merged from parts and restored from JSON", () => {
    fc.assert(
      fc.property(series, fc.nat(40), (x, cut) => {
        const [left, right] = [new RunningMoments(), new RunningMoments()];
        x.forEach((value, i) => (i < cut ? left : right).add(value));
        left.merge(new RunningMoments(JSON.parse(JSON.stringify(right))));
        expect(left.count).toBe(x.length);
        expect(left.mean).toBeCloseTo(mean(x), 12);
        expect(left.variance()).toBeCloseTo(variance(x), 11);
      }),
    );
  });

  test("know nothing before the first value and stay NaN after a NaN", () => {
    const moments = new RunningMoments();
    expect([moments.mean, moments.variance(), moments.variance(0)]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    moments.add(Number.NaN);
    moments.add(1);
    expect([moments.mean, moments.variance()]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe("exponential weighting", () => {
  test("the average is the weighted sum it says", () => {
    fc.assert(
      fc.property(series, fc.double({ min: 0, max: 0.99, noNaN: true }), (x, decay) => {
        const average = exponentialAverage(x, decay, { initial: 0.5 });
        let expected = decay ** x.length * 0.5;
        x.forEach((value, i) => (expected += (1 - decay) * decay ** (x.length - 1 - i) * value));
        expect(average.at(-1)).toBeCloseTo(expected, 11);
      }),
    );
  });

  test("the weights sum to one, grow towards the newest, and are equal without decay", () => {
    const weights = exponentialWeights(50, 0.94);
    expect(mean(weights) * 50).toBeCloseTo(1, 14);
    expect(weights[49]! / weights[48]!).toBeCloseTo(1 / 0.94, 12);
    expect([...exponentialWeights(2, 1)]).toEqual([0.5, 0.5]);
    expect([...exponentialWeights(2, 0)]).toEqual([0, 1]);
    expect(() => exponentialWeights(2, 1.1)).toThrow("expected a decay");
    expect(() => exponentialAverage(weights, Number.NaN)).toThrow(RangeError);
    expect(exponentialAverage(new Float64Array(0), 0.5)).toHaveLength(0);
  });
});

describe("Newey-West", () => {
  test("is the Bartlett sum of the autocovariances, alone and in a matrix", () => {
    fc.assert(
      fc.property(series, fc.nat(5), (x, lags) => {
        const gamma = autocovariances(x, lags);
        const expected = gamma.reduce((sum, value, j) => sum + (j === 0 ? 1 : 2 * (1 - j / (lags + 1))) * value, 0);
        expect(longRunVariance(x, { lags })).toBeCloseTo(Math.max(0, expected), 10);
        expect(longRunCovariance(x, x.length, 1, { lags })[0]).toBeCloseTo(expected, 10);
      }),
    );
  });

  test("the matrix is symmetric and positive semidefinite in every direction", () => {
    fc.assert(
      fc.property(matrixOf(20, 3), matrixOf(1, 3), fc.nat(6), (x, direction, lags) => {
        const c = longRunCovariance(x, 20, 3, { lags });
        const projected = Float64Array.from({ length: 20 }, (_, t) =>
          [0, 1, 2].reduce((sum, j) => sum + direction[j]! * x[t * 3 + j]!, 0),
        );
        let form = 0;
        for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) form += direction[i]! * c[i * 3 + j]! * direction[j]!;
        expect(form).toBeCloseTo(longRunVariance(projected, { lags }), 9);
        expect(c[1]).toBeCloseTo(c[3]!, 12);
      }),
    );
  });

  test("default lags and uncentred scores", () => {
    expect([100, 250, 1000].map(neweyWestLags)).toEqual([4, 4, 6]);
    expect(longRunCovariance(Float64Array.of(1, 3), 2, 1, { lags: 0, centred: false })[0]).toBe(5);
    expect(() => longRunCovariance(new Float64Array(2), 2, 1, { lags: -1 })).toThrow(RangeError);
    expect(longRunVariance(Float64Array.of(1, Number.NaN), { lags: 1 })).toBeNaN();
  });
});
