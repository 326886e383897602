import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gaussLegendre, integrate } from "./integrate.ts";
import { findMinimum, findRoot } from "./root.ts";

describe("findRoot", () => {
  test("finds the root of any cubic with one, wherever the bracket lies", () => {
    const real = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(
        real,
        fc.double({ min: 0.01, max: 9, noNaN: true }),
        fc.double({ min: 0.01, max: 9, noNaN: true }),
        (root, left, right) => {
          const f = (x: number): number => (x - root) * ((x - root) ** 2 + 0.5);
          expect(Math.abs(findRoot(f, root - left, root + right) - root)).toBeLessThan(1e-13);
          expect(Math.abs(findRoot(f, root + right, root - left) - root)).toBeLessThan(1e-13);
        },
      ),
    );
  });

  test("survives flat, steep and triple roots", () => {
    expect(findRoot((x) => x ** 3, -1, 2, { tolerance: 1e-6 })).toBeCloseTo(0, 5);
    expect(findRoot((x) => Math.exp(50 * x) - 2, -3, 3)).toBeCloseTo(Math.log(2) / 50, 13);
    expect(findRoot((x) => x, 0, 1)).toBe(0);
    expect(findRoot((x) => x - 1, 0, 1)).toBe(1);
  });

  test("says what is wrong", () => {
    expect(() => findRoot((x) => x * x + 1, -1, 1)).toThrow(
      "expected opposite signs at -1 and 1, the values were 2 and 2",
    );
    expect(() => findRoot(() => Number.NaN, 0, 1)).toThrow("the function is NaN at 0");
    expect(() => findRoot((x) => x ** 3, -1, 2, { maxEvaluations: 5 })).toThrow("within 5 evaluations");
  });
});

describe("findMinimum", () => {
  test("finds the minimum of a skewed valley", () => {
    fc.assert(
      fc.property(fc.double({ min: -3, max: 3, noNaN: true }), (at) => {
        const { x, value } = findMinimum((t) => Math.exp(t - at) - (t - at), at - 4, at + 7);
        expect(Math.abs(x - at)).toBeLessThan(1e-6);
        expect(value).toBeCloseTo(1, 12);
      }),
    );
  });

  test("walks to an end when the function falls towards it, and takes the interval either way round", () => {
    expect(findMinimum((x) => x, 1, 2).x).toBeCloseTo(1, 6);
    expect(findMinimum((x) => -x, 2, 1).x).toBeCloseTo(2, 6);
    expect(findMinimum((x) => Math.abs(x), -1, 3).x).toBeCloseTo(0, 7);
    expect(() => findMinimum(() => Number.NaN, 0, 1)).toThrow("the function is NaN");
    expect(() => findMinimum((x) => x, 0, 1, { maxEvaluations: 3 })).toThrow("within 3 evaluations");
  });
});

describe("integration", () => {
  test.each([1, 2, 5, 20, 65])("the %i-point Gauss rule is exact for polynomials of degree 2n - 1", (n) => {
    const { nodes, weights } = gaussLegendre(n);
    for (let degree = 0; degree < 2 * n; degree++) {
      const sum = nodes.reduce((total, x, i) => total + weights[i]! * x ** degree, 0);
      expect(sum).toBeCloseTo(degree % 2 === 0 ? 2 / (degree + 1) : 0, 13);
    }
  });

  test("the Kronrod rule is exact for polynomials of degree 22, so one interval is enough", () => {
    for (let degree = 0; degree <= 22; degree++) {
      const { value } = integrate((x) => x ** degree, -1, 1, { maxIntervals: 1, absoluteTolerance: 1 });
      expect(Math.abs(value - (degree % 2 === 0 ? 2 / (degree + 1) : 0))).toBeLessThan(2e-16 * 10);
    }
  });

  test("reaches known integrals over finite and infinite ranges", () => {
    const halfNormal = (x: number): number => Math.exp((-x * x) / 2);
    expect(integrate(halfNormal, -Infinity, Infinity).value).toBeCloseTo(Math.sqrt(2 * Math.PI), 10);
    expect(integrate(halfNormal, 0, Infinity).value).toBeCloseTo(Math.sqrt(Math.PI / 2), 10);
    expect(integrate(halfNormal, -Infinity, 0).value).toBeCloseTo(Math.sqrt(Math.PI / 2), 10);
    expect(integrate((x) => 1 / (1 + x * x), -Infinity, Infinity).value).toBeCloseTo(Math.PI, 9);
    expect(integrate((x) => Math.log(x), 0, 1).value).toBeCloseTo(-1, 9);
    expect(integrate((x) => 1 / Math.sqrt(x), 0, 1).value).toBeCloseTo(2, 8);
    expect(integrate((x) => x, 2, 1).value).toBeCloseTo(-1.5, 13);
    expect(integrate((x) => x, 1, 1)).toEqual({ value: 0, error: 0 });
  });

  test("owns up when it fails", () => {
    expect(() => integrate((x) => 1 / x, 0, 1)).toThrow("has not converged in 500 intervals");
    expect(integrate(() => Number.NaN, 0, 1).value).toBeNaN();
    expect(() => gaussLegendre(0)).toThrow(RangeError);
  });
});
