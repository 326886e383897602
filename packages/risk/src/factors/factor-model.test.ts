import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { PricePanel, ReturnPanel } from "@plimsoll/core";
import { covarianceMatrix, RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { famaMacBeth, grsTest } from "./asset-pricing.ts";
import { factorAttribution } from "./factor-attribution.ts";
import { factorCount } from "./factor-count.ts";
import { factorModel, factorSets } from "./factor-model.ts";
import { parseFrenchCsv } from "./french-csv.ts";
import { rollingFactorModel } from "./rolling-factor-model.ts";
import { styleAnalysis } from "./style-analysis.ts";
import { panelOf } from "./testing.ts";

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), "utf8"));

// scripts/reference/regression.py: linearmodels 7.1, the papers' formulas in numpy
const pricing = fixture("asset-pricing") as {
  readonly rows: number;
  readonly assets: number;
  readonly returns: number[];
  readonly factors: number[];
  readonly twoPass: { readonly premia: number[] };
  readonly traded: { readonly alphas: number[]; readonly betas: number[] };
  readonly grs: number;
  readonly famaMacBeth: { readonly premia: number[]; readonly standardErrors: number[]; readonly shanken: number[] };
};
const assets = Array.from({ length: pricing.assets }, (_, i) => `a${i}`);
const returns = panelOf(assets, Float64Array.from(pricing.returns));
const factors = panelOf(["f0", "f1"], Float64Array.from(pricing.factors));

function unzipped(file: string): string {
  return gunzipSync(readFileSync(referenceFile(file))).toString("utf8");
}

describe("golden: six factors of 20 US stocks, equal weight, daily 1990-2022", () => {
  const golden = fixture("ff6_regression_skfolio20_equalweight_daily") as {
    readonly n: number;
    readonly start: string;
    readonly end: string;
    readonly coef: Record<string, number>;
    readonly se: Record<string, number>;
    readonly t: Record<string, number>;
    readonly se_neweywest5: Record<string, number>;
    readonly r2: number;
    readonly r2_adj: number;
    readonly resid_sd: number;
    readonly durbin_watson: number;
  };

  referenceTest("coefficients, classical and Newey-West errors, fit", () => {
    const stocks = PricePanel.fromCsv(unzipped("skfolio/sp500_dataset.csv.gz")).simpleReturns();
    const equal = Float64Array.from({ length: stocks.rows }, (_, t) => stocks.row(t).reduce((a, b) => a + b, 0) / 20);
    const portfolio = ReturnPanel.of({ dates: stocks.dates, assets: ["equal"], values: equal });
    const five = parseFrenchCsv(unzipped("french/F-F_Research_Data_5_Factors_2x3_daily.csv.gz"))[0]!.panel;
    const momentum = parseFrenchCsv(unzipped("french/F-F_Momentum_Factor_daily.csv.gz"))[0]!.panel;
    const rows = new Map(momentum.dates.map((date, t) => [date, t]));
    const six = ReturnPanel.of({
      dates: five.dates,
      assets: [...five.assets, "Mom"],
      values: Float64Array.from(five.dates.flatMap((date, t) => [...five.row(t), momentum.at(rows.get(date)!, "Mom")])),
    });
    const spec = {
      kind: "time-series",
      returns: portfolio,
      factors: six,
      select: factorSets.famaFrench6,
      riskFree: "RF",
    } as const;
    const model = factorModel(spec);
    const regression = model.regressions[0]!;
    const robust = factorModel({ ...spec, errors: { kind: "newey-west", lags: 5 } }).regressions[0]!;
    expect([model.conventions["observations"], model.conventions["from"], model.conventions["to"]]).toEqual([
      golden.n,
      golden.start,
      golden.end,
    ]);
    regression.coefficients.forEach(({ name, value, standardError, tStatistic }, j) => {
      const key = name === "alpha" ? "const" : name;
      expect(value / golden.coef[key]!, key).toBeCloseTo(1, 8);
      expect(standardError / golden.se[key]!, key).toBeCloseTo(1, 8);
      expect(tStatistic / golden.t[key]!, key).toBeCloseTo(1, 8);
      expect(robust.coefficients[j]!.standardError / golden.se_neweywest5[key]!, key).toBeCloseTo(1, 8);
    });
    expect(regression.rSquared).toBeCloseTo(golden.r2, 10);
    expect(regression.adjustedRSquared).toBeCloseTo(golden.r2_adj, 10);
    expect(regression.residualDeviation).toBeCloseTo(golden.resid_sd, 10);
    expect(regression.durbinWatson).toBeCloseTo(golden.durbin_watson, 8);
  });
});

