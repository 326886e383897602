import { describe, expect, test } from "vitest";
import { PricePanel } from "../panel/price-panel.ts";
import { checkQuality, type QualityOptions } from "./check-quality.ts";
import type { QualityFinding, QualityKind } from "./check-table.ts";

const missing = Number.NaN;

/** Consecutive weekdays from Monday, 2024-01-01. */
function weekdays(count: number): string[] {
  const dates: string[] = [];
  for (let day = 0; dates.length < count; day += 1) {
    if (day % 7 < 5) dates.push(new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10));
  }
  return dates;
}

/** Prices that move by about 1 % a day. */
function quiet(count: number): number[] {
  return Array.from({ length: count }, (_, i) => 100 * (1 + 0.01 * Math.sin(1 + 2.4 * i)));
}

function panelOf(
  columns: Record<string, number[]>,
  dates: string[] = weekdays(Object.values(columns)[0]!.length),
): PricePanel {
  return PricePanel.fromColumns({ dates, columns });
}

function find<Kind extends QualityKind>(
  kind: Kind,
  prices: Parameters<typeof checkQuality>[0],
  options: QualityOptions = {},
): Extract<QualityFinding, { kind: Kind }>[] {
  return checkQuality(prices, options).filter(
    (finding): finding is Extract<QualityFinding, { kind: Kind }> => finding.kind === kind,
  );
}

test("sound prices have no findings", () => {
  expect(checkQuality(panelOf({ A: quiet(60), B: quiet(60).map((price) => price / 3) }))).toEqual([]);
});

test("a check is switched off by name", () => {
  const panel = panelOf({ A: [1, 0, 1] });
  expect(checkQuality(panel).map(({ kind }) => kind)).toContain("non-positive-price");
  expect(checkQuality(panel, { "non-positive-price": "off" })).toEqual([]);
});

test("an empty panel and no records at all are no reason to throw", () => {
  expect(checkQuality([])).toEqual([]);
  expect(checkQuality(PricePanel.of({ dates: [], assets: ["A"], values: [] }))).toMatchObject([
    { kind: "short-history", severity: "error", from: null, to: null, message: "A has prices on 0 of 0 dates" },
  ]);
});

describe("gaps", () => {
  test("prices missing within the history of an asset", () => {
    const panel = panelOf({ A: [missing, 1, missing, 2, missing, missing, 3, missing] });
    expect(find("gap", panel)).toMatchObject([
      {
        asset: "A",
        from: "2024-01-03",
        to: "2024-01-03",
        missing: 1,
        message: "A has no price on 1 date from 2024-01-03 to 2024-01-03",
      },
      { asset: "A", from: "2024-01-05", to: "2024-01-08", missing: 2 },
    ]);
    expect(find("gap", panel, { gap: { tolerated: 1 } })).toHaveLength(1);
  });

  test("trading days missing from a daily panel", () => {
    const dates = weekdays(40);
    const week = [...dates.slice(0, 10), ...dates.slice(15)];
    expect(find("gap", panelOf({ A: quiet(35) }, week))).toMatchObject([
      { asset: null, from: "2024-01-12", to: "2024-01-22", missing: 5 },
    ]);
    const holidays = ["2024-01-15", "2024-01-16"];
    expect(find("gap", panelOf({ A: quiet(35) }, week), { gap: { calendar: { holidays } } })).toEqual([]);
  });

  test("a month missing from a monthly panel", () => {
    const dates = ["2024-01-01", "2024-02-01", "2024-03-01", "2024-05-01", "2024-06-01"];
    expect(find("gap", panelOf({ A: [1, 2, 3, 4, 5] }, dates))).toMatchObject([
      {
        asset: null,
        from: "2024-03-01",
        to: "2024-05-01",
        missing: 60,
        message: "no rows for 60 days between 2024-03-01 and 2024-05-01",
      },
    ]);
  });
});

test("stale prices: the same price in succession, missing ones aside", () => {
  const panel = panelOf({ A: [1, 2, 2, missing, 2, 2, 3, 3], B: [5, 5, 5, 5, 5, 6, 7, 8] });
  expect(find("stale-price", panel)).toMatchObject([
    { asset: "B", from: "2024-01-01", to: "2024-01-05", observations: 5, price: 5 },
  ]);
  expect(find("stale-price", panel, { "stale-price": { observations: 4 } })).toMatchObject([
    { asset: "A", from: "2024-01-02", to: "2024-01-08", observations: 4, price: 2 },
    { asset: "B" },
  ]);
});

