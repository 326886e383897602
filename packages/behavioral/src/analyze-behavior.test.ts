import { PricePanel } from "@plimsoll/core";
import { shuffleInPlace, RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyzeBehavior, type BehaviorReport } from "./analyze-behavior.ts";
import { biasKeys } from "./detectors/bias-key.ts";
import { detectors } from "./detectors/table.ts";
import type { TradeRecord } from "./input/trade-record.ts";
import { simulateInvestor } from "./simulate/simulate-investor.ts";

/** One number a bias, so that reports can be compared. */
function scoresOf({ biases, composite }: BehaviorReport): (number | null)[] {
  return [...biasKeys.map((key) => biases[key].score), ...biasKeys.map((key) => biases[key].pValue), composite.score];
}

/** Rounding may move the last digits of an optimum. */
function expectSameScores(report: BehaviorReport, other: BehaviorReport): void {
  const round = (one: BehaviorReport): (string | null)[] =>
    scoresOf(one).map((value) => (value === null ? null : (value + 1e-9).toFixed(3)));
  expect(round(other)).toEqual(round(report));
}

describe("the report", () => {
  const input = simulateInvestor({
    kind: "disposition",
    strength: 2.5,
    sales: 60,
    seed: 1,
    inputs: ["benchmark", "peerFlow"],
  });
  const report = analyzeBehavior(input);

  test("has exactly the nineteen biases, in order, each from its own detector", () => {
    expect(Object.keys(report.biases)).toEqual([...biasKeys]);
    for (const key of biasKeys) {
      expect(detectors[key].key).toBe(key);
      expect(report.biases[key].minimumSampleSize).toBe(detectors[key].minimumSampleSize);
    }
    expect(Object.keys(report).sort()).toEqual(["biases", "composite", "patterns", "profile", "repairs"]);
  });

  test("scores what it can judge and nothing else", () => {
    for (const { status, score, interval, needs, pValue, adjustedPValue } of Object.values(report.biases)) {
      expect(score === null).toBe(status !== "ok");
      expect(interval === null).toBe(status !== "ok");
      expect(needs.length > 0).toBe(status === "not-identifiable");
      expect(adjustedPValue === null).toBe(pValue === null);
      expect(adjustedPValue ?? 1).toBeGreaterThanOrEqual(pValue ?? 1);
      const [low, high] = interval ?? [0, 100];
      expect(low >= 0 && low <= (score ?? 50) && (score ?? 50) <= high && high <= 100).toBe(true);
    }
    expect(report.biases.confirmation).toMatchObject({ status: "not-identifiable", needs: ["readingLog"] });
    expect(report.composite.detectors).toEqual(biasKeys.filter((key) => report.biases[key].score !== null));
  });

  test("is JSON, whole", () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  test("is the same for the same input and seed", () => {
    expect(analyzeBehavior(input)).toEqual(report);
  });

  test("a narrower prior draws the score to nought", () => {
    const { disposition } = analyzeBehavior(input, { priors: { disposition: 0.05 } }).biases;
    expect(disposition.effect).toBe(report.biases.disposition.effect);
    expect(disposition.score).toBeLessThan(report.biases.disposition.score!);
  });
});

describe("properties", () => {
  const { trades, prices } = simulateInvestor({ kind: "disposition", strength: 3, sales: 40, seed: 9 });
  const plain = analyzeBehavior({ trades, prices });

  test("scaling all quantities changes no score", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 100, noNaN: true }), (factor) => {
        const scaled = trades.map((trade) => ({
          ...trade,
          quantity: trade.quantity * factor,
          cost: (trade.cost ?? 0) * factor,
        }));
        expectSameScores(plain, analyzeBehavior({ trades: scaled, prices }));
      }),
      { numRuns: 3 },
    );
  });

  test("scaling all prices changes no score", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 100, noNaN: true }), (factor) => {
        const { dates, assets, rows, columns, values } = prices;
        const dearer = PricePanel.of({
          dates,
          assets,
          values: Array.from({ length: rows }, (_, row) =>
            Array.from({ length: columns }, (__, column) => values[row * columns + column]! * factor),
          ),
        });
        const scaled = trades.map((trade) => ({
          ...trade,
          price: trade.price * factor,
          cost: (trade.cost ?? 0) * factor,
        }));
        expectSameScores(plain, analyzeBehavior({ trades: scaled, prices: dearer }));
      }),
      { numRuns: 3 },
    );
  });

  test("reordering rows with unchanged timestamps changes no score, rows of one moment included", () => {
    // to the day, so that purchases and sales share their moments
    const dated = trades.map((trade) => ({ ...trade, at: trade.at.slice(0, 10) }));
    const ordered = analyzeBehavior({ trades: dated, prices });
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const shuffled = [...dated];
        shuffleInPlace(RandomStream.of(seed), shuffled);
        expect(scoresOf(analyzeBehavior({ trades: shuffled, prices }))).toEqual(scoresOf(ordered));
      }),
      { numRuns: 3 },
    );
  });
});

