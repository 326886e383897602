import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { PricePanel } from "@plimsoll/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { scenarios } from "./scenarios.ts";
import { stressTable } from "./stress-table.ts";
import { factorModel } from "../factors/factor-model.ts";
import { parseFrenchCsv } from "../factors/french-csv.ts";
import { stressTest } from "./stress-test.ts";
import { namedWindows } from "./windows.ts";

function indices(asset: string): PricePanel {
  const text = gunzipSync(readFileSync(referenceFile("qrmdata/indices_daily_close.csv.gz"))).toString("utf8");
  return PricePanel.fromCsv(text, { assets: [asset] }).dropMissing();
}

function sp500(): PricePanel {
  return PricePanel.fromCsv(gunzipSync(readFileSync(referenceFile("skfolio/sp500_index.csv.gz"))).toString("utf8"));
}

const golden = JSON.parse(
  readFileSync(new URL("../fixtures/stress_windows_real_prices.json", import.meta.url), "utf8"),
) as { readonly windows: Record<string, Record<string, number | Record<string, number>>> };

const days = ["2020-02-18", "2020-02-19", "2020-03-02", "2020-03-16", "2020-03-23", "2020-03-24"];
const prices = PricePanel.of({
  dates: days,
  assets: ["a", "b", "late"],
  values: [
    [100, 50, null],
    [110, 50, null],
    [99, 49, null],
    [88, null, 10],
    [77, 51, 9],
    [80, 52, 9.5],
  ],
});

describe("golden: windows of real prices", () => {
  referenceTest("the S&P 500 in 1987, 2000-02, 2007-09 and in one day", () => {
    const index = indices("SP500");
    const pnl = (name: (typeof scenarios.names)[number]): number =>
      stressTest({ SP500: 1 }, scenarios.historical(name), { prices: index }).pnl;
    expect(pnl("black-monday-1987")).toBeCloseTo(
      golden.windows["Black Monday 1987-10-19 one day"]?.["SP500"] as number,
      10,
    );
    expect(pnl("crash-1987")).toBeCloseTo(golden.windows["1987-08-25..1987-12-04"]?.["SP500"] as number, 4);
    expect(pnl("dot-com-2000")).toBeCloseTo(golden.windows["dot-com 2000-03-24..2002-10-09"]?.["SP500"] as number, 4);
    expect(pnl("gfc-2008")).toBeCloseTo(golden.windows["GFC 2007-10-09..2009-03-09"]?.["SP500"] as number, 4);
    expect(pnl("calendar-2008")).toBeCloseTo(-0.3849, 4);
  });

  referenceTest("COVID -33.92 % and 2022 -25.43 % of the S&P 500", () => {
    const index = sp500();
    const pnl = (name: (typeof scenarios.names)[number]): number =>
      stressTest({ SP500: 1 }, scenarios.historical(name), { prices: index }).pnl;
    expect(pnl("covid-2020")).toBeCloseTo(-0.3392, 4);
    expect(pnl("inflation-2022")).toBeCloseTo(-0.2543, 4);
  });

  referenceTest(
    "the Dow lost 22.61 % on Black Monday where the S&P lost 20.47: the asset is part of the number",
    () => {
      const dow = stressTest({ DJ: 1 }, scenarios.historical("black-monday-1987"), { prices: indices("DJ") });
      expect(dow.pnl).toBeCloseTo(-0.2261, 4);
      expect([dow.from, dow.to]).toEqual(["1987-10-16", "1987-10-19"]);
    },
  );

  referenceTest(
    "every peak-to-trough window begins at the highest and ends at the lowest S&P 500 close within it",
    () => {
      const early = indices("SP500");
      const late = sp500();
      const wrong = Object.entries(namedWindows).filter(([, { from, to, convention }]) => {
        if (convention !== "peak-to-trough") return false;
        const window = (to < "1996-01-01" ? early : late).between(from, to);
        const closes = Array.from(window.values);
        return Math.max(...closes) !== closes[0] || Math.min(...closes) !== closes.at(-1);
      });
      expect(wrong.map(([name]) => name)).toEqual([]);
    },
  );
});

