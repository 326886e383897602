import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { macroAt, macroFeatures, type MacroSeries, macroStream, macroTable } from "./index.ts";

const day = (at: number): string => new Date(Date.UTC(2022, 0, 1 + at)).toISOString().slice(0, 10);
const once = (period: string, value: number) => ({ observations: [{ period, value }] });

describe("macro features", () => {
  test("rates, spreads, inflation and growth equal those worked by hand", () => {
    const date = "2024-03-29";
    const monthly = (values: Record<string, number>) => ({
      observations: Object.entries(values).map(([period, value]) => ({ period, value })),
    });
    const series: MacroSeries = {
      policyRate: once(date, 0.055),
      shortRate: once(date, 0.053),
      twoYearYield: once(date, 0.046),
      tenYearYield: once(date, 0.042),
      realYield: once(date, 0.019),
      highGradeYield: once(date, 0.05),
      lowGradeYield: once(date, 0.06),
      unemployment: monthly({ "2023-02-28": 0.036, "2024-02-29": 0.039 }),
      priceIndex: monthly({ "2023-02-28": 300, "2024-01-31": 308, "2024-02-29": 309.6 }),
      output: monthly({ "2022-12-31": 22000, "2023-12-31": 22682 }),
    };
    const expected: Record<string, number> = {
      "policy-rate": 0.055,
      "short-rate": 0.053,
      "long-rate": 0.042,
      "real-rate": 0.053 - 0.032,
      "term-spread": -0.011,
      "ten-two-spread": -0.004,
      curvature: 2 * 0.046 - 0.053 - 0.042,
      "credit-spread": 0.01,
      "corporate-spread": 0.018,
      "breakeven-inflation": 0.023,
      inflation: 0.032,
      growth: 0.031,
      "unemployment-rate": 0.039,
      "unemployment-change": 0.003,
    };
    const features = macroFeatures([date], series);
    for (const [name, value] of Object.entries(expected)) expect(features.column(name)[0]).toBeCloseTo(value, 12);
    expect(features.names.length).toBe(macroTable.length);
    expect(features.names.filter((name) => !(name in expected))).toEqual(["rate-change-63"]);
  });

  test("the change of a rate is over rows", () => {
    const dates = Array.from({ length: 5 }, (_, t) => day(t));
    const tenYearYield = { observations: dates.map((period, t) => ({ period, value: 0.03 + 0.001 * t * t })) };
    const found = macroFeatures(dates, { tenYearYield }, { include: ["rate-change-2-ten"] });
    const expected = [NaN, NaN, 0.004, 0.008, 0.012];
    expect([...found.column("rate-change-2-ten")].map((value) => Math.round(value * 1e9) / 1e9)).toEqual(expected);
  });

  test("a figure is known from its publication: the lag of its series, or a date of its own", () => {
    const observations = [
      { period: "2024-01-31", value: 100 },
      { period: "2024-02-29", value: 101, published: "2024-03-20" },
    ];
    const at = (date: string) => macroAt({ priceIndex: { observations, lag: 13 } }, date).priceIndex;
    expect([at("2024-02-12"), at("2024-02-13"), at("2024-03-19"), at("2024-03-20")]).toEqual([NaN, 100, 100, 101]);
  });

  test("a revision counts from its own publication, and a year's growth stays within one vintage", () => {
    const observations = [
      { period: "2023-03-31", value: 100, published: "2023-04-28" },
      { period: "2024-03-31", value: 104, published: "2024-04-28" },
      // a benchmark revision of both
      { period: "2023-03-31", value: 200, published: "2024-06-01" },
      { period: "2024-03-31", value: 206, published: "2024-06-01" },
    ];
    const dates = ["2024-04-27", "2024-04-28", "2024-06-01"];
    const growth = macroFeatures(dates, { output: { observations } }, { include: ["growth"] }).column("growth");
    expect([...growth].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([NaN, 0.04, 0.03]);
  });

  const published = fc.array(
    fc
      .record({
        month: fc.integer({ min: 0, max: 30 }),
        late: fc.integer({ min: 0, max: 200 }),
        value: fc.integer({ min: 1, max: 99 }),
      })
      .map(({ month, late, value }) => {
        const end = Math.round(Date.UTC(2022, month + 1, 0) / 86_400_000 - Date.UTC(2022, 0, 1) / 86_400_000);
        return { period: day(end), published: day(end + late), value };
      }),
    { maxLength: 30 },
  );

  test("figures published after a date change nothing known on it", () => {
    fc.assert(
      fc.property(published, fc.integer({ min: 0, max: 1100 }), (observations, at) => {
        const known = observations.filter((one) => one.published <= day(at));
        const expected = macroAt({ priceIndex: { observations: known } }, day(at));
        expect(macroAt({ priceIndex: { observations } }, day(at))).toEqual(expected);
      }),
    );
  });

  test("day by day equals the whole history", () => {
    fc.assert(
      fc.property(published, published, (prices, rates) => {
        const series = { priceIndex: { observations: prices }, shortRate: { observations: rates } };
        const dates = Array.from({ length: 20 }, (_, t) => day(t * 53));
        const include = ["inflation", "real-rate", "rate-change-3"];
        const table = macroFeatures(dates, series, { include });
        const stream = macroStream({ include });
        dates.forEach((date, t) => expect(stream.update(macroAt(series, date))).toEqual(table.row(t).slice()));
      }),
      { numRuns: 40 },
    );
  });

  test("bad input names culprit and remedy", () => {
    const run =
      (series: unknown, dates = ["2024-01-02"]) =>
      () =>
        macroFeatures(dates, series as MacroSeries);
    expect(run({ output: { observations: [{ period: "2024-01", value: 1 }] } })).toThrow(
      "output.observations[0].period",
    );
    expect(run({ output: { observations: [{ period: "2024-01-31", value: 1, published: "2024-01-30" }] } })).toThrow(
      "can't be published before, on 2024-01-30",
    );
    expect(run({ output: { observations: [{ period: "2024-01-31", value: NaN }] } })).toThrow(
      "or null where it is not known",
    );
    expect(run({ output: { observations: [], lag: 0.5 } })).toThrow("output.lag: expected a whole number of days");
    expect(run({}, ["2024-01-02", "2024-01-01"])).toThrow("dates must ascend");
  });
});
