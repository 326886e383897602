import { readFileSync } from "node:fs";
import { ReturnPanel } from "@plimsoll/core";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { performance, type Performance, riskMeasure } from "../index.ts";

const { values } = JSON.parse(
  readFileSync(new URL("../fixtures/pa_portfolio_bacon.json", import.meta.url), "utf8"),
) as { readonly values: Record<string, { readonly computed: number | readonly number[] }> };
const golden = (name: string): number => Number(values[name]?.computed ?? NaN);

function panel(): ReturnPanel {
  return ReturnPanel.fromCsv(readFileSync(referenceFile("performanceanalytics/portfolio_bacon.csv"), "utf8"));
}

function bacon(options: { readonly downsideDivisor?: "losers" } = {}): Performance {
  const [portfolio, benchmark] = panel().assets as [string, string];
  return performance(panel().select([portfolio]), {
    benchmark: panel().select([benchmark]),
    periodsPerYear: 12,
    target: 0.005,
    ...options,
  });
}

function managers(): ReturnPanel {
  return ReturnPanel.fromCsv(readFileSync(referenceFile("performanceanalytics/managers.csv"), "utf8"));
}

type Reading = readonly [golden: string, read: (p: Performance) => number | null | undefined];

const figures: readonly Reading[] = [
  ["SharpeRatio.annualized", (p) => p.sharpe?.value],
  ["AdjustedSharpeRatio(p)", (p) => p.adjustedSharpe],
  ["Return.annualized arith", (p) => p.meanReturn * 12],
  ["BernardoLedoit", (p) => p.gains.profitFactor],
  ["DRatio", (p) => p.upsideDownside.dRatio],
  ["DownsidePotential", (p) => p.upsideDownside.downsidePotential],
  ["DownsideFrequency", (p) => p.upsideDownside.downsideFrequency],
  ["UpsideFrequency", (p) => p.upsideDownside.upsideFrequency],
  ["UpsideRisk risk", (p) => p.upsideDownside.upsideRisk],
  ["UpsideRisk variance", (p) => p.upsideDownside.upsideRisk ** 2],
  ["UpsideRisk potential", (p) => p.upsideDownside.upsidePotential],
  ["VolSkew volatility", (p) => p.upsideDownside.volatilitySkewness],
  ["VolSkew variability", (p) => p.upsideDownside.variabilitySkewness],
  ["Kappa(l=2)", (p) => p.sortino],
  ["OmegaSharpe", (p) => p.omegaSharpe],
  ["Omega(L=MAR)", (p) => p.omega],
  ["MAD", (p) => p.meanAbsoluteDeviation],
  ["SkewKurtRatio", (p) => p.skewnessKurtosisRatio],
  ["skew moment", (p) => p.skewness],
  ["kurtosis excess(pop)", (p) => p.excessKurtosis],
  ["HurstIndex", (p) => p.trend.hurst],
];

const against: readonly Reading[] = [
  ["CAPM.alpha", (p) => p.benchmark?.alpha],
  ["CAPM.jensenAlpha", (p) => p.benchmark?.jensenAlpha],
  ["Selectivity", (p) => p.benchmark?.jensenAlpha],
  ["AppraisalRatio appraisal", (p) => p.benchmark?.appraisal],
  ["AppraisalRatio modified", (p) => p.benchmark?.modifiedAppraisal],
  ["AppraisalRatio alternative", (p) => p.benchmark?.alternativeAppraisal],
  ["FamaBeta", (p) => p.benchmark?.famaBeta],
  ["NetSelectivity", (p) => p.benchmark?.netSelectivity],
  ["MSquaredExcess geometric", (p) => p.benchmark?.m2ExcessGeometric],
  ["MSquaredExcess arith", (p) => p.benchmark?.m2Excess],
  ["M2Sortino", (p) => p.benchmark?.m2Sortino],
  ["OmegaExcessReturn", (p) => p.benchmark?.omegaExcess],
  ["SystematicRisk", (p) => p.benchmark?.systematicRisk],
  ["SpecificRisk", (p) => p.benchmark?.specificRisk],
  ["TotalRisk", (p) => p.benchmark?.totalRisk],
  ["Treynor modified", (p) => p.benchmark?.modifiedTreynor],
  ["beta.bull", (p) => p.benchmark?.betaUp],
  ["beta.bear", (p) => p.benchmark?.betaDown],
  ["TimingRatio", (p) => p.benchmark?.timingRatio],
  ["UpNumber", (p) => p.benchmark?.upNumber],
  ["DownNumber", (p) => p.benchmark?.downNumber],
  ["UpPercent", (p) => p.benchmark?.upPercent],
  ["DownPercent", (p) => p.benchmark?.downPercent],
];

