import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type BiasKey, biasKeys } from "../detectors/bias-key.ts";
import type { BiasResult } from "../detectors/bias-result.ts";
import { compositeFamilies, compositeScore } from "./composite.ts";

function result(score: number | null, interval: readonly [number, number] | null): BiasResult {
  return {
    status: score === null ? "insufficient" : "ok",
    score,
    interval,
    effect: null,
    standardError: null,
    pValue: null,
    adjustedPValue: null,
    sampleSize: 0,
    minimumSampleSize: 0,
    percentile: null,
    needs: [],
    confounds: [],
    evidence: [],
    method: "",
    counts: {},
  };
}

const scores = fc.dictionary(
  fc.constantFrom(...biasKeys),
  fc
    .tuple(
      fc.double({ min: 0, max: 100, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    )
    .map(([score, down, up]) => result(score, [score * down, score + (100 - score) * up])),
);

test("every bias stands in exactly one family", () => {
  expect(compositeFamilies.flat(2).sort()).toEqual([...biasKeys].sort());
});

test("no bias judged is null, never zero", () => {
  expect(compositeScore({})).toEqual({ score: null, interval: null, detectors: [] });
  expect(compositeScore({ disposition: result(null, null) }).score).toBeNull();
});

test("one bias is its own composite", () => {
  expect(compositeScore({ herding: result(40, [10, 70]) })).toEqual({
    score: 40,
    interval: [10, 70],
    detectors: ["herding"],
  });
});

test("families count alike, however many of their questions were judged", () => {
  const { score, interval, detectors } = compositeScore({
    revengeTrading: result(80, [60, 90]),
    houseMoney: result(60, [40, 80]),
    breakEven: result(40, [20, 60]),
    disposition: result(20, [8, 32]),
  });
  expect(score).toBe((60 + 20) / 2);
  // averaged within the family: 20 down, 50/3 up; in squares between the two
  expect(interval![0]).toBeCloseTo(40 - Math.hypot(20, 12) / 2, 12);
  expect(interval![1]).toBeCloseTo(40 + Math.hypot(50 / 3, 12) / 2, 12);
  expect(detectors).toEqual(["disposition", "revengeTrading", "houseMoney", "breakEven"]);
});

test("of two opposites the higher counts: buying winners is not made good by not buying losers", () => {
  const winners = result(70, [50, 80]);
  expect(compositeScore({ recency: winners, gamblersFallacy: result(0, [0, 5]) }).score).toBe(70);
  expect(compositeScore({ recency: winners, gamblersFallacy: result(0, [0, 5]) }).detectors).toEqual([
    "recency",
    "gamblersFallacy",
  ]);
});

test("lies between the lowest and highest score, inside its interval, and does not fall when a score rises", () => {
  fc.assert(
    fc.property(scores, fc.constantFrom(...biasKeys), (biases, key: BiasKey) => {
      const { score, interval, detectors } = compositeScore(biases);
      fc.pre(score !== null);
      const all = Object.values(biases).map((one) => one!.score!);
      expect(score).toBeGreaterThanOrEqual(Math.min(...all) - 1e-9);
      expect(score).toBeLessThanOrEqual(Math.max(...all) + 1e-9);
      expect(interval![0]).toBeLessThanOrEqual(score! + 1e-9);
      expect(interval![1]).toBeGreaterThanOrEqual(score! - 1e-9);
      expect(detectors).toHaveLength(all.length);
      const raised = { ...biases, [key]: result(100, [100, 100]) };
      const before = biases[key] === undefined ? score! : compositeScore(raised).score!;
      expect(before).toBeGreaterThanOrEqual(score! - 1e-9);
    }),
  );
});
