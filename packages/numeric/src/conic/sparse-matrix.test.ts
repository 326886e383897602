import { describe, expect, test } from "vitest";
import {
  addProduct,
  addSymmetricProduct,
  addTransposedProduct,
  sparseFromDense,
  sparseFromEntries,
  transposeSparse,
} from "./sparse-matrix.ts";

describe("sparse matrices", () => {
  const dense = Float64Array.of(1, 0, 2, 0, 3, 4);
  const matrix = sparseFromDense(dense, 2, 3);

  test("entries in any order, twice the same added up, equal the dense form", () => {
    const other = sparseFromEntries(2, 3, [1, 0, 1, 0, 1], [2, 0, 1, 2, 2], [1, 1, 3, 2, 3]);
    expect(other).toEqual(matrix);
  });

  test("products and the transpose", () => {
    const y = new Float64Array(2);
    addProduct(matrix, 2, Float64Array.of(1, 1, 1), y);
    expect([...y]).toEqual([6, 14]);
    const x = new Float64Array(3);
    addTransposedProduct(matrix, 1, Float64Array.of(1, -1), x);
    expect([...x]).toEqual([1, -3, -2]);
    expect(transposeSparse(transposeSparse(matrix))).toEqual(matrix);
    const z = new Float64Array(2);
    addSymmetricProduct(sparseFromDense(Float64Array.of(2, 1, 1, 3), 2, 2, "upper"), 1, Float64Array.of(1, 2), z);
    expect([...z]).toEqual([4, 7]);
  });

  test("a place outside is an error", () => {
    expect(() => sparseFromEntries(1, 1, [1], [0], [1])).toThrow(/entry 0 inside 1 x 1/);
    expect(() => sparseFromDense(dense, 2, 2)).toThrow(/2 x 2 entries, had 6/);
  });
});
