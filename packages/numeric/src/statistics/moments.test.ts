import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matrixOf } from "../../../../test/matrices.ts";
import { autocorrelations, autocovariances } from "./autocorrelation.ts";
import {
  columnMeans,
  correlation,
  correlationMatrix,
  correlationOf,
  covariance,
  covarianceMatrix,
} from "./covariance.ts";
import { mean, sum } from "./mean.ts";
import { centralMoments, excessKurtosis, skewness, standardDeviation, variance } from "./moments.ts";

const series = fc.integer({ min: 4, max: 30 }).chain((n) => matrixOf(1, n));
const empty = new Float64Array(0);
const holed = Float64Array.of(1, Number.NaN, 2);

describe("mean and sum", () => {
  test("the compensated sum survives cancellation", () => {
    expect(sum(Float64Array.of(1, 1e100, 1, -1e100))).toBe(2);
    expect(sum(Float64Array.of(1, Infinity))).toBe(Infinity);
    expect(sum(empty)).toBe(0);
  });

  test("the mean of values far from zero keeps their digits", () => {
    const x = Float64Array.from({ length: 1000 }, (_, i) => 1e9 + i / 1024);
    expect(mean(x)).toBe(1e9 + 999 / 2048);
  });

  test("weights that are equal change nothing, integer weights repeat values", () => {
    expect(mean(Float64Array.of(1, 5), Float64Array.of(2, 2))).toBe(3);
    expect(mean(Float64Array.of(1, 5), Float64Array.of(3, 1))).toBe(2);
    expect(() => mean(Float64Array.of(1, 5), Float64Array.of(1))).toThrow("expected 2 weights");
  });

  test("NaN propagates and no values have no mean", () => {
    expect(mean(holed)).toBeNaN();
    expect(mean(empty)).toBeNaN();
    expect(sum(holed)).toBeNaN();
    expect(mean(Float64Array.of(1, Infinity))).toBe(Infinity);
  });
});

describe("variance", () => {
  test("is shift invariant to the last digits even far from zero", () => {
    const x = Float64Array.of(4, 7, 13, 16);
    expect(variance(x.map((value) => value + 1e9))).toBe(30);
    expect(variance(x, { ddof: 0 })).toBe(22.5);
    expect(standardDeviation(x)).toBe(Math.sqrt(30));
  });

  test("is the covariance of a series with itself and scales with the square", () => {
    fc.assert(
      fc.property(series, (x) => {
        expect(covariance(x, x)).toBeCloseTo(variance(x), 11);
        expect(variance(x.map((value) => 3 * value))).toBeCloseTo(9 * variance(x), 10);
      }),
    );
  });

  test("unit weights change nothing", () => {
    fc.assert(
      fc.property(series, (x) => {
        expect(variance(x, { weights: x.map(() => 1) })).toBeCloseTo(variance(x), 11);
        expect(variance(x, { weights: x.map(() => 5) })).toBeCloseTo(variance(x), 11);
      }),
    );
  });

  test("needs more values than ddof, and passes NaN on", () => {
    expect(variance(Float64Array.of(1))).toBeNaN();
    expect(variance(Float64Array.of(1), { ddof: 0 })).toBe(0);
    expect(variance(holed)).toBeNaN();
    expect(variance(empty)).toBeNaN();
  });
});

