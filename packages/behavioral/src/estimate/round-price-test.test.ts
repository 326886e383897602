import { expect, test } from "vitest";
import { roundPriceTest } from "./round-price-test.ts";

test("evenly spread last digits are no clustering, whole prices are", () => {
  const even = Array.from({ length: 200 }, (_, index) => 10 + index / 100);
  expect(roundPriceTest(even)).toMatchObject({
    chiSquare: 0,
    pValue: 1,
    zeroShare: 0.1,
    wholeShare: 0.01,
    prices: 200,
  });
  const whole = Array.from({ length: 50 }, (_, index) => 10 + index);
  // all fifty in one cell of ten with five expected in each: 45^2 / 5 + 9 * 5
  expect(roundPriceTest(whole)).toMatchObject({ chiSquare: 450, wholeShare: 1 });
  expect(roundPriceTest(whole)!.pValue).toBeLessThan(1e-12);
});

test("few prices and prices that are not in cents tell nothing", () => {
  expect(roundPriceTest(Array.from({ length: 49 }, () => 10))).toBeNull();
  expect(roundPriceTest(Array.from({ length: 60 }, (_, index) => 10 + index / 1000))).toBeNull();
});
