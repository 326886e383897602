import { Matrix } from "ml-matrix";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { distance, matrixOf, naiveProduct, naiveTranspose } from "../../../../test/matrices.ts";
import { gemv, gemvTransposed } from "./gemv.ts";
import { leastSquares } from "./least-squares.ts";
import { luDeterminant, luFactor, luSolve } from "./lu.ts";
import { toDense, toMatrix } from "./to-dense.ts";
import { solveLower, solveLowerTransposed, solveUpper } from "./triangular.ts";

const triangles = fc.integer({ min: 1, max: 12 }).chain((n) =>
  fc.tuple(
    fc.constant(n),
    matrixOf(n, n).map((a) => a.map((value, at) => (Math.floor(at / n) === at % n ? 2 + Math.abs(value) : value / n))),
    matrixOf(1, n),
  ),
);

describe("triangular solves", () => {
  test("undo the product with their triangle and ignore the other one", () => {
    fc.assert(
      fc.property(triangles, ([n, a, x]) => {
        const lower = a.map((value, at) => (at % n > Math.floor(at / n) ? 0 : value));
        const upper = a.map((value, at) => (at % n < Math.floor(at / n) ? 0 : value));
        expect(distance(solveLower(a, n, gemv(lower, n, n, x)), x)).toBeLessThan(1e-10);
        expect(distance(solveLowerTransposed(a, n, gemvTransposed(lower, n, n, x)), x)).toBeLessThan(1e-10);
        expect(distance(solveUpper(a, n, gemv(upper, n, n, x)), x)).toBeLessThan(1e-10);
      }),
    );
  });

  test("work in place", () => {
    const b = Float64Array.of(2, 9);
    expect([...solveLower(Float64Array.of(2, 0, 1, 4), 2, b, b)]).toEqual([1, 2]);
  });
});

describe("LU", () => {
  test("solves square systems", () => {
    fc.assert(
      fc.property(triangles, ([n, a, x]) => {
        const b = gemv(a, n, n, x);
        const solved = luSolve(luFactor(a, n), b);
        expect(distance(gemv(a, n, n, solved), b)).toBeLessThan(1e-10);
      }),
    );
  });

  test("exchanges rows, tells singular matrices and gives the determinant", () => {
    const factor = luFactor(Float64Array.of(0, 2, 3, 1), 2);
    expect([...luSolve(factor, Float64Array.of(4, 5))]).toEqual([1, 2]);
    expect(luDeterminant(factor)).toBe(-6);
    expect(factor.singular).toBe(false);
    expect(luFactor(Float64Array.of(1, 2, 2, 4), 2).singular).toBe(true);
  });
});

describe("leastSquares", () => {
  test("the residual is orthogonal to every column", () => {
    fc.assert(
      fc.property(matrixOf(9, 4), matrixOf(1, 9), (x, y) => {
        const fit = leastSquares(x, 9, 4, y);
        const fitted = gemv(x, 9, 4, fit.coefficients);
        const residual = y.map((value, i) => value - fitted[i]!);
        expect(distance(gemvTransposed(x, 9, 4, residual), new Float64Array(4))).toBeLessThan(1e-7);
        const squares = residual.reduce((sum, value) => sum + value * value, 0);
        expect(fit.residualSumOfSquares).toBeCloseTo(squares, 8);
      }),
    );
  });

  test("the inverse of X'X is that", () => {
    const x = Float64Array.of(1, 0, 1, 1, 1, 2, 1, 5);
    const gram = naiveProduct(naiveTranspose(x, 4, 2), x, 2, 4, 2);
    const product = naiveProduct(gram, leastSquares(x, 4, 2, new Float64Array(4)).inverseGram, 2, 2, 2);
    expect(distance(product, [1, 0, 0, 1])).toBeLessThan(1e-13);
  });

  test("a column that repeats another, in any unit, is found and gets 0", () => {
    const x = Float64Array.of(1, 1e-9, 2, 1, 2e-9, 2, 1, 4e-9, 2);
    const fit = leastSquares(x, 3, 3, Float64Array.of(1, 2, 4));
    expect(fit.rank).toBe(2);
    expect(fit.residualSumOfSquares).toBeLessThan(1e-24);
    expect([...fit.coefficients].filter((value) => value === 0)).toHaveLength(1);
  });

  test("NaN gives NaN coefficients", () => {
    const fit = leastSquares(Float64Array.of(1, 1), 2, 1, Float64Array.of(1, Number.NaN));
    expect(fit.coefficients[0]).toBeNaN();
    expect(fit.residualSumOfSquares).toBeNaN();
  });
});

describe("toDense", () => {
  test("takes nested arrays, ml-matrix and its own shape", () => {
    const expected = { rows: 2, columns: 2, values: Float64Array.of(1, 2, 3, 4) };
    expect(toDense([[1, 2], [3, 4]])).toEqual(expected); // prettier-ignore
    expect(toDense([Float64Array.of(1, 2), Float64Array.of(3, 4)])).toEqual(expected);
    expect(toDense(new Matrix([[1, 2], [3, 4]]))).toEqual(expected); // prettier-ignore
    expect(toDense(expected)).toBe(expected);
    expect(toDense(toMatrix(expected))).toEqual(expected);
    expect(toDense([])).toEqual({ rows: 0, columns: 0, values: new Float64Array(0) });
  });

  test("names a ragged row and values that do not fill the dimensions", () => {
    expect(() => toDense([[1, 2], [3]])).toThrow("expected every row to hold 2 numbers like the first, row 1 holds 1");
    expect(() => toDense({ rows: 2, columns: 2, values: new Float64Array(3) })).toThrow("there are 3");
  });
});
