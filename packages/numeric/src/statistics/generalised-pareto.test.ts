import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RandomStream } from "../random/index.ts";
import { fitGeneralisedPareto } from "./generalised-pareto.ts";

function draws(seed: number, shape: number, scale: number, n: number): Float64Array {
  const stream = RandomStream.of(seed);
  return Float64Array.from({ length: n }, () => {
    const u = stream.uniformOpen();
    return Math.abs(shape) < 1e-9 ? -scale * Math.log(u) : (scale / shape) * (u ** -shape - 1);
  });
}

function logLikelihood(x: Float64Array, shape: number, scale: number): number {
  return x.reduce((sum, y) => sum - Math.log(scale) - (1 + 1 / shape) * Math.log1p((shape * y) / scale), 0);
}

/** Fractional parts of multiples of the golden section, in both test and scipy. */
const golden = Array.from({ length: 200 }, (_, i) => ((i + 1) * 0.6180339887498949) % 1);

describe("fitGeneralisedPareto", () => {
  test("agrees with scipy.stats.genpareto.fit(y, floc=0) of scipy 1.17.1 to its tolerance of 1e-4", () => {
    const light = fitGeneralisedPareto(Float64Array.from(golden, (u) => Math.abs(-Math.log(u + 1e-3))));
    expect(light.shape).toBeCloseTo(-0.04205820076698505, 4);
    expect(light.scale).toBeCloseTo(1.0181853354706167, 4);
    const heavy = golden.map((u) => (u + 1e-3) ** -0.4 - 1);
    const least = Math.min(...heavy);
    const fit = fitGeneralisedPareto(Float64Array.from(heavy, (y) => y - least + 0.01));
    expect(fit.shape).toBeCloseTo(0.3234932054773189, 4);
    expect(fit.scale).toBeCloseTo(0.42715368082277927, 4);
  });

  test.each([0.5, 0.2, 0, -0.2])("finds shape %s within three of its errors", (shape) => {
    const fit = fitGeneralisedPareto(draws(11, shape, 2, 3000));
    expect(Math.abs(fit.shape - shape)).toBeLessThan(3 * Math.sqrt(fit.covariance[0]));
    expect(Math.abs(fit.scale - 2)).toBeLessThan(3 * Math.sqrt(fit.covariance[2]));
    expect(Math.sqrt(fit.covariance[0])).toBeCloseTo((1 + shape) / Math.sqrt(3000), 2);
  });

  test("no law nearby is likelier, and the law scales with the data", () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: -0.2, max: 0.8, noNaN: true }), (seed, shape) => {
        const x = draws(seed, shape, 1, 100);
        const fit = fitGeneralisedPareto(x);
        // at 0 the formula below divides by it
        fc.pre(Math.abs(fit.shape) > 0.01);
        for (const [a, b] of [
          [1e-3, 0],
          [-1e-3, 0],
          [0, 1e-3],
          [0, -1e-3],
        ] as const) {
          const other = logLikelihood(x, fit.shape + a, fit.scale * (1 + b));
          expect(Number.isNaN(other) || other <= fit.logLikelihood).toBe(true);
        }
        const tenfold = fitGeneralisedPareto(x.map((y) => 10 * y));
        expect(tenfold.shape).toBeCloseTo(fit.shape, 9);
        expect(tenfold.scale / fit.scale).toBeCloseTo(10, 8);
      }),
      { numRuns: 30 },
    );
  });

  test("refuses too few excesses, one that isn't positive, and data without a fit", () => {
    expect(() => fitGeneralisedPareto(Float64Array.of(1, 2, 3))).toThrow(/at least 5/);
    expect(() => fitGeneralisedPareto(Float64Array.of(1, 2, 3, 4, 0))).toThrow(/positive/);
    expect(() => fitGeneralisedPareto(Float64Array.of(1, 1, 1, 1, 1))).toThrow(/no maximum/);
  });
});
