import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { distance, matrixOf, naiveProduct, naiveTranspose, pseudoRandom } from "../../../../test/matrices.ts";
import { gemm } from "./gemm.ts";
import { gemv, gemvTransposed, quadraticForm } from "./gemv.ts";
import { syrk } from "./syrk.ts";
import { transpose } from "./transpose.ts";

const dimension = fc.integer({ min: 1, max: 13 });
const factors = fc
  .tuple(dimension, dimension, dimension)
  .chain(([m, k, n]) => fc.tuple(fc.constant([m, k, n] as const), matrixOf(m, k), matrixOf(k, n)));

describe("gemm", () => {
  test("equals the schoolbook product whichever factor is stored transposed", () => {
    fc.assert(
      fc.property(factors, ([[m, k, n], a, b]) => {
        const expected = naiveProduct(a, b, m, k, n);
        const at = naiveTranspose(a, m, k);
        const bt = naiveTranspose(b, k, n);
        expect(distance(gemm(a, b, m, k, n), expected)).toBeLessThan(1e-11);
        expect(distance(gemm(at, b, m, k, n, undefined, { left: "transposed" }), expected)).toBeLessThan(1e-11);
        expect(distance(gemm(a, bt, m, k, n, undefined, { right: "transposed" }), expected)).toBeLessThan(1e-11);
        const both = gemm(at, bt, m, k, n, undefined, { left: "transposed", right: "transposed" });
        expect(distance(both, expected)).toBeLessThan(1e-11);
      }),
    );
  });

  test.each([
    [40, 30, 50],
    [97, 300, 61],
    [1, 600, 300],
    [300, 20, 1],
  ])("works by blocks for %i x %i x %i", (m, k, n) => {
    const [a, b] = [pseudoRandom(m * k, 1), pseudoRandom(k * n, 2)];
    const expected = naiveProduct(a, b, m, k, n);
    expect(distance(gemm(a, b, m, k, n), expected)).toBeLessThan(1e-11);
    const [at, bt] = [naiveTranspose(a, m, k), naiveTranspose(b, k, n)];
    const both = gemm(at, bt, m, k, n, undefined, { left: "transposed", right: "transposed" });
    expect(distance(both, expected)).toBeLessThan(1e-11);
  });

  test("small and blocked products have the same bits", () => {
    // 2 x 2 corners of a product that is computed whole by blocks and alone without
    const [m, k, n] = [30, 520, 30];
    const [a, b] = [pseudoRandom(m * k, 3), pseudoRandom(k * n, 4)];
    const whole = gemm(a, b, m, k, n);
    const left = b.filter((_, at) => at % n < 2);
    const corner = gemm(a.subarray(0, 2 * k), left, 2, k, 2);
    expect([...corner]).toEqual([whole[0], whole[1], whole[n], whole[n + 1]]);
  });

  test("names the array that is too short", () => {
    expect(() => gemm(new Float64Array(3), new Float64Array(4), 2, 2, 2)).toThrow(
      "expected a to hold at least 4 numbers, it holds 3",
    );
  });

  test("carries NaN to every entry that depends on it and to no other", () => {
    const out = gemm(Float64Array.of(Number.NaN, 0, 1, 1), Float64Array.of(1, 2, 3, 4), 2, 2, 2);
    expect([...out]).toEqual([Number.NaN, Number.NaN, 4, 6]);
  });
});

test("syrk equals the transposed matrix times itself, on both triangles", () => {
  fc.assert(
    fc.property(factors, ([[m, k], a]) => {
      const expected = naiveProduct(naiveTranspose(a, m, k), a, k, m, k);
      expect(distance(syrk(a, m, k), expected)).toBeLessThan(1e-11);
    }),
  );
});

test.each([
  [300, 40],
  [700, 30],
  [20, 90],
])("syrk of %i x %i works by blocks", (m, k) => {
  const a = pseudoRandom(m * k, m);
  expect(distance(syrk(a, m, k), naiveProduct(naiveTranspose(a, m, k), a, k, m, k))).toBeLessThan(1e-11);
});

test("gemv and its transposed form equal products with a one-column matrix", () => {
  fc.assert(
    fc.property(factors, ([[m, k], a, b]) => {
      const x = b.slice(0, k);
      expect(distance(gemv(a, m, k, x), naiveProduct(a, x, m, k, 1))).toBeLessThan(1e-11);
      const y = a.slice(0, m);
      expect(distance(gemvTransposed(a, m, k, y), naiveProduct(y, a, 1, m, k))).toBeLessThan(1e-11);
    }),
  );
});

test("the quadratic form is x'(Ax)", () => {
  fc.assert(
    fc.property(matrixOf(5, 5), matrixOf(1, 5), (a, x) => {
      const expected = naiveProduct(x, gemv(a, 5, 5, x), 1, 5, 1)[0]!;
      expect(quadraticForm(a, 5, x)).toBeCloseTo(expected, 10);
    }),
  );
});

test("transposing twice is the identity, also across tiles", () => {
  const a = Float64Array.from({ length: 40 * 35 }, (_, i) => i);
  expect(transpose(transpose(a, 40, 35), 35, 40)).toEqual(a);
  expect(transpose(a, 40, 35)[3 * 40 + 38]).toBe(38 * 35 + 3);
});
