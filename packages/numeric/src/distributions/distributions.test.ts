import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  betaDistribution,
  binomialDistribution,
  chiSquareDistribution,
  type ContinuousDistribution,
  fDistribution,
  gammaDistribution,
  logGamma,
  normalCdf,
  normalDistribution,
  normalPdf,
  normalQuantile,
  poissonDistribution,
  studentTDistribution,
} from "./index.ts";
import { integrate } from "../statistics/integrate.ts";
import tables from "./fixtures/distributions.json" with { type: "json" };

interface Row {
  readonly parameters: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
  readonly quantiles: readonly (readonly (number | null)[])[];
}

const laws: Readonly<Record<string, (...parameters: number[]) => ContinuousDistribution>> = {
  normal: normalDistribution,
  studentT: studentTDistribution,
  chiSquare: chiSquareDistribution,
  f: fDistribution,
  gamma: gammaDistribution,
  beta: betaDistribution,
};
const rows = Object.entries(laws).flatMap(([name, law]) =>
  (tables[name as keyof typeof tables] as unknown as readonly Row[]).map((row) => ({
    name: `${name}(${row.parameters.join(", ")})`,
    law: law(...row.parameters),
    row,
  })),
);

/** Relative error; a number the table could not hold in a double is passed over. */
function error(actual: number, expected: number | null | undefined, scale = 0): number {
  if (expected === null || expected === undefined) return 0;
  return actual === expected ? 0 : Math.abs(actual - expected) / Math.max(Math.abs(expected), scale);
}

describe("against tables made with mpmath, to 1e-12 relative", () => {
  test.each(rows)("$name: densities and both tails", ({ law, row }) => {
    for (const [x, logPdf, pdf, lower, upper] of row.values) {
      // where the log density crosses 0 only its absolute error means something
      expect({ x, error: error(law.logPdf(x!), logPdf, 1) < 1e-12 }).toEqual({ x, error: true });
      expect({ x, pdf: law.pdf(x!), close: error(law.pdf(x!), pdf) < 1e-12 }).toEqual({
        x,
        pdf: law.pdf(x!),
        close: true,
      });
      for (const [tail, found, wanted] of [
        ["lower", law.cdf(x!), lower],
        ["upper", law.survival(x!), upper],
      ] as const) {
        expect({ x, tail, found, wanted, close: error(found, wanted) < 1e-12 }).toEqual({
          x,
          tail,
          found,
          wanted,
          close: true,
        });
      }
    }
  });

  test.each(rows)("$name: quantiles of both tails", ({ law, row }) => {
    for (const [p, lower, upper] of row.quantiles) {
      for (const [tail, found, wanted] of [
        ["lower", law.quantile(p!), lower],
        ["upper", law.survivalQuantile(p!), upper],
      ] as const) {
        expect({ p, tail, found, wanted, close: error(found, wanted) < 1e-12 }).toEqual({
          p,
          tail,
          found,
          wanted,
          close: true,
        });
      }
    }
  });
});

const probability = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
const shape = fc.double({ min: 0.2, max: 60, noNaN: true });