describe("skewness and kurtosis", () => {
  // moments of 0,0,0,1: p = 1/4, so g1 = (1 - 2p)/sqrt(p(1 - p)) and g2 = (1 - 6p(1 - p))/(p(1 - p))
  const x = Float64Array.of(0, 0, 0, 1);

  test("agree with the Bernoulli moments", () => {
    expect(skewness(x)).toBeCloseTo(0.5 / Math.sqrt(3 / 16), 14);
    expect(excessKurtosis(x)).toBeCloseTo((1 - 18 / 16) / (3 / 16), 14);
    expect(skewness(x, { estimator: "sample" })).toBeCloseTo(2, 14);
    expect(excessKurtosis(x, { estimator: "sample" })).toBeCloseTo(4, 13);
  });

  test("do not feel shift or positive scale", () => {
    fc.assert(
      fc.property(series, (raw) => {
        fc.pre(variance(raw) > 1e-3);
        const moved = raw.map((value) => 5 + 2 * value);
        expect(skewness(moved)).toBeCloseTo(skewness(raw), 8);
        expect(excessKurtosis(moved)).toBeCloseTo(excessKurtosis(raw), 8);
        expect(centralMoments(raw)[0]).toBeCloseTo(variance(raw, { ddof: 0 }), 11);
      }),
    );
  });

  test("are NaN for constant, short and holed series", () => {
    expect(skewness(Float64Array.of(2, 2))).toBeNaN();
    expect(skewness(Float64Array.of(1, 2), { estimator: "sample" })).toBeNaN();
    expect(excessKurtosis(Float64Array.of(1, 2, 4), { estimator: "sample" })).toBeNaN();
    expect(excessKurtosis(holed)).toBeNaN();
  });
});

describe("covariance and correlation matrices", () => {
  test("hold the pairwise numbers", () => {
    fc.assert(
      fc.property(matrixOf(8, 3), (x) => {
        const column = (j: number): Float64Array => Float64Array.from({ length: 8 }, (_, t) => x[t * 3 + j]!);
        const c = covarianceMatrix(x, 8, 3);
        const r = correlationMatrix(x, 8, 3);
        for (let i = 0; i < 3; i++) {
          expect(columnMeans(x, 8, 3)[i]).toBeCloseTo(mean(column(i)), 12);
          for (let j = 0; j < 3; j++) {
            expect(c[i * 3 + j]).toBeCloseTo(covariance(column(i), column(j)), 11);
            const pair = correlation(column(i), column(j));
            if (Number.isNaN(pair)) continue;
            expect(r[i * 3 + j]).toBeCloseTo(pair, 9);
            expect(Math.abs(pair)).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });

  test("integer weights on the divisor 'ddof 0' repeat rows", () => {
    const x = Float64Array.of(1, 2, 3, 1, 5, 4);
    const twice = Float64Array.of(1, 2, 3, 1, 3, 1, 5, 4);
    const weighted = covarianceMatrix(x, 3, 2, { ddof: 0, weights: Float64Array.of(1, 2, 1) });
    covarianceMatrix(twice, 4, 2, { ddof: 0 }).forEach((value, at) => expect(weighted[at]).toBeCloseTo(value, 13));
  });

  test("NaN stays in its own row and column; too few rows give NaN", () => {
    const c = covarianceMatrix(Float64Array.of(1, Number.NaN, 2, 1, 4, 2), 3, 2);
    expect(c[0]).toBeCloseTo(7 / 3, 14);
    expect([c[1], c[2], c[3]]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(covarianceMatrix(Float64Array.of(1, 2), 1, 2)[0]).toBeNaN();
    expect(correlationOf(Float64Array.of(0, 0, 0, 1), 2)[1]).toBeNaN();
    expect(correlation(holed, holed)).toBeNaN();
  });

  test("names series of different lengths", () => {
    expect(() => covariance(Float64Array.of(1), Float64Array.of(1, 2))).toThrow("they hold 1 and 2 values");
    expect(() => correlation(Float64Array.of(1), Float64Array.of(1, 2))).toThrow(RangeError);
  });
});

describe("autocorrelation", () => {
  test("divides by n, starts at one and is bounded by it", () => {
    expect([...autocovariances(Float64Array.of(1, -1, 1, -1), 4)]).toEqual([1, -0.75, 0.5, -0.25, 0]);
    fc.assert(
      fc.property(series, (x) => {
        fc.pre(variance(x) > 1e-6);
        const rho = autocorrelations(x, 3);
        expect(rho[0]).toBe(1);
        for (const value of rho) expect(Math.abs(value)).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  test("is NaN for a constant and for NaN; lags must be whole", () => {
    expect(autocorrelations(Float64Array.of(1, 1), 1)[1]).toBeNaN();
    expect(autocovariances(holed, 1)[1]).toBeNaN();
    expect(() => autocovariances(holed, 0.5)).toThrow(RangeError);
  });
});