describe("asset pricing against linearmodels and the papers' formulas", () => {
  test("alphas and betas of the traded-factor model", () => {
    const model = factorModel({ kind: "time-series", returns, factors });
    expect(Math.max(...model.alphas.map((alpha, i) => Math.abs(alpha - pricing.traded.alphas[i]!)))).toBeLessThan(
      1e-12,
    );
    const betas = model.loadings.flat();
    expect(Math.max(...betas.map((beta, i) => Math.abs(beta - pricing.traded.betas[i]!)))).toBeLessThan(1e-10);
  });

  test("GRS", () => {
    const { statistic, degreesOfFreedom, pValue } = grsTest({ returns, factors });
    expect(statistic).toBeCloseTo(pricing.grs, 9);
    expect(degreesOfFreedom).toEqual([8, 230]);
    expect(pValue).toBeGreaterThan(0);
    expect(() => grsTest({ returns: panelOf(assets, returns.values.subarray(0, 80)), factors })).toThrow(/11 dates/);
  });

  test("GRS has the size it promises under normal residuals", () => {
    const stream = RandomStream.of("grs");
    let rejected = 0;
    for (let run = 0; run < 200; run++) {
      const market = stream.fillNormal(new Float64Array(60));
      const values = Float64Array.from({ length: 300 }, (_, i) => market[Math.floor(i / 5)]! + stream.normal());
      const input = { returns: panelOf(["a", "b", "c", "d", "e"], values), factors: panelOf(["m"], market) };
      if (grsTest(input).pValue < 0.05) rejected++;
    }
    expect(rejected / 200).toBeGreaterThan(0.015);
    expect(rejected / 200).toBeLessThan(0.1);
  });

  test("Fama-MacBeth premia, their errors and Shanken's correction", () => {
    const { premia, pricingErrors, crossSectionalRSquared } = famaMacBeth({ returns, factors });
    premia.forEach(({ premium, standardError, shankenError }, j) => {
      expect(premium).toBeCloseTo(pricing.famaMacBeth.premia[j]!, 12);
      expect(premium).toBeCloseTo(pricing.twoPass.premia[j]!, 10);
      expect(standardError).toBeCloseTo(pricing.famaMacBeth.standardErrors[j]!, 12);
      expect(shankenError).toBeCloseTo(pricing.famaMacBeth.shanken[j]!, 12);
      expect(shankenError).toBeGreaterThanOrEqual(standardError);
    });
    expect(pricingErrors.reduce((sum, { error }) => sum + error, 0)).toBeCloseTo(0, 12);
    expect(crossSectionalRSquared).toBeGreaterThan(0);
    expect(famaMacBeth({ returns, factors, lags: 3 }).premia[1]!.standardError).not.toBe(premia[1]!.standardError);
    expect(() => famaMacBeth({ returns: panelOf(["x"], factors.values.subarray(0, 240)), factors })).toThrow(
      /4 assets/,
    );
  });
});

