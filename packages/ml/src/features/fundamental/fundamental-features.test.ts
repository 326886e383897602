import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fundamentalFeatures, fundamentalsAt, fundamentalStream, fundamentalTable, type Statement } from "./index.ts";

const day = (at: number): string => new Date(Date.UTC(2022, 0, 1 + at)).toISOString().slice(0, 10);

const year = (periodEnd: string, reported: string, items: Partial<Statement>): Statement => ({
  periodEnd,
  reported,
  period: "year",
  ...items,
});
const older = year("2022-12-31", "2023-02-20", {
  revenue: 800,
  netIncome: 80,
  equity: 400,
  totalAssets: 1000,
  shares: 100,
});
const newer = year("2023-12-31", "2024-02-20", {
  revenue: 1000,
  grossProfit: 400,
  operatingIncome: 200,
  depreciation: 50,
  interestExpense: 25,
  netIncome: 120,
  operatingCashFlow: 150,
  capitalExpenditure: 60,
  dividends: 30,
  equity: 600,
  totalAssets: 1500,
  totalDebt: 450,
  cash: 100,
  currentAssets: 500,
  currentLiabilities: 250,
  inventory: 125,
  shares: 110,
});

describe("fundamental ratios", () => {
  test("every ratio equals the one worked by hand from two annual reports", () => {
    const prices = { dates: ["2024-02-20"], close: [18] };
    const cap = 18 * 110;
    const expected: Record<string, number> = {
      "market-capitalisation": cap,
      "price-to-earnings": cap / 120,
      "earnings-yield": 120 / cap,
      "price-to-book": cap / 600,
      "book-to-market": 600 / cap,
      "price-to-sales": cap / 1000,
      "price-to-cash-flow": cap / 150,
      "free-cash-flow-yield": 90 / cap,
      "dividend-yield": 30 / cap,
      "enterprise-value-to-ebitda": (cap + 350) / 250,
      "enterprise-value-to-sales": (cap + 350) / 1000,
      "return-on-equity": 120 / 500,
      "return-on-assets": 120 / 1250,
      "gross-profitability": 400 / 1500,
      "gross-margin": 0.4,
      "operating-margin": 0.2,
      "net-margin": 0.12,
      "asset-turnover": 1000 / 1500,
      accruals: -30 / 1500,
      "payout-ratio": 0.25,
      "debt-to-equity": 0.75,
      "debt-to-assets": 0.3,
      "net-debt-to-ebitda": 350 / 250,
      "interest-coverage": 8,
      "current-ratio": 2,
      "quick-ratio": 1.5,
      "revenue-growth": 0.25,
      "earnings-growth": 0.5,
      "asset-growth": 0.5,
      "share-issuance": Math.log(1.1),
    };
    const ratios = fundamentalFeatures(prices, [older, newer]);
    expect(ratios.names).toEqual(fundamentalTable.map(({ kind }) => kind));
    expect(Object.keys(expected).sort()).toEqual([...ratios.names].sort());
    for (const [name, value] of Object.entries(expected)) expect(ratios.column(name)[0]).toBeCloseTo(value, 12);
    const latest = fundamentalFeatures(prices, [newer], { include: ["return-on-equity-latest"] });
    expect(latest.column("return-on-equity-latest")[0]).toBe(0.2);
  });

  test("a figure is known only from its report date, with a lag later", () => {
    const prices = { dates: ["2024-02-19", "2024-02-20", "2024-02-21"], close: [10, 10, 10] };
    const include = ["price-to-book"];
    const column = (lag?: number) => [
      ...fundamentalFeatures(prices, [newer, older], { include, lag }).column("price-to-book"),
    ];
    expect(column()).toEqual([1000 / 400, 1100 / 600, 1100 / 600]);
    expect(column(1)).toEqual([1000 / 400, 1000 / 400, 1100 / 600]);
  });

  test("a restatement counts from its own publication", () => {
    const restated = { ...newer, reported: "2024-05-01", equity: 500 };
    const at = (date: string) => fundamentalsAt([restated, newer], date).equity;
    expect([at("2024-02-20"), at("2024-04-30"), at("2024-05-01")]).toEqual([600, 600, 500]);
  });

  test("flows are the sum of four quarters in a row, and missing where one is", () => {
    const quarter = (periodEnd: string, reported: string, revenue: number): Statement => ({
      periodEnd,
      reported,
      period: "quarter",
      revenue,
      equity: revenue * 2,
    });
    const quarters = [
      quarter("2023-03-31", "2023-05-01", 10),
      quarter("2023-06-30", "2023-08-01", 11),
      quarter("2023-09-30", "2023-11-01", 12),
      quarter("2023-12-31", "2024-02-01", 13),
      quarter("2024-03-31", "2024-05-01", 14),
    ];
    expect(fundamentalsAt(quarters, "2024-01-31").revenue).toBeNaN();
    expect(fundamentalsAt(quarters, "2024-02-01").revenue).toBe(46);
    expect(fundamentalsAt(quarters, "2024-05-01")).toMatchObject({ revenue: 50, equity: 28, equityYearAgo: 20 });
    expect(
      fundamentalsAt(
        quarters.filter((_, i) => i !== 2),
        "2024-05-01",
      ).revenue,
    ).toBeNaN();
    // the fiscal year itself goes before its quarters
    const annual = year("2023-12-31", "2024-03-01", { revenue: 47, equity: 26 });
    expect(fundamentalsAt([...quarters, annual], "2024-03-01").revenue).toBe(47);
    expect(fundamentalsAt([...quarters, annual], "2024-05-01").revenue).toBe(50);
  });

  test("ratios to losses and to negative equity are missing, yields are not", () => {
    const loss = { ...newer, netIncome: -50, equity: -10 };
    const include = ["price-to-earnings", "earnings-yield", "price-to-book", "debt-to-equity", "book-to-market"];
    const found = fundamentalFeatures({ dates: ["2024-03-01"], close: [10] }, [loss], { include });
    expect([...found.row(0)].map(Number.isNaN)).toEqual([true, false, true, true, false]);
  });

  const statement = fc
    .record({
      end: fc.integer({ min: 0, max: 900 }),
      late: fc.integer({ min: 0, max: 120 }),
      size: fc.integer({ min: 1, max: 99 }),
      period: fc.constantFrom("quarter", "year"),
    })
    .map(({ end, late, size, period }) => ({
      periodEnd: day(end),
      reported: day(end + late),
      period: period as "quarter" | "year",
      netIncome: size,
      equity: size + 7,
      shares: size,
    }));

  test("statements reported after a date change nothing known on it", () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 20 }), fc.integer({ min: 0, max: 1000 }), (all, at) => {
        const known = all.filter(({ reported }) => reported <= day(at));
        expect(fundamentalsAt(all, day(at))).toEqual(fundamentalsAt(known, day(at)));
      }),
    );
  });

  test("day by day equals the whole history", () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 12 }), (all) => {
        const dates = Array.from({ length: 12 }, (_, t) => day(t * 83));
        const include = ["price-to-earnings", "book-to-market", "return-on-equity", "share-issuance"];
        const table = fundamentalFeatures({ dates, close: dates.map((_, t) => 10 + t) }, all, { include });
        const stream = fundamentalStream({ include });
        dates.forEach((date, t) => {
          expect(stream.update({ price: 10 + t, ...fundamentalsAt(all, date) })).toEqual(table.row(t).slice());
        });
      }),
      { numRuns: 40 },
    );
  });

  test("bad input names culprit and remedy", () => {
    const prices = { dates: ["2024-03-01"], close: [10] };
    const run =
      (statements: unknown[], options: object = {}) =>
      () =>
        fundamentalFeatures(prices, statements as Statement[], options);
    expect(run([{ ...newer, reported: "2023-01-01" }])).toThrow("can't be reported before, on 2023-01-01");
    expect(run([{ ...newer, periodEnd: "2023-13-31" }])).toThrow("statements[0].periodEnd: expected an ISO date");
    expect(run([{ ...newer, period: "month" }])).toThrow('expected "quarter" or "year", was "month"');
    expect(run([{ ...newer, equity: Infinity }])).toThrow("statements[0].equity: expected a number, or null");
    expect(run([newer], { include: ["price-to-boko"] })).toThrow("the nearest are");
    expect(run([newer], { lag: -1 })).toThrow("lag: expected a whole number of days");
    expect(() => fundamentalFeatures({ dates: ["2024-03-01"], close: [0] }, [newer])).toThrow("price 0 is not above 0");
    expect(() => fundamentalFeatures({ dates: ["2024-03-01"], close: [] }, [newer])).toThrow("close has 0 values");
    expect(() => fundamentalFeatures({ dates: ["2024-03-01", "2024-03-01"], close: [1, 1] }, [])).toThrow(
      "dates must ascend",
    );
  });
});
