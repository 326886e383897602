import { readFileSync } from "node:fs";
import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { performance } from "../index.ts";
import { periodRate } from "./growth.ts";

const { series, expected } = JSON.parse(
  readFileSync(new URL("../fixtures/empyrical_vectors.json", import.meta.url), "utf8"),
) as {
  readonly series: Record<string, readonly (number | null)[]>;
  readonly expected: Record<string, Record<string, number> & Record<string, readonly number[]>>;
};
const of = (name: string): number[] => (series[name] ?? []).map((value) => value ?? 0);
const mixed = of("mixed_returns").slice(1);

describe("golden: empyrical vectors", () => {
  test("Omega with a required return of 1000 % a year .83354, with thresholds .8125 and 1.125", () => {
    expect(performance(mixed, { target: periodRate(10, 252, "compound") }).omega).toBeCloseTo(
      expected["omega"]?.["mixed rf0 rr10(annual)"] ?? NaN,
      10,
    );
    expect(performance(mixed, { target: 0.01 }).omega).toBeCloseTo(
      expected["omega"]?.["mixed rf=.01 series"] ?? NaN,
      10,
    );
    expect(performance(of("positive_returns"), { target: 0.011 }).omega).toBeCloseTo(1.125, 10);
  });

  test("stability .15299, the regression by hand", () => {
    const { stability } = performance(mixed).trend;
    expect(stability).toBeCloseTo(expected["stability"]?.["mixed"] ?? NaN, 12);
    expect(stability).toBeCloseTo(
      rSquared(
        mixed.map(
          (
            (level) => (r: number) =>
              (level += Math.log1p(r))
          )(0),
        ),
      ),
      12,
    );
  });

  test("Sharpe with a rate for each period .34111", () => {
    const rates = of("simple_benchmark").slice(1);
    expect(performance(mixed, { riskFreeRate: rates }).sharpe?.value).toBeCloseTo(
      expected["sharpe"]?.["mixed rf=simple_benchmark"] ?? NaN,
      10,
    );
  });

  test("captures of annual growth: down .99956, up .00762", () => {
    const down = performance(of("all_negative_returns").slice(1), { benchmark: mixed, captureMethod: "annual" });
    expect(down.benchmark?.downCapture).toBeCloseTo(0.99956, 3);
    const up = performance(of("positive_returns").slice(1), { benchmark: mixed, captureMethod: "annual" });
    expect(up.benchmark?.upCapture).toBeCloseTo(expected["up_capture"]?.["positive vs mixed"] ?? NaN, 8);
    expect(up.benchmark?.captureRatio).toBeCloseTo(expected["up_down_capture"]?.["positive vs mixed"] ?? NaN, 8);
  });

  test("regressions while the benchmark rose (alpha .43296 a year, beta .42857) and fell (-.99979, -.71296)", () => {
    const yearly = (alpha: number | null | undefined): number => (1 + (alpha ?? NaN)) ** 252 - 1;
    const up = performance(mixed, { benchmark: of("positive_returns").slice(1) }).benchmark;
    const [upAlpha = NaN, upBeta = NaN] = expected["up_alpha_beta"]?.["mixed[1:] vs positive[1:]"] ?? [];
    expect(yearly(up?.alphaUp)).toBeCloseTo(upAlpha, 8);
    expect(up?.betaUp).toBeCloseTo(upBeta, 8);
    expect([up?.alphaDown, up?.betaDown]).toEqual([null, null]);
    const down = performance(mixed, { benchmark: of("negative_returns").slice(1) }).benchmark;
    const [downAlpha = NaN, downBeta = NaN] = expected["down_alpha_beta"]?.["mixed[1:] vs negative[1:]"] ?? [];
    expect(yearly(down?.alphaDown)).toBeCloseTo(downAlpha, 8);
    expect(down?.betaDown).toBeCloseTo(downBeta, 8);
    expect([down?.alphaUp, down?.betaUp]).toEqual([null, null]);
  });

  test("annual return of weekly and monthly data; one return of 1 % a day", () => {
    const weekly = of("weekly_returns");
    expect(performance(weekly, { periodsPerYear: 52 }).cagr).toBeCloseTo(
      expected["annual_return"]?.["weekly"] ?? NaN,
      12,
    );
    expect(performance(weekly, { periodsPerYear: 12 }).cagr).toBeCloseTo(
      expected["annual_return"]?.["monthly"] ?? NaN,
      12,
    );
    expect(performance(weekly, { periodsPerYear: 12 }).annualSortino).toBeCloseTo(
      expected["sortino"]?.["monthly"] ?? NaN,
      10,
    );
    expect(performance([0.01, 0.01]).cagr).toBeCloseTo(expected["cagr"]?.["one_return .01 daily"] ?? NaN, 8);
  });
});

function rSquared(y: readonly number[]): number {
  const n = y.length;
  const center = (n - 1) / 2;
  const mean = y.reduce((sum, value) => sum + value, 0) / n;
  const xy = y.reduce((sum, value, t) => sum + (t - center) * (value - mean), 0);
  const xx = y.reduce((sum, _, t) => sum + (t - center) ** 2, 0);
  const yy = y.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return xy ** 2 / (xx * yy);
}

