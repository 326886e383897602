import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { checkQuality } from "../quality/check-quality.ts";
import { PricePanel } from "./price-panel.ts";

describe("real prices", () => {
  referenceTest("the stock prices of PyPortfolioOpt: 20 stocks, 7126 days, 896 complete rows from 2014-09-19", () => {
    const file = "optimize/pypfopt/stock_prices.csv";
    const prices = PricePanel.fromCsv(readFileSync(referenceFile(file), "utf8"), { file });
    expect(String(prices)).toBe("PricePanel 7126 x 20, 1989-12-29 to 2018-04-11");
    expect(prices.assets.slice(0, 4)).toEqual(["GOOG", "AAPL", "FB", "BABA"]);
    // first line of the file: 1989-12-29,,0.117203,,,,0.352438,3.9375,...
    expect(Array.from(prices.row(0).subarray(0, 7))).toEqual([
      Number.NaN,
      0.117203,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      0.352438,
      3.9375,
    ]);
    const complete = prices.dropMissing();
    expect([complete.rows, complete.date(0)]).toEqual([896, "2014-09-19"]);
    expect(PricePanel.parse(JSON.parse(JSON.stringify(prices)))).toEqual(prices);
    const findings = checkQuality(prices);
    const short = findings
      .filter(({ kind }) => kind === "short-history")
      .map((finding) => "asset" in finding && finding.asset);
    // counted with Python's csv module: fewer than 0.9 x 7126 prices
    expect(short).toEqual(["GOOG", "FB", "BABA", "AMZN", "GM", "UAA", "SHLD", "RRC", "MA"]);
    expect(findings.filter(({ kind }) => kind === "non-positive-price" || kind === "non-trading-day")).toEqual([]);
  });

  test("the stocks of vega-datasets: long, dates like Jan 1 2000, GOOG in 68 of 123 months", () => {
    const text = readFileSync(new URL("../data/stocks.csv", import.meta.resolve("vega-datasets")), "utf8");
    const prices = PricePanel.fromCsv(text);
    expect(String(prices)).toBe("PricePanel 123 x 5, 2000-01-01 to 2010-03-01");
    expect(prices.assets).toEqual(["MSFT", "AMZN", "IBM", "GOOG", "AAPL"]);
    expect(prices.at(0, "MSFT")).toBe(39.81);
    expect(prices.column("GOOG").filter((price) => !Number.isNaN(price))).toHaveLength(68);
    expect(prices.dropMissing().rows).toBe(68);
    expect(checkQuality(prices).filter(({ kind }) => kind === "short-history")).toMatchObject([
      { asset: "GOOG", observations: 68, rows: 123, from: "2004-08-01", to: "2010-03-01" },
    ]);
  });

  test("the S&P 500 of vega-datasets: one column of a daily file", () => {
    const text = readFileSync(new URL("../data/sp500-2000.csv", import.meta.resolve("vega-datasets")), "utf8");
    const prices = PricePanel.fromCsv(text, { assets: ["adjclose"] });
    expect(String(prices)).toBe("PricePanel 5105 x 1, 2000-01-03 to 2020-04-17");
    // the closure after 11 September 2001 is the only one of more than three trading days
    expect(checkQuality(prices).filter(({ kind }) => kind === "gap")).toMatchObject([
      { from: "2001-09-10", to: "2001-09-17", missing: 4 },
    ]);
  });
});
