import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  distance,
  matrixOf,
  naiveProduct,
  naiveTranspose,
  positiveDefinite,
  pseudoRandom,
} from "../../../../test/matrices.ts";
import { choleskyFactor, choleskyLogDeterminant, choleskySolve } from "./cholesky.ts";
import { choleskyDowndate, choleskyUpdate } from "./cholesky-update.ts";
import { gemv } from "./gemv.ts";
import { GrowingCholesky } from "./growing-cholesky.ts";
import { solveLowerRows } from "./lower-rows.ts";
import { syrk } from "./syrk.ts";
import { solveLower } from "./triangular.ts";

const sized = fc
  .integer({ min: 1, max: 12 })
  .chain((n) => fc.tuple(fc.constant(n), positiveDefinite(n), matrixOf(1, n)));

function square(lower: Float64Array, size: number): Float64Array {
  return naiveProduct(lower, naiveTranspose(lower, size, size), size, size, size);
}

function factored(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  expect(choleskyFactor(matrix, size, lower)).toBe(size);
  return lower;
}

describe("choleskyFactor", () => {
  test("reconstructs the matrix", () => {
    fc.assert(
      fc.property(sized, ([n, a]) => {
        expect(distance(square(factored(a, n), n), a)).toBeLessThan(1e-11);
      }),
    );
  });

  test("may overwrite its input and reads the lower triangle only", () => {
    const a = Float64Array.of(4, Number.NaN, 2, 5);
    expect(choleskyFactor(a, 2, a)).toBe(2);
    expect([...a]).toEqual([2, 0, 1, 2]);
  });

  test("reports the first pivot that is not positive, NaN included", () => {
    expect(choleskyFactor(Float64Array.of(1, 0, 0, 0, -1, 0, 0, 0, 1), 3, new Float64Array(9))).toBe(1);
    expect(choleskyFactor(Float64Array.of(1, 0, 0, Number.NaN), 2, new Float64Array(4))).toBe(1);
  });

  test.each([64, 65, 96, 97, 150, 203])("factors %i rows by blocks as well", (n) => {
    const b = pseudoRandom(n * (n + 5), n);
    const a = syrk(b, n + 5, n);
    for (let i = 0; i < n; i++) a[i * n + i]! += 0.1;
    expect(distance(square(factored(a, n), n), a)).toBeLessThan(1e-11);
    // the last pivot fails, everything before it stands
    const broken = a.slice();
    broken[(n - 1) * n + n - 1] = -1;
    expect(choleskyFactor(broken, n, new Float64Array(n * n))).toBe(n - 1);
    broken[40 * n + 40] = Number.NaN;
    expect(choleskyFactor(broken, n, new Float64Array(n * n))).toBe(40);
  });

  test("solves for many right-hand sides at once", () => {
    for (const [n, rows] of [
      [3, 2],
      [60, 7],
      [130, 33],
    ] as const) {
      const a = syrk(pseudoRandom(2 * n * n, n), 2 * n, n);
      const lower = factored(a, n);
      const b = pseudoRandom(rows * n, 5);
      const x = solveLowerRows(lower, n, b, rows);
      expect(distance(naiveProduct(x, naiveTranspose(lower, n, n), rows, n, n), b)).toBeLessThan(1e-9);
      for (let r = 0; r < rows; r++) {
        const single = solveLower(lower, n, b.subarray(r * n, (r + 1) * n));
        expect(distance(single, x.subarray(r * n, (r + 1) * n))).toBeLessThan(1e-9);
      }
    }
  });

  test("solves and gives the determinant", () => {
    fc.assert(
      fc.property(sized, ([n, a, x]) => {
        const lower = factored(a, n);
        const solved = choleskySolve(lower, n, gemv(a, n, n, x));
        expect(distance(gemv(a, n, n, solved), gemv(a, n, n, x))).toBeLessThan(1e-9);
      }),
    );
    expect(choleskyLogDeterminant(factored(Float64Array.of(4, 2, 2, 5), 2), 2)).toBeCloseTo(Math.log(16), 14);
  });
});

describe("rank-one changes", () => {
  test("an update equals factoring A + xx', and the downdate takes it back", () => {
    fc.assert(
      fc.property(sized, ([n, a, x]) => {
        const grown = a.map((value, at) => value + x[Math.floor(at / n)]! * x[at % n]!);
        const lower = factored(a, n);
        choleskyUpdate(lower, n, x.slice());
        expect(distance(lower, factored(grown, n))).toBeLessThan(1e-10);
        expect(choleskyDowndate(lower, n, x.slice())).toBe(true);
        expect(distance(square(lower, n), a)).toBeLessThan(1e-9);
      }),
    );
  });

  test("a downdate that leaves the positive definite cone says so", () => {
    expect(choleskyDowndate(Float64Array.of(1), 1, Float64Array.of(1))).toBe(false);
    expect(choleskyDowndate(Float64Array.of(1), 1, Float64Array.of(Number.NaN))).toBe(false);
  });
});

describe("GrowingCholesky", () => {
  test("any sequence of appends and deletions equals factoring afresh", () => {
    const moves = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(positiveDefinite(10), moves, matrixOf(1, 10), (a, sequence, b) => {
        const factor = new GrowingCholesky(10);
        const held: number[] = [];
        for (const item of sequence) {
          const place = held.indexOf(item);
          if (place >= 0) {
            factor.remove(place);
            held.splice(place, 1);
          } else {
            held.push(item);
            factor.append(Float64Array.from(held, (other) => a[item * 10 + other]!));
          }
          const n = held.length;
          expect(factor.size).toBe(n);
          const sub = Float64Array.from(
            { length: n * n },
            (_, at) => a[held[Math.floor(at / n)]! * 10 + held[at % n]!]!,
          );
          const fresh = factored(sub, n);
          for (let i = 0; i < n; i++) {
            const row = factor.lower.subarray(i * 10, i * 10 + i + 1);
            expect(distance(row, fresh.subarray(i * n, i * n + i + 1))).toBeLessThan(1e-8);
          }
          const x = factor.solve(b);
          expect(distance(gemv(sub, n, n, x), b.subarray(0, n))).toBeLessThan(1e-8);
        }
      }),
    );
  });

  test("refuses a dependent row, leaves the factor alone and returns the pivot", () => {
    const factor = new GrowingCholesky(2);
    factor.append(Float64Array.of(1));
    expect(factor.append(Float64Array.of(1, 1))).toBe(0);
    expect(factor.append(Float64Array.of(1, Number.NaN))).toBeNaN();
    expect(factor.append(Float64Array.of(0, 1e-12), 1e-9)).toBe(1e-12);
    expect(factor.size).toBe(1);
  });

  test("names what is wrong", () => {
    const factor = new GrowingCholesky(1);
    expect(() => factor.remove(0)).toThrow(RangeError);
    expect(() => factor.append(new Float64Array(0))).toThrow("expected a row of 1 numbers, was 0");
    factor.append(Float64Array.of(1));
    expect(() => factor.append(Float64Array.of(1, 1))).toThrow("expected at most 1 rows");
    expect(() => new GrowingCholesky(-1)).toThrow(RangeError);
  });
});
