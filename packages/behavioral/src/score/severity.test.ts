import { expect, test } from "vitest";
import { severity } from "./severity.ts";

const population = { mean: Math.log((13883 * 110348) / (79658 * 11930)), standardDeviation: 0.567 };

// golden/behavioral.md, section 1: OR 1.25 -> 27.7, 1.612 -> 50, 2.5 -> 73.6, 4 -> 86.6
test.each([
  [1.25, 27.7],
  [1.612, 50],
  [2.5, 73.6],
  [4, 86.6],
  [1, 0],
  [0.5, 0],
])("odds ratio %f scores %f", (oddsRatio, score) => {
  expect(Math.abs(severity(Math.log(oddsRatio), 0, 1, population).score - score)).toBeLessThan(0.05);
});

test("an infinite error leaves the prior's interval", () => {
  const { score, interval } = severity(0, Infinity, 0.74, population);
  expect(score).toBe(0);
  expect(interval[1]).toBeCloseTo(severity(0, 1e9, 0.74, population).interval[1], 6);
});

test("without evidence the score is near zero and the interval starts at zero", () => {
  const { score, interval } = severity(0.5, 1e6, 0.74, population);
  expect(score).toBeLessThan(1e-3);
  expect(interval[0]).toBe(0);
  expect(interval[1]).toBeGreaterThan(50);
});
