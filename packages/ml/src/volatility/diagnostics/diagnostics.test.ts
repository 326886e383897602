import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { archLm } from "./arch-lm.ts";
import fixture from "./fixtures/series-diagnostics.json" with { type: "json" };
import { stationarityPValue } from "./kpss-law.ts";
import { ljungBox } from "./ljung-box.ts";
import { signBias } from "./sign-bias.ts";
import { augmentedDickeyFuller, kpss, phillipsPerron } from "./unit-root.ts";

// made by scripts/reference/series-diagnostics.py with arch 8.0.0 and statsmodels 0.15.0
const names = Object.keys(fixture.cases) as (keyof typeof fixture.cases)[];

describe.each(names)("diagnostics of the series %s equal arch and statsmodels", (name) => {
  const series = fixture.series[name];
  const reference = fixture.cases[name];

  test("augmented Dickey-Fuller: lags chosen, statistic, p-value, critical values", () => {
    for (const { deterministic, lags, chosen, statistic, pValue, observations, critical } of reference.adf) {
      const options = { deterministic, lags } as Parameters<typeof augmentedDickeyFuller>[1];
      const result = augmentedDickeyFuller(series, options);
      expect(result).toMatchObject({ lags: chosen, observations });
      expect(result.statistic).toBeCloseTo(statistic, 8);
      expect(result.pValue).toBeCloseTo(pValue, 9);
      Object.values(result.criticalValues).forEach((value, i) => expect(value).toBeCloseTo(critical[i]!, 9));
    }
  });

  test("Phillips-Perron: statistic and p-value", () => {
    for (const { deterministic, lags, statistic, pValue } of reference.pp) {
      const result = phillipsPerron(series, { deterministic: deterministic as "none", lags });
      expect(result.statistic).toBeCloseTo(statistic, 8);
      expect(result.pValue).toBeCloseTo(pValue, 8);
    }
  });

  test("KPSS: lags chosen and statistic; the p-value is near the simulated table", () => {
    for (const { deterministic, lags, chosen, statistic, pValue } of reference.kpss) {
      const result = kpss(series, { deterministic: deterministic as "trend", lags: lags as "auto" });
      expect(result.lags).toBe(chosen);
      expect(result.statistic).toBeCloseTo(statistic, 9);
      expect(Math.abs(result.pValue - pValue)).toBeLessThan(0.003);
    }
  });

  test("Ljung-Box, ARCH-LM and the sign-bias regression", () => {
    const box = ljungBox(series, { lags: 8, fittedParameters: 2 });
    expect(box.statistic).toBeCloseTo(reference.ljungBox[0]!, 7);
    expect(box.pValue).toBeCloseTo(reference.ljungBox[1]!, 10);
    const lm = archLm(series, { lags: 4 });
    expect(lm.statistic).toBeCloseTo(reference.archLm[0]!, 8);
    expect(lm.pValue).toBeCloseTo(reference.archLm[1]!, 10);
    const bias = signBias(series);
    [bias.sign, bias.negativeSize, bias.positiveSize].forEach((effect, i) => {
      expect(effect.statistic).toBeCloseTo(reference.signBias.statistics[i]!, 8);
      expect(effect.pValue).toBeCloseTo(reference.signBias.pValues[i]!, 9);
    });
    expect(bias.joint.statistic).toBeCloseTo(reference.signBias.joint, 8);
  });
});

describe("the law of KPSS", () => {
  // Kwiatkowski et al. (1992), table 1; quantiles of the Cramer-von Mises law to more digits by Csorgo & Faraway (1996)
  test("reproduces the published critical values", () => {
    const level = [
      [0.1, 0.347],
      [0.05, 0.463],
      [0.025, 0.574],
      [0.01, 0.739],
    ] as const;
    const trend = [
      [0.1, 0.119],
      [0.05, 0.146],
      [0.025, 0.176],
      [0.01, 0.216],
    ] as const;
    // the paper's table is simulated: .574 stands for .58061, .146 for about .148
    for (const [p, quantile] of level)
      expect(Math.abs(stationarityPValue(quantile, "constant") - p)).toBeLessThan(0.0025);
    for (const [p, quantile] of trend) expect(Math.abs(stationarityPValue(quantile, "trend") - p)).toBeLessThan(0.0025);
    expect(stationarityPValue(0.46136, "constant")).toBeCloseTo(0.05, 5);
    expect(stationarityPValue(0.58061, "constant")).toBeCloseTo(0.025, 5);
    expect(stationarityPValue(0.74346, "constant")).toBeCloseTo(0.01, 5);
    expect(stationarityPValue(0.3473, "constant")).toBeCloseTo(0.1, 5);
  });

  test("falls from 1 to 0", () => {
    const values = [0.001, 0.03, 0.1, 0.3, 1, 3].map((x) => stationarityPValue(x, "constant"));
    values.forEach((value, i) => expect(value).toBeLessThanOrEqual(i === 0 ? 1 : values[i - 1]!));
    expect(values[0]).toBeCloseTo(1, 9);
    expect(values.at(-1)).toBeLessThan(1e-6);
  });
});

describe("size under the null hypothesis", () => {
  test("Ljung-Box, ARCH-LM and sign bias reject 5 % of white noise", () => {
    const random = RandomStream.of(5);
    const runs = 600;
    const rejected = { box: 0, lm: 0, bias: 0 };
    for (let run = 0; run < runs; run++) {
      const noise = Float64Array.from({ length: 300 }, () => random.normal());
      if (ljungBox(noise).pValue < 0.05) rejected.box++;
      if (archLm(noise).pValue < 0.05) rejected.lm++;
      if (signBias(noise).joint.pValue < 0.05) rejected.bias++;
    }
    // four standard errors of a share of 5 % are 3.6 %
    for (const count of Object.values(rejected)) expect(Math.abs(count / runs - 0.05)).toBeLessThan(0.036);
  });
});

describe("bad input", () => {
  test("is named", () => {
    const series = fixture.series.walk;
    expect(() => ljungBox(series, { lags: 0 })).toThrow(/lags.*1 to 239, was 0/);
    expect(() => ljungBox(series, { lags: 3, fittedParameters: 3 })).toThrow(/below 3 lags, was 3/);
    expect(() => ljungBox(new Array<number>(30).fill(2))).toThrow(/constant/);
    expect(() => ljungBox([1, 2])).toThrow(/at least 5/);
    expect(() => archLm(series.map((value, t) => (t === 7 ? NaN : value)))).toThrow(/row 7 is NaN/);
    expect(() => archLm(Array.from({ length: 40 }, (_, t) => (t % 2 === 0 ? 1 : -1)))).toThrow(/do not vary/);
    expect(() => signBias(series.slice(0, 5))).toThrow(/at least 20/);
    expect(() => augmentedDickeyFuller(series, { lags: 500 })).toThrow(/lags/);
    expect(() => augmentedDickeyFuller(new Array<number>(30).fill(2))).toThrow(/constant/);
    expect(() => phillipsPerron(series, { lags: -1 })).toThrow(/lags/);
    expect(() => kpss(series, { lags: 1.5 })).toThrow(/lags/);
  });
});
