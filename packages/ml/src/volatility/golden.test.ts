import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { fitGarch } from "./index.ts";

const list = (values: Readonly<Record<string, number>>): readonly number[] => Object.values(values);

/** Within one unit of the last digit printed: the page gives .0107613 where the optimum is .01076140. */
function expectPrinted(values: readonly number[], printed: readonly string[]): void {
  values.forEach((value, i) => {
    const decimals = printed[i]!.split(".")[1]!.length;
    expect(Math.abs(value - Number(printed[i]))).toBeLessThan(10 ** -decimals);
  });
}

/** Equal to the golden optimum of Newton's method to seven digits. */
function expectNewton(values: readonly number[], newton: readonly number[]): void {
  values.forEach((value, i) => expect(Math.abs(value / newton[i]! - 1)).toBeLessThan(1e-7));
}

const demGbp = (): number[] =>
  readFileSync(referenceFile("ml/dem2gbp.raw.txt"), "utf8").trim().split(/\s+/).map(Number);

function sp500(): number[] {
  const lines = gunzipSync(readFileSync(referenceFile("ml/arch_sp500.csv.gz")))
    .toString("utf8")
    .trim()
    .split("\n");
  const column = lines[0]!.split(",").indexOf("Adj Close");
  const prices = lines.slice(1).map((line) => Number(line.split(",")[column]));
  return prices.slice(1).map((price, t) => 100 * (price / prices[t]! - 1));
}

describe("golden: Fiorentini, Calzolari & Panattoni (1996), DEM/GBP, golden_fcp_dem2gbp.json", () => {
  const newton = [-0.006190408379937537, 0.010761397851817832, 0.1531340618204669, 0.8059736703053701];
  const hessian = [0.008462119108257163, 0.0028527118915483043, 0.026522830341299257, 0.03355268797289723];
  const opg = [0.008433593210039688, 0.0013229750756956838, 0.013973792148427384, 0.016560402657559252];
  const robust = [0.00918935393385267, 0.006493185788355788, 0.053531699729396726, 0.07246144410994834];

  referenceTest("parameters and likelihood, to a unit of the last printed digit and to 1e-7 of the optimum", () => {
    const model = fitGarch(demGbp(), { model: "garch", presample: "sample" });
    expect(model.converged).toBe(true);
    expectPrinted(list(model.parameters), ["-.00619041", ".0107613", ".153134", ".805974"]);
    expectNewton(list(model.parameters), newton);
    expect(model.logLikelihood).toBeCloseTo(-1106.607881041288, 9);
  });

  referenceTest(
    "standard errors by Hessian, by outer product and robust, to a unit of the last printed digit and to 1e-7 of the optimum",
    () => {
      const model = fitGarch(demGbp(), { model: "garch", presample: "sample" });
      expectPrinted(list(model.standardErrorsBy("hessian")), [".00846212", ".00285271", ".0265228", ".0335527"]);
      expectPrinted(list(model.standardErrorsBy("opg")), [".00843359", ".00132298", ".0139737", ".0165604"]);
      expectPrinted(list(model.standardErrors), [".00918935", ".00649319", ".0535317", ".0724614"]);
      expectNewton(list(model.standardErrorsBy("hessian")), hessian);
      expectNewton(list(model.standardErrorsBy("opg")), opg);
      expectNewton(list(model.standardErrors), robust);
    },
  );

  referenceTest("returns in fractions give the same model in that unit", () => {
    const fractions = demGbp().map((value) => value / 100);
    const model = fitGarch(fractions, { presample: "sample" });
    const unit = [100, 1e4, 1, 1];
    expectNewton(
      list(model.parameters).map((value, i) => value * unit[i]!),
      newton,
    );
    expectNewton(
      list(model.standardErrors).map((value, i) => value * unit[i]!),
      robust,
    );
  });
});

referenceTest("golden: Laurent (2004), APARCH of the Nikkei, golden_laurent_aparch.json", () => {
  const lines = readFileSync(referenceFile("ml/nikkei_laurent.csv"), "utf8").trim().split("\n").slice(1);
  const returns = lines.map((line) => Number(line.split(",")[1]));
  const model = fitGarch(returns, { model: "aparch", presample: "sample", covariance: "hessian" });
  expect(model.observations).toBe(4246);
  expect(model.logLikelihood).toBeCloseTo(-6549.457516, 5);
  // published .15189, .46892, 1.33403 end an iteration earlier: the optimum at six digits is listed beside them
  const optimum = [0.04016, 0.04028, 0.1519, 0.46891, 0.84713, 1.33406];
  list(model.parameters).forEach((value, i) => expect(value).toBeCloseTo(optimum[i]!, 4));
  const errors = [0.01408, 0.00558, 0.01188, 0.04969, 0.01096, 0.13814];
  list(model.standardErrors).forEach((value, i) => expect(Math.abs(value - errors[i]!)).toBeLessThan(2e-4));
});

describe("golden: arch on the S&P 500, presample by backcast", () => {
  referenceTest("GARCH(1,1) with normal innovations: parameters and likelihood -6936.7184770", () => {
    const model = fitGarch(sp500(), { model: "garch" });
    expect(model.observations).toBe(5030);
    expect(model.logLikelihood).toBeCloseTo(-6936.718477, 6);
    const values = [0.05635325, 0.01750675, 0.10214982, 0.88520611];
    // arch stops at 1e-6 or so of the optimum
    list(model.parameters).forEach((value, i) => expect(value).toBeCloseTo(values[i]!, 4));
    expect(model.toJSON().presampleVariance).toBeCloseTo(1.8141976, 6);
  });

  referenceTest("GJR: likelihood -6822.8828", () => {
    expect(fitGarch(sp500(), { model: "gjr-garch" }).logLikelihood).toBeCloseTo(-6822.8828, 3);
  });
});
