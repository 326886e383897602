import * as fc from "fast-check";
import { expect, test } from "vitest";
import { matrixOf } from "../../../../test/matrices.ts";
import { axpy, dot, norm2, scale } from "./vector.ts";

test("dot sums the products of two stretches", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 5 }), matrixOf(1, 28), (count, start, x) => {
      let expected = 0;
      for (let i = 0; i < count; i++) expected += x[start + i]! * x[i]!;
      expect(dot(x, x, count, start, 0)).toBeCloseTo(expected, 11);
    }),
  );
});

test("axpy adds a multiple and touches nothing else", () => {
  const y = Float64Array.of(1, 1, 1, 1);
  axpy(2, Float64Array.of(9, 3, 4), y, 2, 1, 1);
  expect([...y]).toEqual([1, 7, 9, 1]);
});

test("scale multiplies a stretch in place", () => {
  const x = Float64Array.of(1, 2, 3);
  scale(-2, x, 1, 1);
  expect([...x]).toEqual([1, -4, 3]);
});

test("norm2 neither overflows nor underflows, and keeps NaN and Infinity", () => {
  expect(norm2(Float64Array.of(3e200, 4e200))).toBeCloseTo(5e200, -190);
  expect(norm2(Float64Array.of(3e-200, 4e-200)) / 5e-200).toBeCloseTo(1, 14);
  expect(norm2(Float64Array.of(1, Number.NaN))).toBeNaN();
  expect(norm2(Float64Array.of(1e200, Number.NaN, 1e200))).toBeNaN();
  expect(norm2(Float64Array.of(1, -Infinity))).toBe(Infinity);
  expect(norm2(new Float64Array(0))).toBe(0);
});