describe("outliers", () => {
  test("a price that stands out alone is one finding that reverts", () => {
    const prices = quiet(60);
    prices[30]! *= 10;
    const findings = find("outlier", panelOf({ A: prices }));
    expect(findings).toMatchObject([{ asset: "A", date: weekdays(60)[30], price: prices[30], reverts: true }]);
    expect(findings[0]!.return).toBeCloseTo(9, 0);
    expect(findings[0]!.score).toBeGreaterThan(10);
    expect(findings[0]!.message).toContain("and came back");
  });

  test("a new level does not revert", () => {
    const prices = quiet(60).map((price, i) => (i < 30 ? price : price * 1.7));
    expect(find("outlier", panelOf({ A: prices }))).toMatchObject([{ date: weekdays(60)[30], reverts: false }]);
  });

  test("at the last price nothing can revert", () => {
    const prices = quiet(60);
    prices[59]! *= 1.7;
    expect(find("outlier", panelOf({ A: prices }))).toMatchObject([{ date: weekdays(60)[59], reverts: false }]);
  });

  test("the mean absolute deviation serves where most returns are equal, and equal returns have no outlier", () => {
    const flat = Array.from({ length: 200 }, () => 100);
    expect(find("outlier", panelOf({ A: flat }))).toEqual([]);
    expect(find("outlier", panelOf({ A: flat.map((price, i) => (i < 100 ? price : price * 2)) }))).toHaveLength(1);
  });

  test("few returns are not judged", () => {
    expect(find("outlier", panelOf({ A: [1, 1.01, 1, 50, 51] }))).toEqual([]);
  });
});

test("duplicate dates in raw records, which a panel can't hold", () => {
  const records = [
    { date: "2024-01-02", asset: "A", value: 1 },
    { date: "2024-01-03", asset: "A", value: 2 },
    { date: "2024-01-02", asset: "A", value: 1 },
    { date: "2024-01-03", asset: "A", value: 3 },
    { date: "2024-01-03", asset: "B", value: 3 },
  ];
  expect(find("duplicate-date", records)).toMatchObject([
    { asset: "A", date: "2024-01-02", records: [0, 2], agree: true, severity: "warning" },
    { asset: "A", date: "2024-01-03", records: [1, 3], agree: false, severity: "error" },
  ]);
});