describe("factorModel", () => {
  test("the three kinds imply a covariance in factor form; time series: loadings times factors plus residuals are the returns", () => {
    const model = factorModel({ kind: "time-series", returns, factors });
    for (const t of [0, 100, 239]) {
      model.assets.forEach((_, i) => {
        const fitted =
          model.alphas[i]! + model.loadings[i]!.reduce((sum, b, j) => sum + b * model.factorReturns[t]![j]!, 0);
        expect(fitted + model.residuals[t]![i]!).toBeCloseTo(returns.values[t * 8 + i]!, 12);
      });
    }
    expect(Object.keys(model.covariance)).toEqual([
      "assets",
      "loadings",
      "factorCovariance",
      "specificVariance",
      "periodsPerYear",
      "unit",
      "method",
    ]);
    expect(structuredClone(model.covariance)).toEqual(JSON.parse(JSON.stringify(model.covariance)));
    // variances are those of the sample but for the divisor of the residuals
    const sample = covarianceMatrix(returns.values, 240, 8);
    const { loadings, factorCovariance, specificVariance } = model.covariance;
    const implied = (i: number): number =>
      loadings[i]!.reduce(
        (sum, b, j) => sum + b * loadings[i]!.reduce((inner, c, l) => inner + c * factorCovariance[j]![l]!, 0),
        (specificVariance[i]! * (240 - 3)) / 239,
      );
    for (let i = 0; i < 8; i++) expect(implied(i) / sample[i * 8 + i]!).toBeCloseTo(1, 10);
  });

  test("dates are joined, the risk-free rate comes off, unknown names and repeated factors are refused", () => {
    const later = panelOf(
      ["x"],
      Float64Array.from({ length: 300 }, (_, t) => Math.sin(t)),
      100,
    );
    const withRate = panelOf(
      ["m", "RF"],
      Float64Array.from({ length: 600 }, (_, i) => (i % 2 === 1 ? 0.5 : Math.sin(i / 2) * 2)),
    );
    const model = factorModel({ kind: "time-series", returns: later, factors: withRate, riskFree: "RF" });
    expect([model.dates.length, model.factors]).toEqual([200, ["m"]]);
    const plain = factorModel({ kind: "time-series", returns: later, factors: withRate, select: ["m"] });
    expect(model.alphas[0]).toBeCloseTo(plain.alphas[0]! - 0.5, 10);
    expect(() => factorModel({ kind: "time-series", returns: later, factors: withRate, select: ["SMB"] })).toThrow(
      /no factor "SMB": choose among m, RF/,
    );
    const twice = panelOf(
      ["m", "n"],
      Float64Array.from({ length: 600 }, (_, i) => Math.sin(Math.floor(i / 2))),
    );
    expect(() => factorModel({ kind: "time-series", returns: later, factors: twice })).toThrow(/linearly dependent/);
    expect(() =>
      factorModel({ kind: "time-series", returns: panelOf(["x"], Float64Array.of(1, 2), 9000), factors: twice }),
    ).toThrow(/0 are in both/);
    expect(() =>
      factorModel({ kind: "time-series", returns: panelOf(["x"], new Float64Array(9).fill(NaN)), factors: twice }),
    ).toThrow(/"x" on 1970-01-01 is NaN/);
    expect(() => factorModel({ kind: "arch" } as never)).toThrow(/time-series, cross-sectional, statistical/);
  });

  test("cross-sectional: the factor returns that made the data come back, weights matter, exposures may change", () => {
    const stream = RandomStream.of("barra");
    const n = 30;
    const rows = 120;
    const exposures = Array.from({ length: n }, () => [1, stream.normal(), stream.normal()]);
    const truth = Array.from({ length: rows }, () => [
      0.01 * stream.normal(),
      0.02 * stream.normal(),
      0.005 * stream.normal(),
    ]);
    const values = Float64Array.from(
      truth.flatMap((f) => exposures.map((x) => x.reduce((sum, e, j) => sum + e * f[j]!, 0))),
    );
    const panel = panelOf(
      Array.from({ length: n }, (_, i) => `s${i}`),
      values,
    );
    const names = ["market", "value", "size"];
    const exact = factorModel({ kind: "cross-sectional", returns: panel, factors: names, exposures });
    truth.forEach((f, t) => f.forEach((entry, j) => expect(exact.factorReturns[t]![j]).toBeCloseTo(entry, 12)));
    expect(Math.max(...exact.covariance.specificVariance)).toBeLessThan(1e-20);
    const noisy = { ...panel, values: values.map((entry) => entry + 0.01 * stream.normal()) };
    const spec = { kind: "cross-sectional", returns: noisy, factors: names, exposures } as const;
    const weighted = factorModel({ ...spec, regressionWeights: Array.from({ length: n }, (_, i) => 1 + i) });
    expect(weighted.factorReturns[0]![0]).not.toBe(factorModel(spec).factorReturns[0]![0]);
    const byDate = Array.from({ length: rows }, () => exposures);
    expect(factorModel({ ...spec, exposures: byDate }).factorReturns).toEqual(factorModel(spec).factorReturns);
    expect(() => factorModel({ ...spec, exposures: exposures.slice(1) })).toThrow(/30 rows/);
    expect(() => factorModel({ ...spec, exposures: exposures.map(() => [1, 1, 2]) })).toThrow(/linearly dependent/);
    expect(() => factorModel({ ...spec, regressionWeights: new Array<number>(n).fill(0) })).toThrow(/positive/);
  });

  test("statistical: uncorrelated factors that explain most, the same space for assets and dates", () => {
    const panel = simulated(3, 200, 40, 0.5);
    const pca = factorModel({ kind: "statistical", returns: panel, count: 3 });
    expect(pca.explained.reduce((a, b) => a + b)).toBeGreaterThan(0.6);
    expect(pca.factors).toEqual(["F1", "F2", "F3"]);
    const { factorCovariance } = pca.covariance;
    expect(Math.abs(factorCovariance[0]![1]! / factorCovariance[0]![0]!)).toBeLessThan(1e-10);
    const asymptotic = factorModel({ kind: "statistical", returns: panel, count: 3, components: "asymptotic" });
    pca.rSquared.forEach((value, i) => expect(asymptotic.rSquared[i]).toBeCloseTo(value, 8));
    expect(factorModel({ kind: "statistical", returns: panel }).factors).toHaveLength(3);
    expect(
      factorModel({ kind: "statistical", returns: panel, components: "correlation", count: "growth-ratio" }).factors,
    ).toHaveLength(3);
    expect(() => factorModel({ kind: "statistical", returns: panel, count: 40.5 })).toThrow(/count/);
    expect(() => factorModel({ kind: "statistical", returns: simulated(0, 200, 40, 1) })).toThrow(
      /finds 0 common factors/,
    );
  });
});

