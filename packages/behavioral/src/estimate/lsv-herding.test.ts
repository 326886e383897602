import { attempt } from "@plimsoll/core";
import { binomialDistribution, RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { lsvAdjustmentFactor, lsvHerding } from "./lsv-herding.ts";

test("the adjustment factor of Lakonishok, Shleifer and Vishny is exact", () => {
  // golden/behavioral.md section 2
  expect(lsvAdjustmentFactor(1, 0.5)).toBeCloseTo(0.5, 14);
  expect(lsvAdjustmentFactor(10, 0.5)).toBeCloseTo(0.123046875, 14);
  expect(lsvAdjustmentFactor(100, 0.5)).toBeCloseTo(0.0397946, 7);
  expect(lsvAdjustmentFactor(10, 0.4)).toBeCloseTo(0.1203949, 7);
  expect([lsvAdjustmentFactor(7, 0), lsvAdjustmentFactor(7, 1)]).toEqual([0, 0]);
});

test("eight buyers of ten where half buy herd by .176953125", () => {
  expect(lsvHerding(8, 10, 0.5)).toBeCloseTo(0.176953125, 14);
});

test("the adjustment factor equals the sum over all counts of buyers", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0, max: 1, noNaN: true }), (traders, p) => {
      const law = binomialDistribution(traders, p);
      let sum = 0;
      for (let buyers = 0; buyers <= traders; buyers++) sum += law.pmf(buyers) * Math.abs(buyers / traders - p);
      expect(Math.abs(lsvAdjustmentFactor(traders, p) - sum)).toBeLessThan(1e-12);
    }),
  );
});

test("without herding the measure is zero on average", () => {
  const random = RandomStream.of(5);
  let sum = 0;
  let squares = 0;
  const size = 20_000;
  for (let n = 0; n < size; n++) {
    let buyers = 0;
    for (let trader = 0; trader < 15; trader++) if (random.uniform() < 0.6) buyers++;
    const herding = lsvHerding(buyers, 15, 0.6);
    sum += herding;
    squares += herding * herding;
  }
  expect(Math.abs(sum / size)).toBeLessThan((4 * Math.sqrt(squares)) / size);
});

test("impossible counts and shares are refused by name", () => {
  const culprit = (body: () => unknown): unknown => {
    const outcome = attempt(body);
    return outcome.success ? "accepted" : outcome.error.details;
  };
  expect(culprit(() => lsvAdjustmentFactor(0, 0.5))).toMatchObject({ argument: "traders" });
  expect(culprit(() => lsvAdjustmentFactor(2.5, 0.5))).toMatchObject({ argument: "traders" });
  expect(culprit(() => lsvAdjustmentFactor(2, NaN))).toMatchObject({ argument: "probability" });
  expect(culprit(() => lsvHerding(3, 2, 0.5))).toMatchObject({ argument: "buyers" });
  expect(culprit(() => lsvHerding(-1, 2, 0.5))).toMatchObject({ argument: "buyers" });
});
