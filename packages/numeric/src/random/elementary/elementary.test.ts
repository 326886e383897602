import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cos, exp, expm1, log, log1p, pow, sin } from "./index.ts";

/** Distance in units in the last place of `expected`. */
function ulps(actual: number, expected: number): number {
  if (Object.is(actual, expected)) return 0;
  const size = Math.abs(expected);
  const unit = Math.max(2 ** (Math.floor(Math.log2(size)) - 52), Number.MIN_VALUE);
  return Math.abs(actual - expected) / unit;
}

const real = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

describe("against Math, whose own error is below one unit", () => {
  test.each([
    ["exp", exp, Math.exp, real(-745, 709)],
    ["exp near 0", exp, Math.exp, real(-1, 1)],
    ["expm1", expm1, Math.expm1, real(-40, 700)],
    ["expm1 near 0", expm1, Math.expm1, real(-1, 1)],
    ["log", log, Math.log, real(Number.MIN_VALUE, Number.MAX_VALUE)],
    ["log near 1", log, Math.log, real(0.5, 2)],
    ["log1p", log1p, Math.log1p, real(-0.999999, 1e10)],
    ["log1p near 0", log1p, Math.log1p, real(-0.5, 0.5)],
    ["sin", sin, Math.sin, real(-30, 30)],
    ["cos", cos, Math.cos, real(-30, 30)],
    ["sin of large angles", sin, Math.sin, real(-1e15, 1e15)],
    ["cos of large angles", cos, Math.cos, real(-1e15, 1e15)],
    ["sin of huge angles", sin, Math.sin, real(-1e300, 1e300)],
  ] as const)("%s differs by less than two", (_, own, engine, values) => {
    fc.assert(
      fc.property(values, (x) => {
        expect(ulps(own(x), engine(x))).toBeLessThan(2);
      }),
      { numRuns: 2000 },
    );
  });

  test("pow differs by less than two", () => {
    fc.assert(
      fc.property(real(1e-20, 1e20), real(-15, 15), (x, y) => {
        expect(ulps(pow(x, y), x ** y)).toBeLessThan(2);
      }),
      { numRuns: 3000 },
    );
  });
});

// correctly rounded values from mpmath at 300 bits
test.each([
  [exp(1), Math.E],
  [exp(-745.1), 4.94065645841247e-324],
  [exp(709.7), 1.6549840276802644e308],
  [log(10), Math.LN10],
  [log(5e-324), -744.4400719213812],
  [sin(1e22), -0.8522008497671888],
  [cos(1e22), 0.523214785395139],
  [sin(6381956970095103 * 2 ** 797), 1],
  [cos(6381956970095103 * 2 ** 797), -4.687165924254628e-19],
  [sin(Math.PI), 1.2246467991473532e-16],
  [cos(Math.PI / 2), 6.123233995736766e-17],
  [pow(1.0000001, 1e8), 22026.454910182532],
  [pow(0.3, 500), 3.6360291795869266e-262],
  [expm1(1e-10), 1.00000000005e-10],
])("%d is within a unit of its exact value", (actual, expected) => {
  expect(ulps(actual, expected)).toBeLessThanOrEqual(1);
});

describe("identities", () => {
  test("a power of integers that fits is exact", () => {
    for (let base = 2; base < 40; base++) {
      let product = 1;
      for (let exponent = 1; product * base <= Number.MAX_SAFE_INTEGER; exponent++) {
        product *= base;
        expect(pow(base, exponent)).toBe(product);
        expect(pow(-base, exponent)).toBe(exponent % 2 === 0 ? product : -product);
      }
    }
  });

  test("exp is monotone and undoes log", () => {
    fc.assert(
      fc.property(real(-700, 700), (x) => {
        expect(exp(x)).toBeLessThanOrEqual(exp(x + Math.abs(x) * 2 ** -50));
        expect(Math.abs(log(exp(x)) - x)).toBeLessThan(1e-13);
      }),
    );
  });

  test("special values follow Math", () => {
    const specials = [0, -0, 1, -1, 2, -2, 3, 0.5, -0.5, 1e308, -1e308, 5e-324, Infinity, -Infinity, Number.NaN];
    for (const x of specials) {
      expect(Object.is(exp(x), Math.exp(x)) || ulps(exp(x), Math.exp(x)) <= 1).toBe(true);
      expect(log(x) === Math.log(x) || Number.isNaN(Math.log(x)) || Math.abs(log(x) - Math.log(x)) < 1e-12).toBe(true);
      expect(Number.isNaN(log(x))).toBe(Number.isNaN(Math.log(x)));
      expect(Number.isNaN(log1p(x))).toBe(Number.isNaN(Math.log1p(x)));
      expect(Number.isNaN(sin(x))).toBe(Number.isNaN(Math.sin(x)));
      expect(Number.isNaN(cos(x))).toBe(Number.isNaN(Math.cos(x)));
      for (const y of specials) {
        const theirs = x ** y;
        const ours = pow(x, y);
        const close = Object.is(ours, theirs) || Math.abs(ours - theirs) <= 2e-16 * Math.abs(theirs);
        expect([x, y, ours, close]).toEqual([x, y, ours, true]);
      }
    }
    expect([exp(710), exp(-746), exp(Infinity), exp(-Infinity)]).toEqual([Infinity, 0, Infinity, 0]);
    expect([expm1(-Infinity), expm1(Infinity), expm1(Number.NaN)]).toEqual([-1, Infinity, Number.NaN]);
    expect([log1p(-1), log1p(Infinity), log1p(-0)]).toEqual([-Infinity, Infinity, -0]);
    expect([sin(-0), expm1(-0)]).toEqual([-0, -0]);
  });
});
