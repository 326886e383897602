import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RandomStream } from "../random/random-stream.ts";
import { kendallMatrix } from "./kendall.ts";

/** By definition, pair by pair. */
function tauB(a: readonly number[], b: readonly number[]): number {
  let [score, left, right] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const [p, q] = [Math.sign(a[i]! - a[j]!), Math.sign(b[i]! - b[j]!)];
      score += p * q;
      left += p * p;
      right += q * q;
    }
  }
  return score / Math.sqrt(left * right);
}

describe("kendallMatrix", () => {
  test("scipy.stats.kendalltau of 8 pairs with ties: .3530090432", () => {
    const [a, b] = [
      [1, 2, 2, 3, 4, 5, 5, 1],
      [2, 2, 1, 3, 3, 5, 6, 7],
    ] as const;
    const x = Float64Array.from(a.flatMap((value, t) => [value, b[t] ?? NaN]));
    expect(kendallMatrix(x, 8, 2)[1]).toBeCloseTo(0.3530090432487313, 14);
  });

  test("equals the count of pairs, ties included", () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 99 }), fc.nat()), {
      minLength: 2,
      maxLength: 40,
    });
    fc.assert(
      fc.property(rows, (cells) => {
        const matrix = kendallMatrix(Float64Array.from(cells.flat()), cells.length, 3);
        const column = (j: number): number[] => cells.map((row) => row[j] ?? NaN);
        for (const [i, j] of [
          [0, 1],
          [0, 2],
          [1, 2],
        ] as const) {
          expect(matrix[3 * i + j]).toBe(matrix[3 * j + i]);
          const expected = tauB(column(i), column(j));
          const found = matrix[3 * i + j] ?? 0;
          expect(Number.isNaN(found) === Number.isNaN(expected) && !(Math.abs(found - expected) > 1e-12)).toBe(true);
        }
      }),
    );
  });

  test("comparing bits equals counting pairs, with and without a tie, at every length about a word", () => {
    const stream = RandomStream.of("bits");
    for (const rows of [33, 63, 64, 65, 96, 97, 128, 129, 200]) {
      const columns = 10;
      const x = stream.fillNormal(new Float64Array(rows * columns));
      for (let t = 0; t < rows; t++) x[t * columns + 1]! += x[t * columns]!;
      // one column with ties goes the other way
      for (let t = 0; t < rows; t++) x[t * columns + 2] = Math.round(x[t * columns + 2]!);
      const matrix = kendallMatrix(x, rows, columns);
      const column = (j: number): number[] => Array.from({ length: rows }, (_, t) => x[t * columns + j] ?? NaN);
      for (let a = 0; a < columns; a++) {
        for (let b = 0; b < a; b++) {
          expect(matrix[a * columns + b]).toBe(matrix[b * columns + a]);
          expect(matrix[a * columns + b]).toBeCloseTo(tauB(column(a), column(b)), 12);
        }
      }
    }
  });

  test("NaN touches its own pairs only", () => {
    const matrix = kendallMatrix(Float64Array.of(1, NaN, 3, 2, 5, 1, 3, 6, 2), 3, 3);
    expect(matrix[1]).toBeNaN();
    expect(matrix[2]).toBeCloseTo(tauB([1, 2, 3], [3, 1, 2]), 12);
    expect(() => kendallMatrix(Float64Array.of(1), 1, 1)).toThrow(RangeError);
  });
});
