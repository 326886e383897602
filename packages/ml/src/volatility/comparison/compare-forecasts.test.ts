import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { compareForecasts, varianceLosses } from "./compare-forecasts.ts";

describe("comparison of variance forecasts", () => {
  test("QLIKE as definition 25 writes it", () => {
    expect(varianceLosses([2], [0.5])[0]).toBeCloseTo(4 - Math.log(4) - 1, 14);
    expect(varianceLosses([0.09], [0.25], "squared-returns-qlike")[0]).toBeCloseTo(Math.log(0.25) + 0.36, 14);
    expect(varianceLosses([2], [0.5], "squared-error")[0]).toBe(2.25);
  });

  test("both forms of QLIKE rank by noisy squared returns as by the true variance; differences are the same", () => {
    const random = RandomStream.of(3);
    const truth = Array.from({ length: 4000 }, (_, t) => 1 + 0.8 * Math.sin(t / 30));
    const squares = truth.map((variance) => variance * random.normal() ** 2);
    const forecasts = { truth, flat: truth.map(() => 1), late: truth.map((_, t) => truth[Math.max(0, t - 40)]!) };
    const exact = compareForecasts(truth, forecasts);
    const noisy = compareForecasts(squares, forecasts, { loss: "squared-returns-qlike" });
    expect(exact.ranking.map((entry) => entry.name)).toEqual(["truth", "flat", "late"]);
    expect(noisy.ranking.map((entry) => entry.name)).toEqual(["truth", "flat", "late"]);
    for (const { test: pair } of noisy.pairs) expect(pair!.pValue).toBeLessThan(0.001);
    expect(noisy.pairs[0]!.test!.meanDifference).toBeLessThan(0);
  });

  test("Diebold-Mariano has its size for equally good forecasts", () => {
    const random = RandomStream.of(9);
    let rejected = 0;
    for (let run = 0; run < 400; run++) {
      const realised = Array.from({ length: 120 }, () => random.gamma(3) / 3);
      const guess = (): number[] => realised.map(() => Math.exp(0.3 * random.normal()));
      const { pairs } = compareForecasts(realised, { a: guess(), b: guess() });
      if (pairs[0]!.test!.pValue < 0.05) rejected++;
    }
    // four standard errors of 5 % in 400 runs
    expect(Math.abs(rejected / 400 - 0.05)).toBeLessThan(0.044);
  });

  test("forecasts that are the same have no test", () => {
    const realised = [1, 2, 3, 1, 2];
    const { pairs } = compareForecasts(realised, { a: [1, 1, 1, 2, 2], b: [1, 1, 1, 2, 2] });
    expect(pairs).toEqual([{ first: "a", second: "b", test: null }]);
  });

  test("bad input is named", () => {
    const forecasts = { a: [1, 1, 1, 1], b: [2, 2, 2, 2] };
    expect(() => compareForecasts([1, 0, 1, 1], forecasts)).toThrow(/row 1 is 0.*squared-returns-qlike/);
    expect(() => compareForecasts([1, -1, 1, 1], forecasts, { loss: "squared-error" })).toThrow(/row 1 is -1/);
    expect(() => compareForecasts([1, 1, 1, 1], { ...forecasts, b: [1, 0, 1, 1] })).toThrow(/forecasts: row 1 is 0/);
    expect(() => compareForecasts([1, 1, 1, 1, 1], forecasts)).toThrow(/expected 5 as there are/);
    expect(() => compareForecasts([1, 1, 1, 1], { a: [1, 1, 1, 1] })).toThrow(/two or more, were 1/);
    expect(() => compareForecasts([1, 1, 1, 1], forecasts, { horizon: 2 })).toThrow(/2 steps ahead/);
    expect(() => compareForecasts([1, 1, 1, 1], forecasts, { horizon: 0.5 })).toThrow(/horizon/);
  });
});
