import * as fc from "fast-check";
import { jStat } from "jstat";
import { expect, test } from "vitest";
import {
  betaDistribution,
  chiSquareDistribution,
  type ContinuousDistribution,
  fDistribution,
  gammaDistribution,
  normalDistribution,
  studentTDistribution,
} from "./index.ts";

/** What jstat offers for a law. */
interface Other {
  pdf(x: number, ...parameters: number[]): number;
  cdf(x: number, ...parameters: number[]): number;
  inv(probability: number, ...parameters: number[]): number;
}

const shape = fc.double({ min: 1, max: 30, noNaN: true });

// jstat is a second opinion, no more: against the tables its tails err by 1e-9 to 1 and its t quantile by 4e-8
test.each([
  ["normal", fc.tuple(fc.double({ min: -3, max: 3, noNaN: true }), shape), normalDistribution, jStat.normal],
  ["Student t", fc.tuple(shape), studentTDistribution, jStat.studentt],
  ["chi-square", fc.tuple(shape), chiSquareDistribution, jStat.chisquare],
  ["F", fc.tuple(shape, shape), fDistribution, jStat.centralF],
  ["gamma", fc.tuple(shape, shape), gammaDistribution, jStat.gamma],
  ["beta", fc.tuple(shape, shape), betaDistribution, jStat.beta],
] as const)("%s agrees with jstat in the body of the law", (_, parameters, law, theirs) => {
  const other = theirs as Other;
  fc.assert(
    fc.property(parameters as fc.Arbitrary<number[]>, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (given, p) => {
      const own = (law as (...parameters: number[]) => ContinuousDistribution)(...given);
      const x = own.quantile(p);
      expect(other.cdf(x, ...given)).toBeCloseTo(p, 6);
      expect(Math.abs(other.pdf(x, ...given) - own.pdf(x))).toBeLessThan(1e-6 * Math.max(1, own.pdf(x)));
    }),
  );
});