/** Returns with `count` common factors of unit variance loadings and noise. */
function simulated(count: number, rows: number, n: number, noise: number): ReturnType<typeof panelOf> {
  const stream = RandomStream.of(`factors ${count} ${rows}`);
  const loadings = stream.fillNormal(new Float64Array(n * count));
  const values = new Float64Array(rows * n);
  for (let t = 0; t < rows; t++) {
    const f = stream.fillNormal(new Float64Array(count));
    for (let i = 0; i < n; i++) {
      let total = noise * stream.normal();
      for (let j = 0; j < count; j++) total += loadings[i * count + j]! * f[j]!;
      values[t * n + i] = total;
    }
  }
  return panelOf(
    Array.from({ length: n }, (_, i) => `a${i}`),
    values,
  );
}

describe("factorCount", () => {
  for (const [count, rows, n] of [
    [1, 200, 50],
    [3, 200, 50],
    [2, 60, 150],
  ] as const) {
    test(`${count} in ${rows} dates of ${n} assets: by every criterion as they are; scaled, weak penalties may find more`, () => {
      const panel = simulated(count, rows, n, 0.7);
      const plain = factorCount(panel, { maximum: 8, standardise: false }).counts;
      for (const [criterion, found] of Object.entries(plain)) expect(found, criterion).toBe(count);
      // scaling leaves assets with small loadings more noise than others, beyond what the criteria suppose
      const { counts } = factorCount(panel, { maximum: 8 });
      for (const criterion of ["ic1", "ic2", "eigenvalue-ratio", "growth-ratio", "eigenvalue-differences"] as const) {
        expect(counts[criterion], criterion).toBe(count);
      }
      for (const criterion of ["ic3", "pc1", "pc2", "pc3"] as const) {
        expect(counts[criterion], criterion).toBeGreaterThanOrEqual(count);
      }
    });
  }

  test("no common factor is a possible answer; eigenvalues add up to the standardised variance", () => {
    const panel = simulated(0, 300, 40, 1);
    const { counts, eigenvalues } = factorCount(panel, { maximum: 6 });
    for (const criterion of ["ic1", "ic2", "eigenvalue-differences"] as const) expect(counts[criterion]).toBe(0);
    expect(eigenvalues.reduce((a, b) => a + b)).toBeCloseTo(299 / 300, 10);
    expect(() => factorCount(panel, { maximum: 40 })).toThrow(/maximum/);
    expect(() => factorCount(panel, { criterion: "scree" as never })).toThrow(/ic1, ic2/);
  });
});