describe("golden: PerformanceAnalytics on Bacon's 24 months, target .5 %", () => {
  referenceTest("adjusted Sharpe, partial moments, shape, Hurst", () => {
    const result = bacon();
    for (const [name, read] of figures) expect(read(result), name).toBeCloseTo(golden(name), 10);
  });

  referenceTest(
    "appraisal, Fama, M2 excess, M2 for Sortino, systematic and specific risk, bull and bear betas, numbers",
    () => {
      const result = bacon();
      for (const [name, read] of against) expect(read(result), name).toBeCloseTo(golden(name), 10);
    },
  );

  referenceTest("upside potential over conditional moments .866704", () => {
    expect(bacon({ downsideDivisor: "losers" }).upsidePotential).toBeCloseTo(golden("UpsidePotentialRatio"), 10);
  });

  referenceTest("Rachev 1.182857: mean of the four best over the three worst months", () => {
    const series = panel().column(panel().assets[0] ?? "");
    const best = riskMeasure(
      series.map((r) => -r),
      { measure: { kind: "cvar", confidence: 1 - 4 / 24 } },
    );
    const worst = riskMeasure(series, { measure: { kind: "cvar", confidence: 1 - 3 / 24 } });
    expect(best / worst).toBeCloseTo(golden("RachevRatio"), 10);
  });

  referenceTest("HAM1 in 1996: Bernardo-Ledoit 4.598, D-ratio .0725", () => {
    const ham1 = managers().select(["HAM1"]).between("1996-01-01", "1996-12-31");
    const result = performance(ham1, { periodsPerYear: 12 });
    expect(result.gains.profitFactor).toBeCloseTo(golden("BernardoLedoit HAM1 1996"), 10);
    expect(result.upsideDownside.dRatio).toBeCloseTo(golden("DRatio HAM1 96"), 10);
  });

  referenceTest("HAM1: QuantLib's downside deviation .02953246 divides by the losers less one", () => {
    const result = performance(managers().select(["HAM1"]), {
      periodsPerYear: 12,
      downsideDivisor: "losers-minus-one",
    });
    expect(result.downsideDeviation).toBeCloseTo(0.02953246, 8);
  });

  referenceTest("edhec Hurst index, six columns", () => {
    const edhec = ReturnPanel.fromCsv(readFileSync(referenceFile("performanceanalytics/edhec.csv"), "utf8"));
    const table = JSON.parse(readFileSync(new URL("../fixtures/pa_edhec_first6.json", import.meta.url), "utf8")) as {
      readonly HurstIndex: readonly number[];
    };
    expect(edhec.assets.slice(0, 6).map((asset) => performance(edhec.select([asset])).trend.hurst)).toEqual(
      table.HurstIndex.map((value) => expect.closeTo(value, 10) as number),
    );
  });
});

describe("quirks that are not reproduced", () => {
  test("a benchmark return of 0 counts as down for captures, and as neither for numbers and percentages", () => {
    const result = performance([0.02, 0.01, -0.01], { benchmark: [0.01, 0, -0.02] }).benchmark;
    expect(result?.upCapture).toBeCloseTo(2, 12);
    expect(result?.downCapture).toBeCloseTo((1.01 * 0.99 - 1) / -0.02, 12);
    expect([result?.downNumber, result?.downPercent]).toEqual([1, 1]);
  });
});
