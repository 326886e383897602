import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minimizeSeparable, proximalStep, separableSlope, type SeparableTerm, separableValue } from "./separable.ts";

const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
// coarse centres, so that breaks coincide
const centre = fc.integer({ min: -4, max: 4 }).map((value) => value / 4);

const terms: fc.Arbitrary<SeparableTerm> = fc
  .record({
    slope: number(-3, 3),
    kinks: fc.array(fc.record({ at: centre, size: number(0, 2) }), { maxLength: 3 }),
    curves: fc.array(fc.record({ at: centre, quadratic: number(0, 2), threeHalves: number(0.01, 2) }), {
      maxLength: 2,
    }),
    bounds: fc.tuple(number(-2, 0), number(0.01, 2)),
  })
  .map(({ slope, kinks, curves, bounds: [lower, width] }) => ({
    slope,
    kinks,
    curves,
    log: 0,
    lower,
    upper: lower + width,
  }));

describe("terms of one weight", () => {
  test("no point of a fine grid is below the minimum, and one comes near", () => {
    fc.assert(
      fc.property(terms, (term) => {
        const { value, excess } = minimizeSeparable(term, 0.1);
        let least = Infinity;
        for (let k = 0; k <= 4000; k += 1)
          least = Math.min(least, separableValue(term, term.lower + ((term.upper - term.lower) * k) / 4000));
        expect(excess).toBe(0);
        expect(least).toBeGreaterThanOrEqual(value - 1e-12);
        expect(least).toBeLessThan(value + 0.02);
      }),
    );
  });

  test("curves have a minimum without bounds, however steep the slope", () => {
    fc.assert(
      fc.property(number(-50, 50), number(0.1, 2), (slope, threeHalves) => {
        const term = {
          slope,
          kinks: [],
          curves: [{ at: 0.3, quadratic: 0, threeHalves }],
          log: 0,
          lower: -Infinity,
          upper: Infinity,
        };
        // slope = -1.5 t |d|^(1/2) at the minimum
        const distance = (slope / (1.5 * threeHalves)) ** 2;
        const exact = slope * (0.3 - Math.sign(slope) * distance) + threeHalves * distance ** 1.5;
        const { value, excess } = minimizeSeparable(term, 0);
        expect(excess).toBe(0);
        expect(Math.abs(value - exact)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(exact)));
      }),
    );
  });

  test("the proximal step is 0 at the minimiser and nowhere else", () => {
    fc.assert(
      fc.property(terms, number(0.1, 5), number(0, 1), (term, unit, share) => {
        const weight = term.lower + share * (term.upper - term.lower);
        const step = proximalStep(term, weight, unit);
        const gain = separableValue(term, weight) - minimizeSeparable(term, weight).value;
        // a step d lowers the term by at least unit d^2 / 2
        expect(gain).toBeGreaterThanOrEqual((unit / 2) * step * step - 1e-10);
        expect(step > 0 || gain <= 1e-6).toBe(true);
      }),
    );
  });

  test("slopes on either side are those of the value", () => {
    fc.assert(
      fc.property(terms, centre, (term, at) => {
        const h = 1e-8;
        const right = (separableValue(term, at + h) - separableValue(term, at)) / h;
        const left = (separableValue(term, at) - separableValue(term, at - h)) / h;
        expect(separableSlope(term, at, 1)).toBeCloseTo(right, 3);
        expect(separableSlope(term, at, -1)).toBeCloseTo(left, 3);
      }),
    );
  });
});