describe("properties", () => {
  test.each([
    ["normal", fc.tuple(fc.double({ min: -3, max: 3, noNaN: true }), shape), normalDistribution],
    ["Student t", fc.tuple(shape), studentTDistribution],
    ["chi-square", fc.tuple(shape), chiSquareDistribution],
    ["F", fc.tuple(shape, shape), fDistribution],
    ["gamma", fc.tuple(shape, shape), gammaDistribution],
    ["beta", fc.tuple(shape, shape), betaDistribution],
  ] as const)("%s: cdf(quantile(p)) = p, monotone, both tails add up to one", (_, parameters, law) => {
    fc.assert(
      fc.property(parameters as fc.Arbitrary<number[]>, probability, probability, (given, p, q) => {
        const distribution = (law as (...parameters: number[]) => ContinuousDistribution)(...given);
        const x = distribution.quantile(p);
        const upper = distribution.survivalQuantile(p);
        // where neighbouring doubles differ by much of the tail, p can't come back
        const coarse = (at: number): boolean =>
          !(distribution.pdf(at) * Math.abs(at) * Number.EPSILON <= 1e-12 * Math.min(p, 1 - p));
        fc.pre(!coarse(x) && !coarse(upper));
        expect(Math.abs(distribution.cdf(x) - p)).toBeLessThan(1e-12);
        expect(distribution.cdf(x) + distribution.survival(x)).toBeCloseTo(1, 13);
        expect(Math.abs(distribution.survival(upper) / p - 1)).toBeLessThan(1e-10);
        const [low, high] = p < q ? [p, q] : [q, p];
        expect(distribution.quantile(low)).toBeLessThanOrEqual(distribution.quantile(high));
        expect(distribution.survivalQuantile(low)).toBeGreaterThanOrEqual(distribution.survivalQuantile(high));
      }),
      { numRuns: 60 },
    );
  });

  test("relations between the laws", () => {
    fc.assert(
      fc.property(shape, shape, fc.double({ min: 0.01, max: 20, noNaN: true }), (a, b, x) => {
        const near = (found: number, expected: number): void =>
          expect(Math.abs(found / expected - 1)).toBeLessThan(1e-11);
        near(fDistribution(1, a).survival(x * x), 2 * studentTDistribution(a).survival(x));
        near(fDistribution(a, b).survival(x), fDistribution(b, a).cdf(1 / x));
        near(chiSquareDistribution(a).cdf(x), gammaDistribution(a / 2, 2).cdf(x));
        const share = x / 21;
        near(betaDistribution(a, b).cdf(share), betaDistribution(b, a).survival(1 - share));
      }),
    );
    expect(studentTDistribution(Infinity).cdf(-2)).toBe(normalCdf(-2));
    expect(normalDistribution().pdf(1.5)).toBe(normalPdf(1.5));
  });
});

