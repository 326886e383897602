import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  annualSharpeLo,
  deflatedSharpe,
  expectedMaximumSharpe,
  minimumBacktestLength,
  minimumTrackRecord,
  probabilisticSharpe,
  sharpeStandardError,
} from "./sharpe-ratio.ts";

const golden = JSON.parse(readFileSync(new URL("../fixtures/var_backtest_psr_dsr.json", import.meta.url), "utf8")) as {
  readonly dsr: Record<"N100" | "N46", { SR0_daily: number; DSR: number }> & { readonly N88_normal: { DSR: number } };
  readonly psr: { readonly PSR0_nonnormal: number; readonly PSR0_normal: number };
  readonly minTRL_years: Record<string, number | string>;
  readonly expected_max_of_N: Record<string, number>;
  readonly minBTL_years_SR1: Record<string, number>;
};

describe("golden: Bailey & Lopez de Prado", () => {
  const daily = { sharpe: 2.5 / Math.sqrt(250), observations: 1250, skewness: -3, kurtosis: 10 };
  const spread = 0.5 / 250;

  test("deflated Sharpe ratio: .900397 of 100 trials, .950502 of 46, .950491 of 88 normal ones", () => {
    expect(expectedMaximumSharpe({ trials: 100, variance: spread })).toBeCloseTo(golden.dsr.N100.SR0_daily, 10);
    expect(deflatedSharpe(daily, { trials: 100, variance: spread })).toBeCloseTo(golden.dsr.N100.DSR, 10);
    expect(expectedMaximumSharpe({ trials: 46, variance: spread })).toBeCloseTo(golden.dsr.N46.SR0_daily, 10);
    expect(deflatedSharpe(daily, { trials: 46, variance: spread })).toBeCloseTo(golden.dsr.N46.DSR, 10);
    const normal = { sharpe: daily.sharpe, observations: 1250 };
    expect(deflatedSharpe(normal, { trials: 88, variance: spread })).toBeCloseTo(golden.dsr.N88_normal.DSR, 10);
  });

  test("probabilistic Sharpe ratio of the hedge-fund example, with and without its moments", () => {
    const sample = { sharpe: 0.458, observations: 24 };
    expect(probabilisticSharpe({ ...sample, skewness: -2.448, kurtosis: 10.164 })).toBeCloseTo(
      golden.psr.PSR0_nonnormal,
      10,
    );
    expect(probabilisticSharpe(sample)).toBeCloseTo(golden.psr.PSR0_normal, 10);
  });

  test("minimum track record of Sharpe 2 against 1: 2.7310 years daily, 4.9913 monthly with skewness and kurtosis", () => {
    const years = (periods: number, shape: object = {}): number =>
      minimumTrackRecord({ sharpe: 2 / Math.sqrt(periods), ...shape }, { benchmark: 1 / Math.sqrt(periods) }) / periods;
    expect(years(252)).toBeCloseTo(Number(golden.minTRL_years["daily_normal"]), 10);
    expect(years(52)).toBeCloseTo(Number(golden.minTRL_years["weekly_normal"]), 10);
    expect(years(12)).toBeCloseTo(Number(golden.minTRL_years["monthly_normal"]), 10);
    expect(years(12, { skewness: -0.72, kurtosis: 5.78 })).toBeCloseTo(
      Number(golden.minTRL_years["monthly_skew_m072_kurt_578"]),
      10,
    );
  });

  test("minimum backtest length of 45 trials: 4.998 years", () => {
    for (const [trials, expected] of Object.entries(golden.minBTL_years_SR1)) {
      expect(minimumBacktestLength({ trials: Number(trials) })).toBeCloseTo(expected, 8);
    }
    // to expect a ratio half as large from luck takes four times as long
    expect(minimumBacktestLength({ trials: 45, sharpe: 0.5 })).toBeCloseTo(
      4 * minimumBacktestLength({ trials: 45 }),
      10,
    );
  });

  test("the best of N trials without skill", () => {
    for (const [trials, expected] of Object.entries(golden.expected_max_of_N)) {
      expect(expectedMaximumSharpe({ trials: Number(trials), variance: 1 })).toBeCloseTo(expected, 10);
    }
  });
});

describe("uncertainty and annualisation", () => {
  test("standard error: Lo's for a normal law, larger with negative skewness", () => {
    expect(sharpeStandardError({ sharpe: 0.2, observations: 100 })).toBeCloseTo(Math.sqrt((1 + 0.02) / 100), 12);
    expect(sharpeStandardError({ sharpe: 0.2, observations: 100, skewness: -1 })).toBeGreaterThan(
      sharpeStandardError({ sharpe: 0.2, observations: 100 }),
    );
  });

  test("Lo's annual ratio: sqrt(q) without autocorrelation, below it when returns trend", () => {
    const trending = Float64Array.from({ length: 400 }, (_, t) => 0.01 + 0.02 * Math.sin(t / 9));
    const plain = annualSharpeLo(trending, { periodsPerYear: 12, lags: 0 });
    expect(annualSharpeLo(trending, { periodsPerYear: 12, lags: 6 })).toBeLessThan(plain * 0.7);
  });

  test("a Sharpe ratio at or below the benchmark has no track record", () => {
    expect(() => minimumTrackRecord({ sharpe: 0.1 }, { benchmark: 0.1 })).toThrow(/sharpe - benchmark/);
  });
});
