import { describe, expect, test } from "vitest";
import { RandomStream } from "../random/index.ts";
import { integrate } from "./integrate.ts";
import { kernelBandwidth, kernelCdf, kernelDensity, kernelQuantile } from "./kernel-density.ts";
import { standardDeviation } from "./moments.ts";

const x = RandomStream.of(9).fillNormal(new Float64Array(50));

describe("kernel density", () => {
  test("the density integrates to the distribution function", () => {
    const area = integrate((at) => kernelDensity(x, at, 0.3), -Infinity, 0.7).value;
    expect(area).toBeCloseTo(kernelCdf(x, 0.7, 0.3), 10);
  });

  test("the quantile inverts the distribution function, far tails included", () => {
    for (const p of [1e-12, 0.001, 0.05, 0.5, 0.99]) {
      expect(kernelCdf(x, kernelQuantile(x, p, 0.3), 0.3) / p).toBeCloseTo(1, 6);
    }
    expect(() => kernelQuantile(x, 0, 0.3)).toThrow(RangeError);
    expect(() => kernelQuantile(x, 0.5, 0)).toThrow(RangeError);
  });

  test("bandwidths by their rules; quartiles that coincide leave the deviation", () => {
    expect(kernelBandwidth(x, "scott")).toBeCloseTo(1.059 * standardDeviation(x) * 50 ** -0.2, 12);
    const tied = Float64Array.of(0, 0, 0, 0, 0, 0, 0, 1);
    expect(kernelBandwidth(tied)).toBeCloseTo(0.9 * standardDeviation(tied) * 8 ** -0.2, 12);
    expect(kernelBandwidth(Float64Array.of(2, 2, 2))).toBe(0);
  });
});
