import { PricePanel } from "@plimsoll/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PriceHistory, type PriceRecord } from "./price-history.ts";
import { SplitHistory } from "./split-history.ts";

const noSplits = new SplitHistory([], undefined);
const dayText = (day: number): string => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);

describe("PriceHistory", () => {
  const rows = fc.array(
    fc.record({
      asset: fc.constantFrom("A", "B", "C"),
      day: fc.integer({ min: 0, max: 90 }),
      price: fc.integer({ min: 1, max: 9 }),
    }),
    { minLength: 1, maxLength: 30 },
  );

  test("rows in any order: the last price at a moment, before a day, and in the table are those of a search", () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: -1, max: 95 }), (list, day) => {
        const records = list.map((row): PriceRecord => ({ asset: row.asset, at: dayText(row.day), price: row.price }));
        const history = PriceHistory.fromRecords(records, noSplits, undefined);
        const start = Date.UTC(2024, 0, 1) / 86_400_000;
        const { table } = history;
        for (const asset of ["A", "B", "C"]) {
          const last = (until: number): { price: number; day: number } | undefined =>
            list
              .filter((row) => row.asset === asset && row.day <= until)
              .sort((a, b) => a.day - b.day)
              .at(-1);
          expect(history.at(asset, (start + day) * 86_400_000)).toBe(last(day)?.price ?? NaN);
          expect(history.beforeDay(asset, start + day)).toBe(last(day - 1)?.price ?? NaN);
          table.days.forEach((tableDay, row) => {
            const known = last(tableDay - start);
            const fresh = known !== undefined && tableDay - start - known.day <= 31;
            expect(table.close(row, table.column(asset))).toBe(fresh ? known.price : NaN);
          });
        }
      }),
    );
  });

  test("a panel gives what its rows give, and is read once", () => {
    const panel = PricePanel.of({
      dates: ["2024-01-02", "2024-01-03"],
      assets: ["B", "A"],
      values: [
        [1, 2],
        [null, 3],
      ],
    });
    const history = PriceHistory.fromPanel(panel, noSplits, undefined);
    const same = PriceHistory.fromRecords(
      [
        { asset: "A", at: "2024-01-02", price: 2 },
        { asset: "B", at: "2024-01-02", price: 1 },
        { asset: "A", at: "2024-01-03", price: 3 },
      ],
      noSplits,
      undefined,
    );
    expect(history.assets).toEqual(["A", "B"]);
    expect([...history.table.closes]).toEqual([...same.table.closes]);
    expect(PriceHistory.fromPanel(panel, noSplits, undefined)).toBe(history);
    const split = new SplitHistory([{ asset: "A", at: "2024-01-03", ratio: 2 }], undefined);
    expect(PriceHistory.fromPanel(panel, split, undefined).at("A", Date.UTC(2024, 0, 2))).toBe(1);
  });

  test("moments fall on the day of the time zone", () => {
    const records = [{ asset: "A", at: "2024-01-02T23:30:00Z", price: 5 }];
    const days = (timeZone: string | undefined): number[] => [
      ...PriceHistory.fromRecords(records, noSplits, timeZone).series("A").days,
    ];
    expect(days("Asia/Tokyo")[0]! - days(undefined)[0]!).toBe(1);
  });
});

test("rows are read once as long as they stay as they are", () => {
  const records = [
    { asset: "A", at: "2024-01-02T15:00:00Z", price: 10 },
    { asset: "A", at: "2024-01-03T15:00:00Z", price: 11 },
  ];
  const none = noSplits;
  const first = PriceHistory.fromRecords(records, none, undefined);
  expect(PriceHistory.fromRecords(records, none, undefined)).toBe(first);
  records[1]!.price = 12;
  const changed = PriceHistory.fromRecords(records, none, undefined);
  expect(changed).not.toBe(first);
  expect(changed.at("A", Date.UTC(2024, 0, 4))).toBe(12);
  expect(first.at("A", Date.UTC(2024, 0, 4))).toBe(11);
});