test("unreadable records are findings, and the other checks go on without them", () => {
  const records = [
    { date: "2024-01-02", asset: "A", value: 0 },
    { date: "31.12.2023", asset: "A", value: 1 },
    { date: 20_240_103 as never, asset: "A", value: 1 },
    { date: "2024-01-03", asset: " ", value: 1 },
    { date: "2024-01-03", asset: 7 as never, value: 1 },
    { date: "2024-01-03", asset: "A", value: Infinity },
    { date: "2024-01-03", asset: "A", value: "1" as never },
    { date: "2024-01-03T10:00:00Z", asset: "A", value: 1 },
    { date: "2024-01-04", asset: "A", value: null },
    { date: "2024-01-05", asset: "A", value: missing },
  ];
  const findings = find("unreadable-record", records);
  expect(findings.map(({ record }) => record)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(findings.map(({ message }) => message)).toEqual([
    'records[1]: date: "31.12.2023" is not an ISO date: write it as 2024-01-31 or 2024-01-31T14:30:00Z',
    "records[2]: the date is a number",
    "records[3]: the name of the asset is blank",
    "records[4]: the name of the asset is blank",
    "records[5]: the value of A is Infinity",
    "records[6]: the value of A is 1",
    "records[7]: the date is an instant among days",
  ]);
  expect(find("non-positive-price", records)).toHaveLength(1);
  const instants = [
    { date: "2024-01-03T10:00:00Z", asset: "A", value: 1 },
    { date: "2024-01-03", asset: "A", value: 1 },
  ];
  expect(find("unreadable-record", instants)[0]!.message).toBe("records[1]: the date is a day among instants");
});

describe("unadjusted splits", () => {
  test("a fall to a tenth that stays, and a reverse split", () => {
    const prices = quiet(60).map((price, i) => (i < 20 ? price : i < 40 ? price / 10 : (price / 10) * 5));
    const dates = weekdays(60);
    const findings = find("unadjusted-split", panelOf({ A: prices }));
    expect(findings).toMatchObject([
      { asset: "A", date: dates[20], ratio: 10 },
      { asset: "A", date: dates[40], ratio: 1 / 5 },
    ]);
    expect(findings[0]!.message).toContain("a split 10:1");
    expect(findings[1]!.message).toContain("a split 1:5");
  });

  test("three for two, with few prices", () => {
    expect(find("unadjusted-split", panelOf({ A: [30, 30.1, 20, 20.1] }))[0]!.message).toContain("a split 3:2");
    expect(find("unadjusted-split", panelOf({ A: [30, 15] }))).toMatchObject([{ ratio: 2 }]);
  });

  test("a price that comes back, one that is usual for its asset, and one that is not positive are no splits", () => {
    expect(find("unadjusted-split", panelOf({ A: [30, 30.1, 15, 30] }))).toEqual([]);
    expect(find("unadjusted-split", panelOf({ A: [30, 0, 15, missing] }))).toEqual([]);
    expect(find("unadjusted-split", panelOf({ A: [30, 15, -1] }))).toHaveLength(1);
    const wild = Array.from({ length: 60 }, (_, i) => Math.exp(0.7 * Math.sin(1.7 * i * i)));
    expect(find("unadjusted-split", panelOf({ A: wild }))).toEqual([]);
    expect(find("unadjusted-split", panelOf({ A: wild }), { "unadjusted-split": { minimumScore: 0 } })).not.toEqual([]);
  });

  test("no ratios, no findings", () => {
    expect(find("unadjusted-split", panelOf({ A: [30, 15] }), { "unadjusted-split": { ratios: [] } })).toEqual([]);
  });
});

test("prices of zero or less", () => {
  expect(find("non-positive-price", panelOf({ A: [1, 0, missing, -37.63] }))).toMatchObject([
    { asset: "A", date: "2024-01-02", price: 0 },
    { asset: "A", date: "2024-01-04", price: -37.63 },
  ]);
});

describe("non-trading days", () => {
  const dates = ["2024-01-04", "2024-01-05", "2024-01-06", "2024-01-07", "2024-01-08"];
  const panel = panelOf({ A: [1, 2, 3, missing, 4], B: [1, 2, 3, missing, missing] }, dates);

  test("prices on weekends and holidays", () => {
    const calendar = { holidays: ["2024-01-08"] };
    expect(find("non-trading-day", panel, { "non-trading-day": { calendar } })).toMatchObject([
      {
        date: "2024-01-06",
        reason: "weekend",
        assets: ["A", "B"],
        message: "2 assets have prices on 2024-01-06, a weekend",
      },
      { date: "2024-01-08", reason: "holiday", assets: ["A"], message: "1 asset has a price on 2024-01-08, a holiday" },
    ]);
  });

  test("markets that never close", () => {
    expect(find("non-trading-day", panel, { "non-trading-day": { calendar: { weekend: [] } } })).toEqual([]);
  });

  test("dates of monthly panels name periods, and instants count by their day", () => {
    const monthly = panelOf({ A: [1, 2, 3] }, ["2024-06-01", "2024-07-01", "2024-08-01"]);
    expect(find("non-trading-day", monthly)).toEqual([]);
    const instants = panelOf({ A: [1, 2] }, ["2024-01-05T20:00:00Z", "2024-01-06T20:00:00Z"]);
    expect(find("non-trading-day", instants)).toMatchObject([{ date: "2024-01-06T20:00:00Z" }]);
  });
});

test("short histories", () => {
  const panel = panelOf({ A: [1, 2, 3, 4], B: [missing, missing, 3, 4], C: [missing, missing, missing, missing] });
  expect(find("short-history", panel)).toMatchObject([
    {
      asset: "B",
      observations: 2,
      rows: 4,
      from: "2024-01-03",
      to: "2024-01-04",
      severity: "info",
      message: "B has prices on 2 of 4 dates, from 2024-01-03 to 2024-01-04",
    },
    { asset: "C", observations: 0, severity: "error" },
  ]);
  expect(find("short-history", panel, { "short-history": { minimumShare: 0.5 } })).toHaveLength(1);
  expect(find("short-history", panel, { "short-history": { minimumShare: 0, minimumObservations: 0 } })).toEqual([]);
});