describe("edges of the support", () => {
  test("tails, quantiles and densities at the ends", () => {
    for (const law of [gammaDistribution(2), fDistribution(3, 4), chiSquareDistribution(5)]) {
      expect([law.cdf(-1), law.cdf(0), law.cdf(Infinity)]).toEqual([0, 0, 1]);
      expect([law.survival(-1), law.survival(0), law.survival(Infinity)]).toEqual([1, 1, 0]);
      expect([law.quantile(0), law.quantile(1)]).toEqual([0, Infinity]);
      expect([law.survivalQuantile(1), law.survivalQuantile(0)]).toEqual([0, Infinity]);
      expect([law.pdf(-1), law.pdf(0), law.logPdf(0), law.pdf(Infinity)]).toEqual([0, 0, -Infinity, 0]);
    }
    const beta = betaDistribution(0.5, 1);
    expect([beta.pdf(0), beta.pdf(1), beta.pdf(2), beta.cdf(1), beta.quantile(1)]).toEqual([Infinity, 0.5, 0, 1, 1]);
    expect(fDistribution(2, 5).pdf(0)).toBe(1);
    expect(gammaDistribution(1, 4).pdf(0)).toBe(0.25);
    const t = studentTDistribution(3);
    expect([t.cdf(-Infinity), t.cdf(Infinity), t.cdf(0), t.quantile(0.5), t.quantile(0), t.quantile(1)]).toEqual([
      0,
      1,
      0.5,
      0,
      -Infinity,
      Infinity,
    ]);
    expect([t.pdf(Infinity), t.logPdf(-Infinity)]).toEqual([0, -Infinity]);
    expect(t.cdf(1e-200)).toBe(0.5);
    expect([normalQuantile(0), normalQuantile(1), normalQuantile(0.5)]).toEqual([-Infinity, Infinity, 0]);
    expect([normalCdf(-50), normalCdf(50), normalPdf(50)]).toEqual([0, 1, 0]);
  });

  test("NaN passes through, wrong parameters and probabilities do not", () => {
    for (const law of [normalDistribution(), studentTDistribution(4), gammaDistribution(2), betaDistribution(2, 3)]) {
      for (const method of ["pdf", "logPdf", "cdf", "survival", "quantile", "survivalQuantile"] as const) {
        expect(law[method](Number.NaN)).toBeNaN();
      }
      expect(() => law.quantile(-0.1)).toThrow("expected a probability between 0 and 1, was -0.1");
      expect(() => law.survivalQuantile(1.1)).toThrow(RangeError);
    }
    expect(() => gammaDistribution(0)).toThrow("expected the shape to be positive and finite, was 0");
    expect(() => betaDistribution(1, Number.NaN)).toThrow("the second shape");
    expect(() => fDistribution(1, Infinity)).toThrow("the degrees of freedom of the denominator");
    expect(() => studentTDistribution(-1)).toThrow("the degrees of freedom");
    expect(() => studentTDistribution(3, Number.NaN)).toThrow("expected a finite location");
    expect(() => normalDistribution(0, 0)).toThrow("the standard deviation");
  });

  test("means and variances are the integrals they stand for", () => {
    for (const law of [
      gammaDistribution(2.5, 0.4),
      betaDistribution(2, 5),
      fDistribution(5, 12),
      studentTDistribution(7, 1, 2),
    ]) {
      const moment = (power: number): number =>
        integrate((p) => law.quantile(p) ** power, 0, 1, { relativeTolerance: 1e-7, absoluteTolerance: 1e-7 }).value;
      expect(moment(1)).toBeCloseTo(law.mean, 5);
      expect(moment(2) - moment(1) ** 2).toBeCloseTo(law.variance, 4);
    }
    expect(studentTDistribution(1).mean).toBeNaN();
    expect([studentTDistribution(1.5).variance, fDistribution(1, 3).variance]).toEqual([Infinity, Infinity]);
    expect([studentTDistribution(1).variance, fDistribution(1, 2).variance]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe("counts", () => {
  test("the probabilities of a binomial are those of Pascal's triangle, and the tails their sums", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, p) => {
        const law = binomialDistribution(n, p);
        let choose = 1;
        let below = 0;
        for (let k = 0; k <= n; k++) {
          const expected = choose * p ** k * (1 - p) ** (n - k);
          expect(law.pmf(k)).toBeCloseTo(expected, 12);
          below += expected;
          expect(law.cdf(k)).toBeCloseTo(below, 12);
          expect(law.survival(k)).toBeCloseTo(1 - below, 12);
          choose = (choose * (n - k)) / (k + 1);
        }
      }),
    );
  });

  test("the tails of a Poisson are the sums of its probabilities", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 40, noNaN: true }), (mean) => {
        const law = poissonDistribution(mean);
        let expected = Math.exp(-mean);
        let below = 0;
        for (let k = 0; k < 60; k++) {
          expect(law.pmf(k)).toBeCloseTo(expected, 12);
          below += expected;
          expect(law.cdf(k)).toBeCloseTo(below, 12);
          expect(law.cdf(k) + law.survival(k)).toBeCloseTo(1, 13);
          expected *= mean / (k + 1);
        }
      }),
    );
  });

  test("far tails keep their relative accuracy (mpmath)", () => {
    expect(error(binomialDistribution(1000, 0.01).survival(60), 2.8610388950683897e-28)).toBeLessThan(1e-12);
    expect(error(poissonDistribution(3).survival(80), 3.952798486650494e-84)).toBeLessThan(1e-12);
  });

  test("between, beyond and certain", () => {
    const law = binomialDistribution(3, 0.5);
    expect([law.pmf(1.5), law.cdf(-1), law.cdf(9), law.survival(-1), law.survival(3)]).toEqual([0, 0, 1, 1, 0]);
    expect(law.cdf(1.5)).toBe(law.cdf(1));
    expect(law.cdf(Number.NaN)).toBeNaN();
    expect([
      binomialDistribution(2, 0).cdf(0),
      binomialDistribution(2, 1).cdf(1),
      binomialDistribution(0, 0.3).pmf(0),
    ]).toEqual([1, 0, 1]);
    expect([binomialDistribution(2, 1).pmf(2), binomialDistribution(2, 0).pmf(1)]).toEqual([1, 0]);
    const poisson = poissonDistribution(2);
    expect([poisson.cdf(Infinity), poisson.survival(-0.5), poisson.pmf(0.5)]).toEqual([1, 1, 0]);
    expect(poisson.survival(Number.NaN)).toBeNaN();
    expect(() => binomialDistribution(1.5, 0.5)).toThrow("expected the number of trials");
    expect(() => binomialDistribution(1, 2)).toThrow("expected a probability between 0 and 1, was 2");
    expect(() => binomialDistribution(1, Number.NaN)).toThrow("was NaN");
    expect(() => poissonDistribution(0)).toThrow("the mean");
  });
});

test("logGamma is the logarithm of factorials, and of the root of pi", () => {
  let factorial = 1;
  for (let n = 1; n <= 20; n++) {
    expect(Math.abs(logGamma(n) - Math.log(factorial))).toBeLessThan(2e-15 * Math.max(1, Math.log(factorial)) * 2);
    factorial *= n;
  }
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 14);
  expect([logGamma(0), logGamma(Infinity)]).toEqual([Infinity, Infinity]);
  expect(logGamma(Number.NaN)).toBeNaN();
  expect(() => logGamma(-1)).toThrow("expected a positive argument, was -1");
});
