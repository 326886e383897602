import { readFileSync } from "node:fs";
import { ReturnPanel } from "@plimsoll/core";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { performance } from "./performance.ts";

function fixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8"));
}

describe("golden: Bacon (2008), 24 months, target .5 %", () => {
  const { values } = fixture("pa_portfolio_bacon") as {
    readonly values: Record<string, { readonly computed: number }>;
  };
  const golden = (name: string): number => values[name]?.computed ?? NaN;

  function bacon() {
    const panel = ReturnPanel.fromCsv(readFileSync(referenceFile("performanceanalytics/portfolio_bacon.csv"), "utf8"));
    const [portfolio, benchmark] = panel.assets as [string, string];
    return performance(panel.select([portfolio]), {
      benchmark: panel.select([benchmark]),
      periodsPerYear: 12,
      target: 0.005,
    });
  }

  referenceTest("Omega-Sharpe, Sortino, downside, upside potential, Bernardo-Ledoit", () => {
    const result = bacon();
    expect((result.omega ?? NaN) - 1).toBeCloseTo(golden("OmegaSharpe"), 10);
    expect(result.sortino).toBeCloseTo(golden("SortinoRatio"), 10);
    expect(result.downsideDeviation).toBeCloseTo(golden("DownsideDeviation"), 10);
    expect(result.gainLoss).toBeCloseTo(golden("BernardoLedoit"), 10);
  });

  referenceTest("growth, volatility, drawdown, ulcer, pain, Calmar, Sterling, Martin, pain ratio", () => {
    const result = bacon();
    expect(result.cagr).toBeCloseTo(golden("Return.annualized geo"), 10);
    expect(result.volatility).toBeCloseTo(golden("StdDev.annualized"), 10);
    expect(result.maxDrawdown).toBeCloseTo(golden("maxDrawdown"), 10);
    expect(result.ulcer).toBeCloseTo(golden("UlcerIndex"), 10);
    expect(result.averageDrawdown).toBeCloseTo(golden("PainIndex"), 10);
    expect(result.averageEpisodeDepth).toBeCloseTo(golden("AverageDrawdown"), 10);
    expect(result.calmar).toBeCloseTo(golden("CalmarRatio"), 10);
    expect(result.sterling).toBeCloseTo(golden("SterlingRatio"), 10);
    expect(result.martin).toBeCloseTo(golden("MartinRatio"), 10);
    expect(result.painRatio).toBeCloseTo(golden("PainRatio"), 10);
  });

  referenceTest("Burke by peak to trough is .711206, not the library's .7447", () => {
    expect(bacon().burke).toBeCloseTo(0.711206, 6);
  });

  referenceTest("against the benchmark: beta, Jensen, tracking error, information ratio, Treynor, M2, captures", () => {
    const { benchmark } = bacon();
    expect(benchmark?.beta).toBeCloseTo(golden("CAPM.beta"), 10);
    expect(benchmark?.jensenAlpha).toBeCloseTo(golden("CAPM.jensenAlpha"), 10);
    expect(benchmark?.activePremium).toBeCloseTo(golden("ActivePremium"), 10);
    expect(benchmark?.trackingError).toBeCloseTo(golden("TrackingError"), 10);
    expect(benchmark?.informationRatio).toBeCloseTo(golden("InformationRatio"), 10);
    expect(benchmark?.treynor).toBeCloseTo(golden("Treynor"), 10);
    expect(benchmark?.m2).toBeCloseTo(golden("MSquared"), 10);
    expect(benchmark?.upCapture).toBeCloseTo(golden("UpCapture"), 10);
    expect(benchmark?.downCapture).toBeCloseTo(golden("DownCapture"), 10);
  });
});

describe("golden: PerformanceAnalytics on edhec, six columns", () => {
  const table = fixture("pa_edhec_first6") as Record<string, readonly number[]>;

  referenceTest("drawdown, ulcer, pain, episode depth, Calmar, Sortino, Omega, growth, volatility", () => {
    const panel = ReturnPanel.fromCsv(readFileSync(referenceFile("performanceanalytics/edhec.csv"), "utf8"));
    const found = panel.assets.slice(0, 6).map((asset) => performance(panel.select([asset]), { periodsPerYear: 12 }));
    const expectAll = (key: string, read: (result: (typeof found)[number]) => number | null): void => {
      expect(found.map(read), key).toEqual(table[key]?.map((value) => expect.closeTo(value, 9) as number));
    };
    expectAll("maxDrawdown", (result) => result.maxDrawdown);
    expectAll("UlcerIndex", (result) => result.ulcer);
    expectAll("PainIndex", (result) => result.averageDrawdown);
    expectAll("AverageDrawdown", (result) => result.averageEpisodeDepth);
    expectAll("CalmarRatio", (result) => result.calmar);
    expectAll("SortinoRatio", (result) => result.sortino);
    expectAll("Omega", (result) => result.omega);
    expectAll("Return.annualized", (result) => result.cagr);
    expectAll("StdDev.annualized", (result) => result.volatility);
  });
});

