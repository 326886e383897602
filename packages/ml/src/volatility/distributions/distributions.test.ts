import { RandomStream, integrate } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digamma } from "./digamma.ts";
import { expectation } from "./expectation.ts";
import type { InnovationLaw } from "./innovation-law.ts";
import { innovationLaws } from "./table.ts";

const replaced = (values: Float64Array, position: number, value: number): Float64Array => {
  const copy = values.slice();
  copy[position] = value;
  return copy;
};

const examples: readonly (readonly [InnovationLaw, readonly number[]])[] = [
  [innovationLaws.normal, []],
  [innovationLaws["student-t"], [5.5]],
  [innovationLaws["skew-t"], [6, -0.3]],
  [innovationLaws["skew-t"], [9, 0.5]],
  [innovationLaws.ged, [1.3]],
  [innovationLaws.ged, [2.6]],
];
const named = examples.map(
  ([law, shape]) => [`${law.kind} ${shape.join(" ")}`, law, Float64Array.from(shape)] as const,
);

test("digamma at known points", () => {
  expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 13);
  expect(digamma(0.5)).toBeCloseTo(-1.9635100260214235, 13);
  expect(digamma(20)).toBeCloseTo(2.970523992242149, 13);
});

describe.each(named)("law %s", (_, law, shape) => {
  test("has mass 1, mean 0 and variance 1", () => {
    expect(expectation(law, shape, () => 1)).toBeCloseTo(1, 9);
    expect(expectation(law, shape, (z) => z)).toBeCloseTo(0, 9);
    expect(expectation(law, shape, (z) => z * z)).toBeCloseTo(1, 8);
  });

  test("the mean absolute innovation is that of the density, and its derivative that of differences", () => {
    const gradient = new Float64Array(shape.length);
    const value = law.absoluteMoment(shape, gradient);
    expect(value).toBeCloseTo(expectation(law, shape, Math.abs), 9);
    shape.forEach((at, i) => {
      const step = 1e-4;
      const beside = (delta: number): number => law.absoluteMoment(replaced(shape, i, at + delta));
      expect(gradient[i]).toBeCloseTo((beside(step) - beside(-step)) / (2 * step), 7);
    });
  });

  test("the distribution function is the integral of the density, and the quantile its inverse", () => {
    for (const probability of [0.001, 0.05, 0.35, 0.5, 0.8, 0.999]) {
      const z = law.quantile(probability, shape);
      expect(law.cdf(z, shape)).toBeCloseTo(probability, 11);
      const between = integrate((at) => Math.exp(law.logDensity(at, shape)), z, 0).value;
      expect(law.cdf(0, shape) - probability).toBeCloseTo(between, 9);
    }
  });

  test("derivatives of a row's likelihood equal differences", () => {
    const residuals = Float64Array.of(-2.1, -0.4, 0.03, 0.9, 3.3);
    const variances = Float64Array.of(0.5, 1.1, 2, 0.7, 1.6);
    const run = (e: Float64Array, h: Float64Array, at: Float64Array) => {
      const rows = {
        rows: 5,
        residuals: e,
        variances: h,
        logLikelihoods: new Float64Array(5),
        byResidual: new Float64Array(5),
        byVariance: new Float64Array(5),
      };
      const byShape = new Float64Array(at.length);
      const total = law.evaluate(rows, at, byShape);
      return { ...rows, byShape, total };
    };
    const here = run(residuals, variances, shape);
    const step = 1e-5;
    for (let t = 0; t < 5; t++) {
      const z = residuals[t]! / Math.sqrt(variances[t]!);
      expect(here.logLikelihoods[t]).toBeCloseTo(law.logDensity(z, shape) - 0.5 * Math.log(variances[t]!), 12);
      expect(here.byResidual[t]).toBeCloseTo(law.derivative(z, shape) / Math.sqrt(variances[t]!), 11);
      const e = residuals[t]!;
      const h = variances[t]!;
      const up = run(replaced(residuals, t, e + step), variances, shape).total;
      const down = run(replaced(residuals, t, e - step), variances, shape).total;
      expect(here.byResidual[t]).toBeCloseTo((up - down) / (2 * step), 7);
      const higher = run(residuals, replaced(variances, t, h + step), shape).total;
      const lower = run(residuals, replaced(variances, t, h - step), shape).total;
      expect(here.byVariance[t]).toBeCloseTo((higher - lower) / (2 * step), 7);
    }
    shape.forEach((at, i) => {
      const up = run(residuals, variances, replaced(shape, i, at + step)).total;
      const down = run(residuals, variances, replaced(shape, i, at - step)).total;
      expect(here.byShape[i]).toBeCloseTo((up - down) / (2 * step), 7);
    });
  });

  test("draws follow it: Kolmogorov's distance of 4000 draws, and the same seed gives the same draws", () => {
    const stream = RandomStream.of(11);
    const again = RandomStream.of(11);
    const draws = Float64Array.from({ length: 4000 }, () => law.draw(stream, shape));
    expect(law.draw(again, shape)).toBe(draws[0]);
    draws.sort();
    const distance = draws.reduce((worst, z, i) => Math.max(worst, Math.abs(law.cdf(z, shape) - (i + 0.5) / 4000)), 0);
    expect(distance * Math.sqrt(4000)).toBeLessThan(1.63);
  });
});

test("at their limits laws meet: t without skew, GED of 2 is the normal", () => {
  fc.assert(
    fc.property(fc.double({ min: -6, max: 6, noNaN: true }), fc.double({ min: 2.2, max: 50, noNaN: true }), (z, nu) => {
      const skewed = innovationLaws["skew-t"].logDensity(z, Float64Array.of(nu, 0));
      expect(skewed).toBeCloseTo(innovationLaws["student-t"].logDensity(z, Float64Array.of(nu)), 11);
      const ged = innovationLaws.ged.logDensity(z, Float64Array.of(2));
      expect(ged).toBeCloseTo(innovationLaws.normal.logDensity(z, Float64Array.of()), 11);
    }),
  );
});
