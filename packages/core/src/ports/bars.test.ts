import * as fc from "fast-check";
import { expect, test } from "vitest";
import { changedBars, foldBars } from "./bar-revisions.ts";
import { barIndex, barRecords, barsOf, barTime, checkBars, sliceBars, type BarSeries } from "./bars.ts";

const daily = (bars: Readonly<Record<string, number>>): BarSeries =>
  barsOf(
    "A",
    "day",
    Object.entries(bars).map(([time, close]) => ({ time, close })),
  );

test("dates and instants become an index and come back", () => {
  expect(barIndex("1970-01-02", "month")).toBe(1);
  expect(barTime(-1, "day")).toBe("1969-12-31");
  expect(barIndex("2024-01-31T15:30:00.250+01:00", "minute")).toBe(Date.UTC(2024, 0, 31, 14, 30, 0, 250));
  expect(barTime(Date.UTC(2024, 0, 31), "hour")).toBe("2024-01-31T00:00:00.000Z");
  expect(barIndex("2024-01-31", "hour", "to", "end")).toBe(Date.UTC(2024, 1, 1) - 1);
  fc.assert(
    fc.property(fc.integer({ min: -50_000, max: 50_000 }), (day) => {
      expect(barIndex(barTime(day, "day"), "day")).toBe(day);
    }),
  );
});

test.each([
  ["2024-02-30", "day"],
  ["2024-1-5", "week"],
  ["2024-01-31T00:00:00Z", "day"],
  ["2024-01-31T00:00:00", "minute"],
  ["2024-01-31T25:00:00Z", "hour"],
  ["", "minute"],
] as const)("%s is no time of a %s bar", (time, interval) => {
  expect(() => barIndex(time, interval, "from")).toThrow(`from: expected `);
});

test("records are sorted into columns, and columns back into records", () => {
  const series = barsOf("A", "day", [
    { time: "2024-01-03", close: 2, open: 1 },
    { time: "2024-01-02", close: null, volume: 5 },
  ]);
  expect(series.close).toEqual(Float64Array.of(NaN, 2));
  expect(barRecords(series)).toEqual([
    { time: "2024-01-02", open: null, high: null, low: null, close: null, volume: 5 },
    { time: "2024-01-03", open: 1, high: null, low: null, close: 2, volume: null },
  ]);
  expect(barRecords(sliceBars(series, 1, 2))).toHaveLength(1);
});

test("a series that contradicts itself is INVALID_INPUT, naming the place", () => {
  const series = daily({ "2024-01-02": 1, "2024-01-03": 2 });
  const twice = { time: "2024-01-02", close: 1 };
  expect(() => barsOf("A", "day", [twice, twice])).toThrow("bars of A: 2024-01-02 comes after 2024-01-02");
  expect(() => checkBars({ ...series, asset: "" })).toThrow("asset");
  expect(() => checkBars({ ...series, index: Float64Array.of(0.5, 1) })).toThrow("index[0] must be a whole number");
  expect(() => checkBars({ ...series, open: new Float64Array(3) })).toThrow("open has 3 values for 2 times");
  const infinite = { ...series, low: Float64Array.of(1, -Infinity) };
  expect(() => checkBars(infinite)).toThrow("low on 2024-01-03 is -Infinity");
});

test("folding pieces and saving only changes are one and the same history", () => {
  const piece = fc
    .dictionary(
      fc.integer({ min: 10, max: 28 }).map((day) => `2024-01-${day}`),
      fc.constantFrom(1, 2, NaN, -0, 0),
    )
    .map(daily);
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const whole = foldBars("A", "day", pieces);
      const kept: BarSeries[] = [];
      for (const each of pieces) {
        const known = foldBars("A", "day", kept);
        const { series, added, revised } = changedBars(known, each);
        expect(series.index.length).toBe(added + revised);
        kept.push(series);
      }
      const again = foldBars("A", "day", kept);
      expect(again.index).toEqual(whole.index);
      expect(again.close.map((x) => x + 0)).toEqual(whole.close.map((x) => x + 0));
      expect(changedBars(whole, again)).toMatchObject({ added: 0, revised: 0 });
    }),
  );
});