describe("golden: empyrical vectors", () => {
  const { series, expected } = fixture("empyrical_vectors") as {
    readonly series: {
      readonly mixed_returns: readonly (number | null)[];
      readonly negative_returns: readonly number[];
      readonly positive_returns: readonly number[];
    };
    readonly expected: Record<string, Record<string, number>>;
  };
  const mixed = series.mixed_returns.filter((value) => value !== null);
  const golden = (measure: string, key: string): number => expected[measure]?.[key] ?? NaN;

  test("Sharpe 1.72386, Sortino 2.60553, volatility, total return, maximum drawdown of the mixed returns", () => {
    const result = performance(mixed);
    expect(result.sharpe?.value).toBeCloseTo(golden("sharpe", "mixed rf0"), 10);
    expect(result.annualSortino).toBeCloseTo(golden("sortino", "mixed|daily"), 10);
    expect(result.volatility).toBeCloseTo(golden("annual_volatility", "mixed|daily"), 10);
    expect(result.totalReturn).toBeCloseTo(golden("cum_returns_final", "mixed"), 5);
    expect(result.maxDrawdown).toBeCloseTo(-golden("max_drawdown", "mixed"), 10);
    expect(result.downsideDeviation * Math.sqrt(252)).toBeCloseTo(golden("downside_risk", "mixed|daily"), 10);
  });

  test("Calmar 19.13593 counts the empty row as time; tail ratio .955696 drops it", () => {
    expect(performance([0, ...mixed]).calmar).toBeCloseTo(golden("calmar", "mixed|daily"), 8);
    expect(performance(mixed).tailRatio).toBeCloseTo(0.955696, 6);
  });

  test("Sharpe of all-positive and of negative returns, Sortino of negative ones", () => {
    expect(performance(series.positive_returns).sharpe?.value).toBeCloseTo(golden("sharpe", "positive"), 8);
    expect(performance(series.negative_returns).sharpe?.value).toBeCloseTo(golden("sharpe", "negative"), 8);
    expect(performance(series.negative_returns).annualSortino).toBeCloseTo(golden("sortino", "negative|daily"), 8);
    expect(performance(series.negative_returns).totalReturn).toBeCloseTo(golden("cum_returns_final", "negative"), 4);
  });
});

describe("traps", () => {
  const year = Array.from({ length: 252 }, (_, t) => 0.0005 + 0.01 * Math.sin(1.7 * t));

  test("years are observations / periodsPerYear, not calendar days / 252", () => {
    const result = performance(year);
    expect(result.years).toBe(1);
    expect(result.cagr).toBeCloseTo(result.totalReturn, 12);
    expect(result.conventions["periodsPerYear"]).toBe(252);
  });

  test("the risk-free rate is annual: 2 % takes 2 % / volatility off the Sharpe ratio, not 200 %", () => {
    const plain = performance(year);
    const less = performance(year, { riskFreeRate: 0.02 });
    expect((plain.sharpe?.value ?? NaN) - (less.sharpe?.value ?? NaN)).toBeCloseTo(0.02 / plain.volatility, 2);
    const simple = performance(year, { riskFreeRate: 0.02, rateConversion: "simple" });
    expect(simple.sharpe?.value).toBeLessThan(less.sharpe?.value ?? NaN);
  });

  referenceTest("HAM1: downside deviation .0145 over all months, .0291 over the losing ones", () => {
    const ham1 = ReturnPanel.fromCsv(readFileSync(referenceFile("performanceanalytics/managers.csv"), "utf8")).select([
      "HAM1",
    ]);
    expect(performance(ham1, { periodsPerYear: 12 }).downsideDeviation).toBeCloseTo(0.0145, 4);
    expect(performance(ham1, { periodsPerYear: 12, downsideDivisor: "losers" }).downsideDeviation).toBeCloseTo(
      0.0291,
      4,
    );
  });

  test("what divides by zero is null, not Infinity", () => {
    const result = performance([0.01, 0.01, 0.01]);
    expect([result.sharpe, result.sortino, result.calmar, result.omega, result.skewness]).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  test("a benchmark of other length or dates is refused by name", () => {
    expect(() => performance([0.01, 0.02], { benchmark: [0.01] })).toThrow(/benchmark/);
    const panel = (dates: string[]): ReturnPanel => ReturnPanel.of({ dates, assets: ["a"], values: [[0.01], [0.02]] });
    expect(() =>
      performance(panel(["2024-01-02", "2024-01-03"]), { benchmark: panel(["2024-01-02", "2024-01-04"]) }),
    ).toThrow(/2024-01-04.*2024-01-03.*align/);
  });
});
