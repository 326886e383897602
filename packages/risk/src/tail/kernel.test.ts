import { integrate, kernelBandwidth, kernelCdf, kernelDensity, RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { estimateVaR, expectedShortfall, valueAtRisk } from "../index.ts";

const sample = RandomStream.of("kernel")
  .fillNormal(new Float64Array(200))
  .map((z) => 0.0005 + 0.01 * z);

describe("kernel", () => {
  test("VaR is the quantile of the smoothed law, ES its tail mean by integration", () => {
    const bandwidth = kernelBandwidth(sample);
    for (const confidence of [0.5, 0.9, 0.99, 0.999]) {
      const value = valueAtRisk(sample, { method: "kernel", confidence });
      expect(kernelCdf(sample, -value, bandwidth)).toBeCloseTo(1 - confidence, 10);
      const mean = integrate((x) => -x * kernelDensity(sample, x, bandwidth), -0.2, -value).value / (1 - confidence);
      expect(expectedShortfall(sample, { method: "kernel", confidence })).toBeCloseTo(mean, 8);
    }
  });

  test("a narrow kernel is the plain history, a wide one a normal law", () => {
    const narrow = { kind: "kernel", bandwidth: 1e-9 } as const;
    expect(valueAtRisk(sample, { method: narrow, confidence: 0.95 })).toBeCloseTo(
      valueAtRisk(sample, { confidence: 0.95, quantileType: 2 }),
      4,
    );
    expect(expectedShortfall(sample, { method: narrow })).toBeCloseTo(expectedShortfall(sample), 8);
    const wide = { kind: "kernel", bandwidth: 10 } as const;
    expect(valueAtRisk(sample, { method: wide, confidence: 0.99 }) / 10).toBeCloseTo(2.3263, 3);
  });

  test("names its bandwidth", () => {
    expect(estimateVaR(sample, { method: { kind: "kernel", bandwidth: "scott" } }).conventions).toMatchObject({
      bandwidthRule: "scott",
      bandwidth: kernelBandwidth(sample, "scott"),
    });
  });

  test("a constant series has its constant as VaR and ES", () => {
    expect(valueAtRisk([0.01, 0.01, 0.01], { method: "kernel" })).toBeCloseTo(-0.01, 15);
    expect(expectedShortfall([0.01, 0.01, 0.01], { method: "kernel" })).toBeCloseTo(-0.01, 15);
  });
});
