import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quantile, type QuantileType } from "./quantile.ts";
import { RankWindow, slidingQuantiles, slidingTailMeans } from "./rank-window.ts";
import { slidingFold } from "./sliding-fold.ts";

const cases = fc
  .array(fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.constantFrom(0, 0.25, -0.25)), {
    minLength: 1,
    maxLength: 60,
  })
  .chain((values) => fc.tuple(fc.constant(Float64Array.from(values)), fc.integer({ min: 1, max: values.length })));

const windows = (x: Float64Array, window: number): Float64Array[] =>
  Array.from({ length: x.length - window + 1 }, (_, i) => x.subarray(i, i + window));

describe("slidingFold", () => {
  test("merges every window in order, neighbours only, at most three times a step", () => {
    fc.assert(
      fc.property(cases, ([x, window]) => {
        const found: string[] = [];
        let merges = 0;
        slidingFold(
          x.length,
          window,
          (t) => String(t),
          (a, b) => {
            merges++;
            return `${a} ${b}`;
          },
          (state, place) => {
            expect(place).toBe(found.length);
            found.push(state);
          },
        );
        expect(found).toEqual(
          windows(x, window).map((_, i) => Array.from({ length: window }, (__, k) => i + k).join(" ")),
        );
        expect(merges).toBeLessThanOrEqual(3 * x.length);
      }),
    );
  });

  test("refuses windows that don't fit", () => {
    for (const window of [0, 4, 1.5, NaN]) {
      expect(() =>
        slidingFold(
          3,
          window,
          (t) => t,
          Math.max,
          () => undefined,
        ),
      ).toThrow(/window/);
    }
  });
});

describe("RankWindow", () => {
  test("quantiles of windows are exactly those of each window, ties included, all nine types", () => {
    fc.assert(
      fc.property(
        cases,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 9 }),
        ([x, window], p, type) => {
          expect([...slidingQuantiles(x, window, p, type as QuantileType)].map((value) => value + 0)).toEqual(
            windows(x, window).map((part) => quantile(part, p, type as QuantileType) + 0),
          );
        },
      ),
    );
  });

  test("tail means of windows equal those of each window to 1e-12", () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 0.01, max: 1, noNaN: true }), ([x, window], tail) => {
        const expected = windows(x, window).map((part) => {
          const ascending = part.slice().sort();
          const mass = tail * window;
          const whole = Math.min(Math.floor(mass), window - 1);
          return (ascending.slice(0, whole).reduce((sum, v) => sum + v, 0) + (mass - whole) * ascending[whole]!) / mass;
        });
        slidingTailMeans(x, window, tail).forEach((value, i) => {
          expect(Math.abs(value - (expected[i] ?? NaN))).toBeLessThan(1e-12);
        });
      }),
    );
  });

  test("knows its size, and refuses NaN", () => {
    const window = new RankWindow(Float64Array.of(2, 1, 2));
    window.add(0);
    window.add(2);
    window.remove(0);
    expect([window.size, window.select(0), window.sumOfSmallest(0)]).toEqual([1, 2, 0]);
    expect(() => new RankWindow(Float64Array.of(1, NaN))).toThrow(/NaN/);
    expect(() => slidingTailMeans(Float64Array.of(1), 1, 0)).toThrow(/tail/);
  });
});
