import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect } from "vitest";
import { PricePanel } from "../packages/core/src/index.ts";
import { backtestVaR, type TailMethodKind, valueAtRisk } from "../packages/risk/src/index.ts";
import { referenceFile, referenceTest } from "./reference-data.ts";

referenceTest("the study of the S&P 500 says what its forecasts give: three models, recomputed", () => {
  const page = readFileSync(new URL("../docs/studies/sp500-var.md", import.meta.url), "utf8");
  const prices = gunzipSync(readFileSync(referenceFile("skfolio/sp500_index.csv.gz"))).toString("utf8");
  const returns = Float64Array.from(PricePanel.fromCsv(prices).simpleReturns().values);
  const realised = returns.subarray(250);
  const models: readonly (readonly [string, TailMethodKind])[] = [
    ["historical", "historical"],
    ["age-weighted", "age-weighted"],
    ["Gaussian", "gaussian"],
  ];
  for (const [name, method] of models) {
    const forecasts = realised.map((_, t) => valueAtRisk(returns.subarray(t, t + 250), { confidence: 0.99, method }));
    const { exceptions, kupiec, independence } = backtestVaR({ returns: realised, forecasts, confidence: 0.99 });
    const row = page.split("\n").find((line) => line.startsWith(`| ${name} |`))!;
    const [, , hits, , frequency, , dependence] = row.split("|").map((cell) => cell.trim());
    expect(hits, name).toBe(String(exceptions));
    expect(frequency, name).toBe(kupiec.statistic.toFixed(3));
    expect(dependence, name).toBe(independence!.statistic.toFixed(3));
  }
});
