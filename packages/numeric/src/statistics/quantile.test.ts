import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matrixOf } from "../../../../test/matrices.ts";
import {
  median,
  medianAbsoluteDeviation,
  quantile,
  quantilePosition,
  quantileSorted,
  type QuantileType,
} from "./quantile.ts";
import { argsort, ranks, selectInPlace, sorted } from "./selection.ts";

const types: readonly QuantileType[] = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const series = fc.integer({ min: 1, max: 25 }).chain((n) => matrixOf(1, n));
// sixteenths are exact, so that no rounding of n p blurs the steps
const probability = fc.integer({ min: 0, max: 16 }).map((k) => k / 16);

/** Entry 1 of the definitions, written down once more and read literally. */
function fromTheDefinition(x: Float64Array, p: number, type: QuantileType): number {
  const n = x.length;
  const at = (k: number): number => sorted(x)[Math.min(Math.max(k, 1), n) - 1]!;
  const m = [0, 0, -0.5, 0, 0.5, p, 1 - p, (p + 1) / 3, p / 4 + 3 / 8][type - 1]!;
  const h = n * p + m;
  const j = Math.floor(h);
  let g = h - j;
  if (type === 1) g = h > j ? 1 : 0;
  if (type === 2) g = h > j ? 1 : 0.5;
  if (type === 3) g = h === j && j % 2 === 0 ? 0 : 1;
  return (1 - g) * at(j) + g * at(j + 1);
}

describe("quantile", () => {
  test("of every type equals entry 1 of the definitions", () => {
    fc.assert(
      fc.property(series, probability, fc.constantFrom(...types), (x, p, type) => {
        const expected = fromTheDefinition(x, p, type);
        expect(quantile(x, p, type)).toBeCloseTo(expected, 12);
        expect(quantileSorted(sorted(x), p, type)).toBeCloseTo(expected, 12);
      }),
    );
  });

  test("is monotone in the probability and within the sample", () => {
    fc.assert(
      fc.property(series, fc.constantFrom(...types), fc.double({ min: 0, max: 1, noNaN: true }), (x, type, p) => {
        const low = quantile(x, p * 0.99, type);
        const high = quantile(x, p, type);
        expect(low).toBeLessThanOrEqual(high + 1e-12);
        expect(high).toBeGreaterThanOrEqual(sorted(x)[0]!);
        expect(high).toBeLessThanOrEqual(sorted(x).at(-1)!);
      }),
    );
  });

  // R 4.3: quantile(1:10, 0.33, type = k)
  test.each([
    [1, 4],
    [2, 4],
    [3, 3],
    [4, 3.3],
    [5, 3.8],
    [6, 3.63],
    [7, 3.97],
    [8, 3.743333333333333],
    [9, 3.7575],
  ] as const)("type %i of 1..10 at 0.33 is %d as in R", (type, expected) => {
    const x = Float64Array.from({ length: 10 }, (_, i) => i + 1);
    expect(quantile(x, 0.33, type)).toBeCloseTo(expected, 13);
  });

  test("7 % of 100 values is the 7th although 0.07 * 100 rounds up", () => {
    const x = Float64Array.from({ length: 100 }, (_, i) => i + 1);
    expect(0.07 * 100).toBeGreaterThan(7);
    expect(quantile(x, 0.07, 1)).toBe(7);
    expect(quantilePosition(100, 0.07, 4)).toEqual({ lower: 6, upper: 7, fraction: 0 });
  });

  test("keeps infinities it does not interpolate, and NaN gives NaN", () => {
    const x = Float64Array.of(-Infinity, 1, 2, Infinity);
    expect(quantile(x, 1 / 3)).toBe(1);
    expect(quantile(x, 0.5)).toBe(1.5);
    expect(quantile(x, 0)).toBe(-Infinity);
    expect(quantile(Float64Array.of(1, Number.NaN), 0.5)).toBeNaN();
    expect(quantile(new Float64Array(0), 0.5)).toBeNaN();
  });

  test("refuses probabilities outside 0..1 and unknown types", () => {
    expect(() => quantile(Float64Array.of(1), 1.1)).toThrow("expected a probability between 0 and 1, was 1.1");
    expect(() => quantile(Float64Array.of(1), Number.NaN)).toThrow(RangeError);
    expect(() => quantile(Float64Array.of(1), 0.5, 10 as QuantileType)).toThrow("expected a quantile type from 1 to 9");
    expect(() => quantilePosition(0, 0.5)).toThrow(RangeError);
  });

  test("leaves its input alone", () => {
    const x = Float64Array.of(3, 1, 2);
    median(x);
    expect([...x]).toEqual([3, 1, 2]);
  });
});

test("median absolute deviation", () => {
  expect(medianAbsoluteDeviation(Float64Array.of(1, 1, 2, 2, 4, 6, 9))).toBe(1);
  expect(medianAbsoluteDeviation(Float64Array.of(1, 1, 2, 2, 4, 6, 9), { scale: 2 })).toBe(2);
  expect(medianAbsoluteDeviation(Float64Array.of(1, Number.NaN))).toBeNaN();
});

describe("selection and order", () => {
  test("selecting place k equals sorting", () => {
    fc.assert(
      fc.property(series, fc.nat(24), (x, place) => {
        const k = place % x.length;
        const work = x.map((value) => Math.round(value));
        const expected = sorted(work)[k]!;
        expect(selectInPlace(work, k) === expected).toBe(true);
        expect(work.slice(0, k).every((value) => value <= expected)).toBe(true);
        expect(work.slice(k).every((value) => value >= expected)).toBe(true);
      }),
    );
    expect(() => selectInPlace(Float64Array.of(1), 1)).toThrow(RangeError);
  });

  test("argsort is stable and puts NaN last", () => {
    expect([...argsort(Float64Array.of(2, Number.NaN, 1, 2, 1))]).toEqual([2, 4, 0, 3, 1]);
  });

  test("ranks share ties and add up to n(n + 1)/2", () => {
    expect([...ranks(Float64Array.of(10, 20, 20, Number.NaN, 5))]).toEqual([2, 3.5, 3.5, Number.NaN, 1]);
    fc.assert(
      fc.property(series, (x) => {
        const total = ranks(x.map(Math.round)).reduce((a, b) => a + b, 0);
        expect(total).toBe((x.length * (x.length + 1)) / 2);
      }),
    );
  });
});