describe("rolling and style", () => {
  test("every window equals the model fitted to it; expanding keeps the beginning", () => {
    for (const growth of ["rolling", "expanding"] as const) {
      const fits = rollingFactorModel({ returns, factors, window: 60, step: 45, growth });
      expect(fits).toHaveLength(5);
      fits.forEach(({ date, from, loadings, alphas, rSquared }, w) => {
        const [start, end] = [growth === "rolling" ? w * 45 : 0, 60 + w * 45];
        const part = panelOf(assets, returns.values.slice(start * 8, end * 8), start);
        const model = factorModel({ kind: "time-series", returns: part, factors });
        expect([from, date]).toEqual([model.dates[0], model.dates.at(-1)]);
        expect(loadings).toEqual(model.loadings);
        expect(alphas).toEqual(model.alphas);
        rSquared.forEach((value, i) => expect(value).toBeCloseTo(model.rSquared[i]!, 12));
      });
    }
    expect(() => rollingFactorModel({ returns, factors, window: 3 })).toThrow(/window/);
  });

  test("style analysis finds the mix, and no feasible mix tracks better", () => {
    const styles = simulated(2, 150, 4, 0.5);
    const mix = [0.5, 0, 0.3, 0.2];
    const values = Float64Array.from({ length: 150 }, (_, t) =>
      mix.reduce((sum, w, j) => sum + w * styles.values[t * 4 + j]!, 0.001),
    );
    const exact = styleAnalysis({ returns: panelOf(["fund"], values), factors: styles });
    Object.values(exact.weights).forEach((w, j) => expect(w).toBeCloseTo(mix[j]!, 6));
    expect(exact.selection).toBeCloseTo(0.001, 8);
    expect(exact.rSquared).toBeCloseTo(1, 10);
    const short = values.map((value, t) => value - styles.values[t * 4 + 1]! + 0.1 * Math.sin(t * 99));
    const fund = panelOf(["fund"], short);
    const best = styleAnalysis({ returns: fund, factors: styles });
    expect(best.weights["a1"]).toBeCloseTo(0, 8);
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }), (raw) => {
        const total = raw.reduce((a, b) => a + b);
        const active = short.map(
          (value, t) => value - raw.reduce((sum, w, j) => sum + (w / total) * styles.values[t * 4 + j]!, 0),
        );
        const centre = active.reduce((a, b) => a + b) / 150;
        const error = Math.sqrt(active.reduce((sum, value) => sum + (value - centre) ** 2, 0) / 149);
        expect(error).toBeGreaterThanOrEqual(best.trackingError - 1e-9);
      }),
      { numRuns: 50 },
    );
    expect(() => styleAnalysis({ returns: styles, factors: styles })).toThrow(/one fund/);
  });
});

describe("factorAttribution", () => {
  test("return and risk add up for any weights", () => {
    const model = factorModel({ kind: "time-series", returns, factors });
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }), (weights) => {
        const result = factorAttribution(model, weights);
        expect(result.shares.reduce((sum, { risk }) => sum + risk, 0)).toBeCloseTo(result.risk, 12);
        let average = 0;
        for (let t = 0; t < 240; t++)
          for (let i = 0; i < 8; i++) average += (weights[i]! * returns.values[t * 8 + i]!) / 240;
        expect(result.return).toBeCloseTo(average, 12);
      }),
      { numRuns: 30 },
    );
    expect(factorAttribution(model, {}).risk).toBe(0);
    expect(factorAttribution(model, { a0: 1 }).table.rows).toHaveLength(4);
  });
});
