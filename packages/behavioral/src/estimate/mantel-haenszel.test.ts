import * as fc from "fast-check";
import { expect, test } from "vitest";
import { mantelHaenszel } from "./mantel-haenszel.ts";

const count = fc.integer({ min: 0, max: 20 });
const stratum = fc.record({ gainsSold: count, lossesSold: count, gainsKept: count, lossesKept: count });

test("one table gives its own odds ratio and Woolf's standard error", () => {
  const { oddsRatio, standardError } = mantelHaenszel([{ gainsSold: 3, lossesSold: 1, gainsKept: 2, lossesKept: 4 }]);
  expect(oddsRatio).toBeCloseTo(6, 14);
  expect(standardError).toBeCloseTo(Math.sqrt(1 / 3 + 1 + 1 / 2 + 1 / 4), 12);
});

test("exchanging gains and losses inverts the odds ratio and keeps the error", () => {
  fc.assert(
    fc.property(fc.array(stratum, { minLength: 1, maxLength: 10 }), (strata) => {
      const { logOddsRatio, standardError } = mantelHaenszel(strata);
      fc.pre(Number.isFinite(logOddsRatio));
      const mirrored = mantelHaenszel(
        strata.map(({ gainsSold, lossesSold, gainsKept, lossesKept }) => ({
          gainsSold: lossesSold,
          lossesSold: gainsSold,
          gainsKept: lossesKept,
          lossesKept: gainsKept,
        })),
      );
      expect(mirrored.logOddsRatio).toBeCloseTo(-logOddsRatio, 10);
      expect(mirrored.standardError).toBeCloseTo(standardError, 10);
    }),
  );
});

test("strata with equal numerator and denominator move the log odds ratio towards zero", () => {
  fc.assert(
    fc.property(fc.array(stratum, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 9 }), (strata, n) => {
      const { logOddsRatio } = mantelHaenszel(strata);
      fc.pre(Number.isFinite(logOddsRatio));
      const even = { gainsSold: n, lossesSold: n, gainsKept: n, lossesKept: n };
      expect(Math.abs(mantelHaenszel([...strata, even]).logOddsRatio)).toBeLessThanOrEqual(
        Math.abs(logOddsRatio) + 1e-12,
      );
    }),
  );
});
