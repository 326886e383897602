import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RandomStream } from "../random/index.ts";
import { columnTails } from "./column-tails.ts";
import { quantile, type QuantileType } from "./quantile.ts";

function expectColumns(
  matrix: Float64Array,
  rows: number,
  columns: number,
  tail: number,
  type: QuantileType = 7,
): void {
  const { quantiles, means } = columnTails(matrix, rows, columns, tail, type);
  for (let j = 0; j < columns; j++) {
    const column = Float64Array.from({ length: rows }, (_, t) => matrix[t * columns + j]!);
    const ascending = column.slice().sort();
    const whole = Math.min(Math.floor(tail * rows), rows - 1);
    let total = (tail * rows - whole) * ascending[whole]!;
    for (let i = 0; i < whole; i++) total += ascending[i]!;
    expect(quantiles[j]! - quantile(column, tail, type)).toBe(0);
    expect(Math.abs(means[j]! - total / (tail * rows))).toBeLessThan(1e-12);
  }
}

describe("columnTails", () => {
  test("equals quantile and tail mean of each column, small and tied", () => {
    const cell = fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.constantFrom(0, 0.5, -0.5));
    const shapes = fc
      .integer({ min: 1, max: 4 })
      .chain((columns) =>
        fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 30 }),
      );
    const types = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(shapes, fc.double({ min: 0.01, max: 0.99, noNaN: true }), types, (rows, tail, type) => {
        expectColumns(Float64Array.from(rows.flat()), rows.length, rows[0]!.length, tail, type as QuantileType);
      }),
    );
  });

  test("through the sampled threshold too: random, trending and constant columns, any tail", () => {
    const rows = 3000;
    const stream = RandomStream.of(8);
    const matrix = new Float64Array(rows * 4);
    for (let t = 0; t < rows; t++) {
      matrix[4 * t] = stream.normal();
      matrix[4 * t + 1] = t;
      matrix[4 * t + 2] = 7;
      // the sampled rows are the largest: the guess is too high and the buffer overflows
      matrix[4 * t + 3] = Math.floor((Math.floor((t * 512) / rows) * rows) / 512) === t ? 1 : -stream.uniform();
    }
    for (const tail of [0.001, 0.01, 0.05, 0.2, 0.6]) expectColumns(matrix, rows, 4, tail);
  });

  test("NaN touches its own column, wherever it stands", () => {
    const rows = 2500;
    const matrix = new Float64Array(rows * 2).fill(1);
    matrix[2 * 1234] = NaN;
    const { quantiles, means } = columnTails(matrix, rows, 2, 0.05);
    expect([...quantiles, ...means]).toEqual([NaN, 1, NaN, 1]);
    expect(() => columnTails(matrix, rows, 2, 0)).toThrow(/tail/);
    expect(() => columnTails(matrix, 2 * rows, 2, 0.1)).toThrow(RangeError);
  });
});
