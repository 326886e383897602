import { ReturnPanel } from "@plimsoll/core";
import { describe, expect, test } from "vitest";
import { readSeries } from "./read-series.ts";

const panel = (assets: readonly string[]): ReturnPanel =>
  ReturnPanel.of({
    dates: ["2024-01-30", "2024-01-31"],
    assets,
    values: [assets.map(() => 0.1), assets.map(() => -0.2)],
  });

describe("readSeries", () => {
  test("reads an array, a typed array and a panel with one column alike", () => {
    expect([...readSeries([0.1, -0.2], "returns")]).toEqual([0.1, -0.2]);
    expect([...readSeries(Float64Array.of(0.1, -0.2), "returns")]).toEqual([0.1, -0.2]);
    expect([...readSeries(panel(["A"]), "returns")]).toEqual([0.1, -0.2]);
  });

  test("copies, so that later writes to the argument change nothing", () => {
    const given = Float64Array.of(1, 2);
    const read = readSeries(given, "returns");
    given[0] = 9;
    expect(read[0]).toBe(1);
  });

  test("refuses what is no series of numbers, by name and remedy", () => {
    expect(() => readSeries(panel(["A", "B"]), "returns")).toThrow(
      /returns: expected a panel with one column, was one with 2/,
    );
    expect(() => readSeries([1, Number.NaN], "returns")).toThrow(/row 1 is NaN: drop or fill/);
    expect(() => readSeries([1, Infinity], "returns")).toThrow(/row 1 is Infinity/);
    expect(() => readSeries("abc" as unknown as number[], "returns")).toThrow(/expected an array of numbers/);
    expect(() => readSeries([[1]] as unknown as number[], "returns")).toThrow(/expected an array of numbers/);
  });

  test("says how many values are needed", () => {
    expect(() => readSeries([1, 2], "returns", 10)).toThrow(
      expect.objectContaining({
        code: "NOT_ENOUGH_DATA",
        details: { argument: "returns", required: 10, available: 2 },
      }),
    );
  });
});