describe("prices", () => {
  test("a price panel of days gives the same answer as rows of the same prices", () => {
    const days = ["2024-01-02", "2024-01-03", "2024-01-04"];
    const panel = PricePanel.of({
      dates: days,
      assets: ["A", "B"],
      values: [
        [100, 100],
        [120, 80],
        [null, 90],
      ],
    });
    const trades: TradeRecord[] = [
      { side: "buy", asset: "A", quantity: 1, price: 100, at: "2024-01-02" },
      { side: "buy", asset: "B", quantity: 1, price: 100, at: "2024-01-02" },
      { side: "sell", asset: "A", quantity: 1, price: 120, at: "2024-01-04" },
    ];
    const rows = [
      { asset: "A", at: "2024-01-02", price: 100 },
      { asset: "B", at: "2024-01-02", price: 100 },
      { asset: "A", at: "2024-01-03", price: 120 },
      { asset: "B", at: "2024-01-03", price: 80 },
      { asset: "B", at: "2024-01-04", price: 90 },
    ];
    expect(analyzeBehavior({ trades, prices: panel })).toEqual(analyzeBehavior({ trades, prices: rows }));
    expect(analyzeBehavior({ trades, prices: panel }).biases.disposition.counts).toMatchObject({
      realizedGains: 1,
      paperLosses: 1,
      paperGains: 0,
    });
  });
});

describe("repairs and refusals", () => {
  const buy: TradeRecord = { side: "buy", asset: "A", quantity: 10, price: 100, at: "2024-01-02T10:00:00Z" };
  const sell: TradeRecord = { side: "sell", asset: "A", quantity: 15, price: 110, at: "2024-01-03T10:00:00Z" };

  test("unsorted rows, zero quantities, oversold positions and missing prices are repaired and listed", () => {
    const { repairs } = analyzeBehavior({
      trades: [sell, buy, { ...buy, asset: "B" }, { ...buy, quantity: 0, id: "nothing" }],
      prices: [],
    });
    expect(repairs.map(({ kind }) => kind)).toEqual(["zero-quantity", "sorted", "oversold", "missing-price"]);
    expect(repairs[2]!.message).toBe(
      "trade row-1 sells 5 A more than held: the position was closed, no short was opened",
    );
  });

  test.each([
    ["no trades", [], /no trades/],
    ["a negative quantity", [buy, { ...sell, quantity: -1 }], /row 2 of the trades, quantity/],
    ["a price of zero", [{ ...buy, price: 0 }], /row 1 of the trades, price/],
    ["NaN", [{ ...buy, price: NaN }], /row 1 of the trades, price/],
    [
      "a repeated id",
      [
        { ...buy, id: "x" },
        { ...sell, id: "x" },
      ],
      /row 2 of the trades repeats the id "x"/,
    ],
    ["an unreadable time", [{ ...buy, at: "02/01/2024" }], /not an ISO date/],
    ["a day that does not exist", [{ ...buy, at: "2024-13-01" }], /not an ISO date/],
    ["a time without a zone", [{ ...buy, at: "2024-01-02 10:00:00" }], /no zone: add one/],
  ])("refuses %s", (_name, trades, message) => {
    expect(() => analyzeBehavior({ trades, prices: [] })).toThrow(message);
  });

  test("refuses a quoted price of zero", () => {
    expect(() => analyzeBehavior({ trades: [buy], prices: [{ asset: "A", at: "2024-01-02", price: 0 }] })).toThrow(
      /row 1 of the prices: expected a price above 0/,
    );
  });

  test("days begin where the investor is", () => {
    const late = { ...sell, quantity: 10, at: "2024-01-03T23:30:00-05:00" };
    const other = { ...buy, asset: "B", id: "b" };
    const prices = [{ asset: "B", at: "2024-01-01", price: 50 }];
    const days = (timeZone?: string): number | null | undefined =>
      analyzeBehavior({
        trades: [buy, other, late, { ...late, asset: "B", at: "2024-01-04T09:00:00-05:00" }],
        prices,
        ...(timeZone === undefined ? {} : { timeZone }),
      }).biases.disposition.counts["saleDays"];
    expect(days()).toBe(2);
    expect(days("Europe/London")).toBe(1);
  });

  test("a time without a zone is read in the zone given, also when clocks change", () => {
    const at = (text: string): string[] =>
      analyzeBehavior({
        trades: [
          { ...buy, at: text },
          { ...sell, quantity: 10, at: "2024-03-31T01:00:00Z" },
        ],
        prices: [],
        timeZone: "Europe/Rome",
      }).repairs.map(({ kind }) => kind);
    // 03:00 in Rome on that day is 01:00 UTC, 04:00 is later than the sale
    expect(at("2024-03-31 03:00:00")).toEqual([]);
    expect(at("2024-03-31 04:00:00")).toEqual(["sorted", "oversold"]);
  });
});
