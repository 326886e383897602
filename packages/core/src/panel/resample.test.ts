import { describe, expect, test } from "vitest";
import { PricePanel } from "./price-panel.ts";
import type { Period } from "./resample.ts";
import { ReturnPanel } from "./return-panel.ts";

const missing = Number.NaN;
const dates = ["2023-12-28", "2023-12-29", "2024-01-02", "2024-01-31", "2024-02-01", "2024-04-30"];
const prices = PricePanel.fromColumns({
  dates,
  columns: { A: [1, 2, 3, missing, 5, 6], B: [missing, missing, 7, 8, missing, 9] },
});

describe("prices", () => {
  test("last, first and mean of the prices that are there", () => {
    const by = (aggregate: "last" | "first" | "mean"): unknown =>
      prices.resample("month", { aggregate }).toJSON().values;
    expect(by("last")).toEqual([
      [2, null],
      [3, 8],
      [5, null],
      [6, 9],
    ]);
    expect(by("first")).toEqual([
      [1, null],
      [3, 7],
      [5, null],
      [6, 9],
    ]);
    expect(by("mean")).toEqual([
      [1.5, null],
      [3, 7.5],
      [5, null],
      [6, 9],
    ]);
  });

  test("labels: the last row, the calendar end, the calendar start", () => {
    const labels = (period: Period, label: "last" | "end" | "start"): readonly string[] =>
      prices.resample(period, { label }).dates;
    expect(prices.resample("month").dates).toEqual(["2023-12-29", "2024-01-31", "2024-02-01", "2024-04-30"]);
    expect(labels("month", "end")).toEqual(["2023-12-31", "2024-01-31", "2024-02-29", "2024-04-30"]);
    expect(labels("month", "start")).toEqual(["2023-12-01", "2024-01-01", "2024-02-01", "2024-04-01"]);
    expect(labels("week", "start")).toEqual(["2023-12-25", "2024-01-01", "2024-01-29", "2024-04-29"]);
    expect(labels("week", "end")).toEqual(["2023-12-31", "2024-01-07", "2024-02-04", "2024-05-05"]);
    expect(labels("quarter", "end")).toEqual(["2023-12-31", "2024-03-31", "2024-06-30"]);
    expect(labels("year", "start")).toEqual(["2023-01-01", "2024-01-01"]);
    expect(labels("day", "end")).toEqual(dates);
  });

  test("an incomplete last period is kept, or dropped if a trading day of it is still to come", () => {
    const until = (to: string, calendar?: { holidays: string[] }): number =>
      prices.between(undefined, to).resample("month", { incomplete: "drop", ...(calendar && { calendar }) }).rows;
    expect(prices.between(undefined, "2024-02-01").resample("month").rows).toBe(3);
    expect(until("2024-02-01")).toBe(2);
    expect(until("2024-01-31")).toBe(2);
    // Saturday and Sunday are left of December 2023
    expect(until("2023-12-29")).toBe(1);
    expect(until("2023-12-28")).toBe(0);
    expect(until("2023-12-28", { holidays: ["2023-12-29"] })).toBe(1);
    expect(prices.between("2025-01-01").resample("month", { incomplete: "drop" }).rows).toBe(0);
  });

  test("instants become days, in UTC", () => {
    const ticks = PricePanel.of({
      dates: ["2024-01-02T09:00:00Z", "2024-01-02T23:59:59Z", "2024-01-03T00:00:00Z"],
      assets: ["A"],
      values: [[1], [2], [3]],
    });
    expect(ticks.resample("day").toJSON()).toEqual({
      dates: ["2024-01-02", "2024-01-03"],
      assets: ["A"],
      values: [[2], [3]],
    });
  });
});

describe("returns", () => {
  const values = [
    [0.1, 0.1],
    [0.1, missing],
    [missing, 0.5],
  ];
  const days = ["2024-01-30", "2024-01-31", "2024-02-01"];

  test("simple returns compound, log returns add up", () => {
    const simple = ReturnPanel.of({ dates: days, assets: ["A", "B"], values });
    expect(simple.resample("month").at(0, "A")).toBeCloseTo(0.21, 12);
    const log = ReturnPanel.of({ dates: days, assets: ["A", "B"], values, method: "log" });
    expect(log.resample("month").at(0, "A")).toBeCloseTo(0.2, 12);
    expect(log.resample("month").method).toBe("log");
  });

  test("a missing return makes its period missing, or is skipped", () => {
    const simple = ReturnPanel.of({ dates: days, assets: ["A", "B"], values });
    expect(simple.resample("month").toJSON().values).toEqual([
      [expect.closeTo(0.21, 12), null],
      [null, 0.5],
    ]);
    expect(simple.resample("month", { missing: "skip" }).toJSON().values).toEqual([
      [expect.closeTo(0.21, 12), expect.closeTo(0.1, 12)],
      [null, 0.5],
    ]);
  });
});