describe("K-ratio", () => {
  test("versions differ by their scale only, and match the regression by hand", () => {
    const stream = RandomStream.of(3);
    const x = Array.from({ length: 100 }, () => 0.001 + 0.01 * stream.normal());
    const y = x.map(
      (
        (level) => (r: number) =>
          (level += Math.log1p(r))
      )(0),
    );
    const center = 49.5;
    const mean = y.reduce((sum, value) => sum + value, 0) / 100;
    const xx = y.reduce((sum, _, t) => sum + (t - center) ** 2, 0);
    const slope = y.reduce((sum, value, t) => sum + (t - center) * value, 0) / xx;
    const rest = y.reduce((sum, value, t) => sum + (value - mean - slope * (t - center)) ** 2, 0);
    const statistic = slope / Math.sqrt(rest / 98 / xx);
    const { kRatio } = performance(x, { periodsPerYear: 12 }).trend;
    expect(kRatio[1996]).toBeCloseTo(statistic / 10, 9);
    expect(kRatio[2003]).toBeCloseTo(statistic / 100, 9);
    expect(kRatio[2013]).toBeCloseTo((statistic * Math.sqrt(12)) / 100, 9);
  });

  test("growth along an exact line has no error to divide by", () => {
    expect(performance([0.01, 0.01, 0.01, 0.01]).trend.kRatio[1996]).toBeNull();
  });
});

describe("gains and losses", () => {
  test("rates, averages, payoff, Kelly, runs: by hand", () => {
    const { gains, tailRatio } = performance([0.02, 0.04, 0, -0.01, -0.02, -0.03, 0.06, 0.01]);
    expect(gains.winRate).toBeCloseTo(4 / 7, 14);
    expect(gains.averageGain).toBeCloseTo(0.0325, 14);
    expect(gains.averageLoss).toBeCloseTo(-0.02, 14);
    expect(gains.payoffRatio).toBeCloseTo(1.625, 12);
    expect(gains.profitFactor).toBeCloseTo(0.13 / 0.06, 12);
    expect(gains.gainToPain).toBeCloseTo(0.07 / 0.06, 12);
    expect(gains.kelly).toBeCloseTo(4 / 7 - 3 / 7 / 1.625, 12);
    expect(gains.cpcIndex).toBeCloseTo((0.13 / 0.06) * (4 / 7) * 1.625, 12);
    expect(gains.commonSense).toBeCloseTo((0.13 / 0.06) * (tailRatio ?? NaN), 12);
    expect([gains.longestWinning, gains.longestLosing, gains.exposure]).toEqual([2, 3, 7 / 8]);
    expect(gains.riskOfRuin).toBeCloseTo((3 / 7 / (11 / 7)) ** 8, 14);
  });

  test("only gains: what divides by losses is null", () => {
    const { gains } = performance([0.01, 0.02, 0.03]);
    expect([gains.averageLoss, gains.payoffRatio, gains.profitFactor, gains.kelly, gains.outlierLoss]).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(gains.winRate).toBe(1);
  });
});

describe("other ratios", () => {
  const stream = RandomStream.of(4);
  const x = Array.from({ length: 400 }, () => 0.0005 + 0.01 * stream.studentT(5));

  test("Rachev, reward to VaR and to shortfall, recovery, serenity: by their definitions", () => {
    const p = performance(x, { riskFreeRate: 0.01 });
    const ascending = x.slice().sort((a, b) => a - b);
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    expect(p.rachev).toBeCloseTo(sum(ascending.slice(-20)) / -sum(ascending.slice(0, 20)), 10);
    const excess = p.meanReturn - (1.01 ** (1 / 252) - 1);
    expect(p.shortfallRatio).toBeCloseTo(excess / p.expectedShortfall95, 12);
    expect(p.valueAtRiskRatio).toBeCloseTo(excess / p.valueAtRisk95, 12);
    expect(p.recoveryFactor).toBeCloseTo(p.totalReturn / p.maxDrawdown, 12);
    const pitfall = p.cdar95 / (p.volatility / Math.sqrt(252));
    expect(p.serenity).toBeCloseTo((p.totalReturn - (1.01 ** p.years - 1)) / (p.ulcer * pitfall), 10);
    expect(p.cdar95).toBeLessThanOrEqual(p.maxDrawdown);
    expect(p.cdar95).toBeGreaterThanOrEqual(p.averageDrawdown);
  });

  test("smart ratios pay for autocorrelation", () => {
    const trending = x.map(
      (
        (level) => (r: number) =>
          (level = 0.6 * level + r)
      )(0),
    );
    const p = performance(trending);
    expect(Math.abs(p.smartSharpe ?? NaN)).toBeLessThan(0.65 * Math.abs(p.sharpe?.value ?? NaN));
    expect((p.smartSortino ?? NaN) / (p.annualSortino ?? NaN)).toBeCloseTo(
      (p.smartSharpe ?? NaN) / (p.sharpe?.value ?? NaN),
      12,
    );
  });

  test("skill: intercept, t statistic and probability of a regression with known answer", () => {
    const market = Array.from({ length: 200 }, () => 0.01 * stream.normal());
    const noise = Array.from({ length: 200 }, () => 0.002 * stream.normal());
    const own = market.map((m, t) => 0.001 + 0.5 * m + (noise[t] ?? NaN));
    const skill = performance(own, { benchmark: market }).benchmark?.skill;
    expect(Math.abs((skill?.alpha ?? NaN) - 0.001)).toBeLessThan(3 * (skill?.standardError ?? NaN));
    expect(skill?.tStatistic).toBeCloseTo((skill?.alpha ?? NaN) / (skill?.standardError ?? NaN), 12);
    expect(skill?.probability).toBeGreaterThan(0.999);
    expect(skill?.informationCoefficient).toBeCloseTo((skill?.tStatistic ?? NaN) / Math.sqrt(200), 2);
  });

  test("a rate series of other length is refused", () => {
    expect(() => performance([0.01, 0.02], { riskFreeRate: [0.001] })).toThrow(/riskFreeRate: expected 2 rates/);
    expect(() => performance([0.01, 0.02], { riskFreeRate: [0.001, NaN] })).toThrow(/riskFreeRate\[1\]/);
  });
});