describe("gains by factor", () => {
  referenceTest("factor returns of 1987, 2000-02, 2007-09, COVID as in the golden table, and gains that add up", () => {
    const read = (file: string): string => gunzipSync(readFileSync(referenceFile(file))).toString("utf8");
    const five = parseFrenchCsv(read("french/F-F_Research_Data_5_Factors_2x3_daily.csv.gz"))[0]!.panel;
    const early = indices("SP500");
    const late = sp500();
    for (const [name, window, prices, asset] of [
      ["crash-1987", "1987-08-25..1987-12-04", early, "SP500"],
      ["dot-com-2000", "dot-com 2000-03-24..2002-10-09", late, late.assets[0]!],
      ["gfc-2008", "GFC 2007-10-09..2009-03-09", late, late.assets[0]!],
      ["covid-2020", "COVID 2020-02-19..2020-03-23", late, late.assets[0]!],
    ] as const) {
      const model = factorModel({
        kind: "time-series",
        returns: prices.simpleReturns(),
        factors: five,
        riskFree: "RF",
      });
      const options = { prices, factors: { model, returns: five } };
      const { byFactor, pnl } = stressTest({ [asset]: 1 }, scenarios.historical(name), options);
      const expected = golden.windows[window]!["factors"] as Record<string, number>;
      for (const { factor, return: change } of byFactor!.slice(0, -1)) {
        expect(change, `${name} ${factor}`).toBeCloseTo(expected[factor.replace("-", "")]!, 4);
      }
      expect(byFactor!.reduce((sum, factor) => sum + factor.pnl, 0)).toBeCloseTo(pnl, 12);
      // the index is nearly the market
      expect(Math.abs(byFactor!.at(-1)!.pnl)).toBeLessThan(0.25 * Math.abs(pnl));
    }
  });

  test("no factors, no split; a model without the asset or factors without the window are refused", () => {
    const covid = scenarios.historical("covid-2020");
    expect(stressTest({ a: 1 }, covid, { prices }).byFactor).toBeNull();
    const factors = {
      assets: ["m"],
      rows: 4,
      columns: 1,
      dates: days.slice(2, 6),
      values: Float64Array.of(-0.1, -0.1, -0.1, 0),
    };
    const series = Float64Array.of(-0.2, -0.1, -0.15, 0.01);
    const model = factorModel({
      kind: "time-series",
      returns: { ...factors, assets: ["a"], values: series },
      factors: { ...factors, values: Float64Array.of(-0.1, -0.1, -0.12, 0.02) },
    });
    const split = stressTest({ a: 0.5 }, covid, {
      prices,
      maximumAge: 14,
      factors: { model, returns: factors },
    }).byFactor!;
    expect(split[0]!.return).toBeCloseTo(0.9 ** 3 - 1, 12);
    expect(split[0]!.exposure).toBeCloseTo(0.5 * model.loadings[0]![0]!, 12);
    expect(() => stressTest({ b: 1 }, covid, { prices, maximumAge: 14, factors: { model, returns: factors } })).toThrow(
      /"b" is not among/,
    );
    const late = { ...factors, dates: ["2020-03-20", "2020-03-21", "2020-03-22", "2020-03-23"] };
    expect(() => stressTest({ a: 1 }, covid, { prices, factors: { model, returns: late } })).toThrow(/don't cover/);
    const elsewhere = { ...factors, dates: ["2021-01-01", "2021-01-02", "2021-01-03", "2021-01-04"] };
    expect(() => stressTest({ a: 1 }, covid, { prices, factors: { model, returns: elsewhere } })).toThrow(
      /don't cover/,
    );
  });
});

describe("historical scenarios", () => {
  const covid = scenarios.historical("covid-2020");

  test("gains by asset add up, the path ends there, the worst period and drawdown are on it", () => {
    const result = stressTest({ a: 0.6, b: 0.3 }, covid, { prices });
    expect([result.from, result.to]).toEqual(["2020-02-19", "2020-03-23"]);
    expect(result.byAsset.map(({ pnl }) => pnl)).toEqual([
      expect.closeTo(0.6 * (77 / 110 - 1), 12),
      expect.closeTo(0.3 * (51 / 50 - 1), 12),
    ]);
    expect(result.pnl).toBeCloseTo(-0.174, 12);
    expect(result.path?.values.at(-1)).toBeCloseTo(1 + result.pnl, 12);
    // b had no price on 2020-03-16: its last one stands
    expect(result.path?.values[2]).toBeCloseTo(1 + 0.6 * (88 / 110 - 1) + 0.3 * (49 / 50 - 1), 12);
    expect(result.worstPeriod).toEqual({ date: "2020-03-02", return: expect.closeTo(-0.066, 12) as number });
    expect(result.maxDrawdown).toBeCloseTo(0.174, 12);
  });

  test("an asset without price: an error, a proxy, or held unchanged and listed", () => {
    expect(() => stressTest({ a: 0.5, late: 0.5 }, covid, { prices })).toThrow(/"late" has no price.*proxy/);
    const proxied = stressTest({ a: 0.5, late: 0.5 }, covid, { prices, proxies: { late: "a" } });
    expect(proxied.pnl).toBeCloseTo(77 / 110 - 1, 12);
    expect(proxied.byAsset[1]?.proxy).toBe("a");
    const unchanged = stressTest({ a: 0.5, late: 0.5 }, covid, { prices, missing: "unchanged" });
    expect([unchanged.pnl, unchanged.unpriced]).toEqual([expect.closeTo(0.5 * (77 / 110 - 1), 12), ["late"]]);
  });

  test("prices that do not reach over the window are refused, with both ranges", () => {
    expect(() => stressTest({ a: 1 }, scenarios.historical("gfc-2008"), { prices })).toThrow(
      /2020-02-18 to 2020-03-24.*gfc-2008.*2007-10-09/,
    );
    expect(() => stressTest({ a: 1 }, scenarios.historical("inflation-2022"), { prices })).toThrow(/cover/);
    expect(() => stressTest({ a: 1 }, covid)).toThrow(/options\.prices/);
  });

  test("monthly prices count as the end of a window within maximumAge days", () => {
    const monthly = PricePanel.of({
      dates: ["2020-01-31", "2020-02-28", "2020-03-31"],
      assets: ["a"],
      values: [[100], [90], [80]],
    });
    expect(() => stressTest({ a: 1 }, covid, { prices: monthly })).toThrow(/within|cover/);
    const { from, to, pnl } = stressTest({ a: 1 }, covid, { prices: monthly, maximumAge: 35 });
    expect([from, to, pnl]).toEqual(["2020-01-31", "2020-02-28", expect.closeTo(-0.1, 12)]);
  });
});

describe("shocks", () => {
  test("linear in weights, and shocks that miss an asset need `others`", () => {
    const shock = scenarios.shock({ name: "x", shocks: { a: -0.3, b: 0.1 } });
    const weight = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(weight, weight, weight, (a, b, k) => {
        const { pnl } = stressTest({ a, b }, shock);
        expect(pnl).toBeCloseTo(-0.3 * a + 0.1 * b, 12);
        expect(stressTest({ a: k * a, b: k * b }, shock).pnl).toBeCloseTo(k * pnl, 10);
      }),
    );
    expect(() => stressTest({ c: 1 }, shock)).toThrow(/"c" has no shock/);
    expect(stressTest({ c: 1 }, scenarios.shock({ name: "x", shocks: {}, others: -0.1 })).pnl).toBe(-0.1);
  });

  test("a scenario is checked as data: unknown window, shock below -1, end before beginning", () => {
    expect(() => scenarios.historical("gfc" as never)).toThrow(/gfc-2008/);
    expect(() => scenarios.shock({ name: "x", shocks: { a: -1.5 } })).toThrow(/shocks\.a.*at least -1/);
    expect(() => scenarios.window({ name: "x", from: "2020-02-01", to: "2020-01-01" })).toThrow(/to.*after/);
    expect(() => stressTest({ a: 1 }, { kind: "nothing" } as never)).toThrow(/scenario/);
  });

  test("a gain of -30 % is a loss: a result below a negative threshold is seen as such", () => {
    // the classic bug compares a negative loss with "> threshold" and never alerts
    const { pnl } = stressTest({ a: 1 }, scenarios.shock({ name: "x", shocks: { a: -0.3 } }));
    expect(pnl < -0.2).toBe(true);
  });
});

describe("one table of many scenarios", () => {
  test("rows in the given order, what the prices do not cover is listed with its reason", () => {
    const list = [
      scenarios.historical("covid-2020"),
      scenarios.historical("gfc-2008"),
      scenarios.shock({ name: "shock", shocks: {}, others: -0.2 }),
    ];
    const { results, unavailable, table } = stressTable({ a: 0.5, b: 0.5 }, list, { prices });
    expect(table.rows.map(({ scenario }) => scenario)).toEqual(["covid-2020", "shock"]);
    expect(results).toHaveLength(2);
    expect(unavailable).toEqual([{ scenario: list[1], reason: expect.stringContaining("don't cover") as string }]);
    expect(table.note).toContain("gfc-2008");
  });
});
