import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { PlimsollError, PricePanel } from "@plimsoll/core";
import { normalQuantile, quantile, RandomStream, standardDeviation, mean } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { backtestVaR, type VaRBacktest } from "./backtest-var.ts";
import { conditionalCoverageTest, countTransitions, independenceTest } from "./christoffersen.ts";
import { durationTest } from "./duration.ts";
import { kupiecAcceptance, kupiecTest } from "./kupiec.ts";
import { multinomialVaRTest } from "./multinomial.ts";
import { trafficLight } from "./traffic-light.ts";

const golden = JSON.parse(readFileSync(new URL("../fixtures/var_backtest_psr_dsr.json", import.meta.url), "utf8")) as {
  readonly kupiec_nonreject_95: { readonly rows: Record<string, Record<string, readonly [number, number]>> };
  readonly kupiec_30_7_1pct: number;
  readonly basel_traffic_light_250_99: { readonly cum_prob: Record<string, number> };
};

// scripts/reference/risk-backtests.py
const peers = JSON.parse(readFileSync(new URL("./fixtures/backtests.json", import.meta.url), "utf8")) as {
  readonly returns: number[];
  readonly valueAtRisk: number[];
  readonly exceptions: number;
  readonly dynamicQuantile: { readonly statistic: number; readonly pValue: number };
  readonly duration: { readonly statistic: number; readonly shape: number };
};

describe("golden", () => {
  test("Jorion's J.P. Morgan 1998: LRuc 3.91255, LRind 9.52957, LRcc 13.44212 from counts", () => {
    const counts = { n00: 218, n01: 14, n10: 14, n11: 6 };
    expect(kupiecTest({ observations: 252, exceptions: 20, confidence: 0.95 }).statistic).toBeCloseTo(
      3.9125508275532184,
      10,
    );
    expect(independenceTest(counts).statistic).toBeCloseTo(9.529568780336348, 10);
    expect(conditionalCoverageTest(counts, { confidence: 0.95 }).statistic).toBeCloseTo(13.442119607889566, 10);
    expect(kupiecTest({ observations: 30, exceptions: 7 }).statistic).toBeCloseTo(golden.kupiec_30_7_1pct, 9);
  });

  test("Kupiec's acceptance regions at every level and length", () => {
    for (const [name, row] of Object.entries(golden.kupiec_nonreject_95.rows)) {
      const confidence = Number((1 - Number(name.slice(2))).toPrecision(12));
      for (const [length, region] of Object.entries(row)) {
        expect(kupiecAcceptance({ observations: Number(length), confidence }), `${name} ${length}`).toEqual(region);
      }
    }
  });

  test("Basel traffic light: cumulative probabilities, zones, multipliers", () => {
    for (const [exceptions, probability] of Object.entries(golden.basel_traffic_light_250_99.cum_prob)) {
      const light = trafficLight({ observations: 250, exceptions: Number(exceptions) });
      expect(light.cumulativeProbability).toBeCloseTo(probability, 9);
    }
    const zones = Array.from({ length: 12 }, (_, exceptions) => trafficLight({ observations: 250, exceptions }));
    expect(zones.map(({ zone }) => zone[0]).join("")).toBe("gggggyyyyyrr");
    expect(zones.map(({ multiplier }) => multiplier)).toEqual([3, 3, 3, 3, 3, 3.4, 3.5, 3.65, 3.75, 3.85, 4, 4]);
    expect(trafficLight({ observations: 500, exceptions: 5 }).multiplier).toBeNull();
  });

  const spx = (): Float64Array => {
    const text = gunzipSync(readFileSync(referenceFile("skfolio/sp500_index.csv.gz"))).toString("utf8");
    return Float64Array.from(PricePanel.fromCsv(text).simpleReturns().values);
  };
  const run = (confidence: number, forecast: (past: Float64Array, t: number) => number): VaRBacktest => {
    const returns = spx();
    const forecasts: number[] = [];
    for (let t = 250; t < returns.length; t++) forecasts.push(forecast(returns.subarray(t - 250, t), t));
    return backtestVaR({ returns: returns.subarray(250), forecasts, confidence });
  };

  referenceTest("S&P 500 1990-2022, historical 250 days at 99 %: 132 of 8062, LRuc 27.738, LRind 15.933", () => {
    const result = run(0.99, (past) => -quantile(past, 0.01));
    expect([result.observations, result.exceptions]).toEqual([8062, 132]);
    expect(result.transitions).toEqual({ n00: 7807, n01: 122, n10: 122, n11: 10 });
    expect(result.kupiec.statistic).toBeCloseTo(27.738033464705268, 8);
    expect(result.independence.statistic).toBeCloseTo(15.932471705139875, 8);
    expect(result.conditionalCoverage.statistic).toBeCloseTo(43.67050516984514, 8);
    expect(result.conditionalCoverage.pValue / 3.289048604579397e-10).toBeCloseTo(1, 8);
  });

  referenceTest("S&P 500 1990-2022, EWMA .94 at 99 %: 167 hits, LRuc 71.413", () => {
    const returns = spx();
    let variance = standardDeviation(returns.subarray(0, 250), { ddof: 0 }) ** 2;
    const forecasts: number[] = [];
    for (let t = 250; t < returns.length; t++) {
      forecasts.push(-normalQuantile(0.01) * Math.sqrt(variance));
      variance = 0.94 * variance + 0.06 * returns[t]! ** 2;
    }
    const { exceptions, kupiec, independence } = backtestVaR({ returns: returns.subarray(250), forecasts });
    expect(exceptions).toBe(167);
    expect(kupiec.statistic).toBeCloseTo(71.4127711752999, 8);
    expect(independence.statistic).toBeCloseTo(4.588565820738921, 8);
  });

  referenceTest("S&P 500 1990-2022, normal 250 days at 95 %: 437 hits, LRcc 25.093", () => {
    const result = run(0.95, (past) => -mean(past) - normalQuantile(0.05) * standardDeviation(past));
    expect(result.exceptions).toBe(437);
    expect(result.kupiec.statistic).toBeCloseTo(2.9244816632290167, 8);
    expect(result.conditionalCoverage.statistic).toBeCloseTo(25.092942731991258, 8);
  });
});

