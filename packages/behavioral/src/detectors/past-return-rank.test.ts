import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ranksOf } from "./past-return-rank.ts";

test("ranks run from 0 to 1, ties share theirs, NaN has none", () => {
  expect([...ranksOf(Float64Array.of(30, 10, 20))]).toEqual([1, 0, 0.5]);
  expect([...ranksOf(Float64Array.of(5, NaN, 5, 1))]).toEqual([0.75, NaN, 0.75, 0]);
  expect([...ranksOf(Float64Array.of(7))]).toEqual([0.5]);
});

test("ranks are on average a half", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 30 }), (values) => {
      const ranks = ranksOf(Float64Array.from(values));
      expect(ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length).toBeCloseTo(0.5, 12);
    }),
  );
});