describe("against other implementations", () => {
  const result = backtestVaR({ returns: peers.returns, forecasts: peers.valueAtRisk, confidence: 0.95 });

  test("the dynamic quantile statistic written out with numpy", () => {
    expect(result.exceptions).toBe(peers.exceptions);
    expect(result.dynamicQuantile.statistic).toBeCloseTo(peers.dynamicQuantile.statistic, 9);
    expect(result.dynamicQuantile.pValue).toBeCloseTo(peers.dynamicQuantile.pValue, 9);
    expect(result.dynamicQuantile.degreesOfFreedom).toBe(6);
  });

  test("Weibull durations maximised over both parameters by scipy", () => {
    expect(result.duration?.statistic).toBeCloseTo(peers.duration.statistic, 7);
    expect(result.duration?.shape).toBeCloseTo(peers.duration.shape, 5);
  });
});

describe("behaviour", () => {
  test("sizes: right forecasts are rejected about as often as promised", () => {
    const stream = RandomStream.of("size");
    const rejections = { kupiec: 0, independence: 0, duration: 0, dynamicQuantile: 0 };
    const runs = 400;
    for (let run = 0; run < runs; run++) {
      const returns = stream.fillNormal(new Float64Array(1000));
      const result = backtestVaR({ returns, forecasts: returns.map(() => 1.6448536269514722), confidence: 0.95 });
      for (const key of Object.keys(rejections) as (keyof typeof rejections)[]) {
        if ((result[key]?.pValue ?? 1) < 0.05) rejections[key]++;
      }
    }
    for (const [name, count] of Object.entries(rejections)) {
      expect(count / runs, name).toBeGreaterThan(0.02);
      expect(count / runs, name).toBeLessThan(0.1);
    }
  });

  test("durations of few exceptions: the simulated p-value is seeded and rejects right forecasts no more often than it says", () => {
    const simulate = { seed: 1, draws: 400 };
    const hits = peers.returns.map((value, t) => value < -peers.valueAtRisk[t]!);
    expect(durationTest(hits, { simulate })).toEqual(durationTest(hits, { simulate }));
    expect(durationTest(hits, { simulate })!.statistic).toBe(durationTest(hits)!.statistic);
    const stream = RandomStream.of("few");
    let rejected = 0;
    let used = 0;
    for (let run = 0; run < 150; run++) {
      const returns = Array.from({ length: 250 }, () => (stream.uniform() < 0.02 ? -2 : 0));
      const input = { returns, forecasts: returns.map(() => 1), confidence: 0.98 };
      const { duration } = backtestVaR({ ...input, durationSimulation: { seed: run, draws: 60 } });
      if (duration === null) continue;
      used++;
      if (duration.pValue < 0.05) rejected++;
    }
    expect(used).toBeGreaterThan(130);
    expect(rejected / used).toBeLessThan(0.1);
    expect(() => durationTest(hits, { simulate: { seed: 1, draws: 0 } })).toThrow(/simulate\.draws/);
    expect(() => durationTest(hits, { simulate: { seed: 1, rate: 0 } })).toThrow(/simulate\.rate/);
  });

  test("durations: simulated and chi-square p-values agree where exceptions are many and rare; whole days part them", () => {
    const series = (periods: number, rate: number): number[] => {
      const stream = RandomStream.of(`durations ${rate}`);
      return Array.from({ length: periods }, () => (stream.uniform() < rate ? 1 : 0));
    };
    const simulate = { seed: 2, draws: 300 };
    const rare = series(8000, 0.005);
    // three errors of 300 draws
    expect(Math.abs(durationTest(rare, { simulate })!.pValue - durationTest(rare)!.pValue)).toBeLessThan(0.09);
    // spells of whole days, five on average, are no exponential ones: only the simulation knows
    const frequent = series(2000, 0.2);
    expect(durationTest(frequent)!.pValue).toBeLessThan(1e-4);
    expect(durationTest(frequent, { simulate: { ...simulate, draws: 100 } })!.pValue).toBeGreaterThan(0.05);
  });

  test("power: clustered exceptions of the right number pass Kupiec and fail the rest", () => {
    const returns = Array.from({ length: 1000 }, (_, t) => (t % 200 < 10 ? -2 : 0.5 + (t % 7) / 100));
    const result = backtestVaR({ returns, forecasts: returns.map(() => 1), confidence: 0.95 });
    expect(result.kupiec.pValue).toBeGreaterThan(0.9);
    for (const key of ["independence", "conditionalCoverage", "duration", "dynamicQuantile"] as const) {
      expect(result[key]!.pValue).toBeLessThan(1e-3);
    }
    expect(result.duration!.shape).toBeLessThan(1);
    // all forecasts are the same: the column says nothing beside the constant
    expect(result.dynamicQuantile.degreesOfFreedom).toBe(5);
  });

  test("transitions add up, likelihood ratios are never negative, the sample is an option", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 20, maxLength: 200 }), (hits) => {
        const counts = countTransitions(hits);
        expect(counts.n00 + counts.n01 + counts.n10 + counts.n11).toBe(hits.length - 1);
        expect(independenceTest(counts).statistic).toBeGreaterThanOrEqual(0);
        const returns = hits.map((hit) => (hit ? -2 : 0));
        const input = { returns, forecasts: returns.map(() => 1), confidence: 0.9 };
        const { kupiec, independence, conditionalCoverage, exceptionIndices } = backtestVaR(input);
        expect(conditionalCoverage.statistic).toBeCloseTo(kupiec.statistic + independence.statistic, 10);
        expect(exceptionIndices.length).toBe(hits.filter(Boolean).length);
        expect(
          backtestVaR({ ...input, conditionalCoverageSample: "transitions" }).conditionalCoverage.statistic,
        ).toBeCloseTo(conditionalCoverageTest(counts, { confidence: 0.9 }).statistic, 10);
        const duration = durationTest(hits);
        expect(duration?.statistic ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("no exception: defined, nothing to time", () => {
    const returns = Array.from({ length: 100 }, (_, t) => t / 1000);
    const result = backtestVaR({ returns, forecasts: returns.map(() => 0.1) });
    expect([result.exceptions, result.independence.statistic, result.duration]).toEqual([0, 0, null]);
    expect(result.kupiec.statistic).toBeCloseTo(-200 * Math.log(0.99), 10);
    expect(result.table.rows).toHaveLength(5);
    expect(result.table.rows[3]).toEqual({
      test: "Christoffersen-Pelletier, durations",
      statistic: null,
      pValue: null,
    });
  });

  test("a panel has dates; bad input is a typed error", () => {
    const panel = PricePanel.of({
      dates: Array.from({ length: 21 }, (_, t) => `2024-01-${String(t + 1).padStart(2, "0")}`),
      assets: ["a"],
      values: Array.from({ length: 21 }, (_, t) => [t === 20 ? 50 : 100 + t]),
    }).simpleReturns();
    const forecasts = Array.from({ length: 20 }, () => 0.1);
    expect(backtestVaR({ returns: panel, forecasts }).exceptionDates).toEqual(["2024-01-21"]);
    const series = Array.from({ length: 20 }, () => 0.01);
    expect(() => backtestVaR({ returns: series, forecasts: [0.1] })).toThrow(/20 values, one for each return, was 1/);
    expect(() => backtestVaR({ returns: series, forecasts: series.map(() => NaN) })).toThrow(/forecasts\[0\].*NaN/);
    expect(() => backtestVaR({ returns: series, forecasts: series, confidence: 1 })).toThrow(/confidence/);
    expect(() => backtestVaR({ returns: [0.1], forecasts: [0.1] })).toThrow(PlimsollError);
    expect(() => backtestVaR({ returns: [0.1, 0.2, 0.1], forecasts: [0.1, 0.1, 0.1] })).toThrow(/dynamicQuantileLags/);
    expect(() => kupiecTest({ observations: 10, exceptions: 11 })).toThrow(/between 0 and 10/);
    expect(() => independenceTest({ n00: 0, n01: 0, n10: 0, n11: 0 })).toThrow(/transition/);
  });
});

describe("multinomial", () => {
  test("one level is the binomial test: Pearson's z squared", () => {
    const { returns, valueAtRisk: forecasts } = peers;
    const { pearson, likelihoodRatio, counts } = multinomialVaRTest({
      returns,
      levels: [{ confidence: 0.95, forecasts }],
    });
    const n = returns.length;
    const hits = peers.exceptions;
    expect(counts).toEqual([n - hits, hits]);
    expect(pearson.statistic).toBeCloseTo((hits - 0.05 * n) ** 2 / (n * 0.05 * 0.95), 9);
    expect(likelihoodRatio.statistic).toBeCloseTo(
      kupiecTest({ observations: n, exceptions: hits, confidence: 0.95 }).statistic,
      9,
    );
  });

  test("size of Nass' test at 8 levels, and power against Student-t", () => {
    const confidences = Array.from({ length: 8 }, (_, j) => 0.975 + (j / 8) * 0.025);
    const levels = confidences.map((confidence) => ({
      confidence,
      forecasts: new Float64Array(1000).fill(-normalQuantile(1 - confidence)),
    }));
    const stream = RandomStream.of("multinomial");
    let size = 0;
    let power = 0;
    for (let run = 0; run < 300; run++) {
      const right = stream.fillNormal(new Float64Array(1000));
      if (multinomialVaRTest({ returns: right, levels }).nass.pValue < 0.05) size++;
      const wrong = Float64Array.from({ length: 1000 }, () => stream.studentT(3) / Math.sqrt(3));
      if (multinomialVaRTest({ returns: wrong, levels }).nass.pValue < 0.05) power++;
    }
    // .0504 and .6015 in 40 000 multinomial draws by numpy; within three errors of 300
    expect(Math.abs(size / 300 - 0.0504)).toBeLessThan(0.038);
    expect(Math.abs(power / 300 - 0.6015)).toBeLessThan(0.085);
  });

  test("forecasts that cross are refused", () => {
    const returns = [0.01, 0.02];
    const levels = [
      { confidence: 0.95, forecasts: [0.02, 0.03] },
      { confidence: 0.99, forecasts: [0.03, 0.02] },
    ];
    expect(() => multinomialVaRTest({ returns, levels })).toThrow(/period 1 VaR falls/);
    expect(() => multinomialVaRTest({ returns, levels: [levels[0]!, levels[0]!] })).toThrow(/twice/);
    expect(() => multinomialVaRTest({ returns, levels: [] })).toThrow(/at least one/);
  });
});
