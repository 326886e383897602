import { PricePanel } from "@plimsoll/core";
import { expect, test } from "vitest";
import { frequencyOf } from "./frequency.ts";

const panel = (days: readonly number[]): PricePanel =>
  PricePanel.of({
    dates: { axis: "day", index: Float64Array.from(days) },
    assets: ["A"],
    values: days.map(() => [1]),
  });
const every = (gap: number): number[] => Array.from({ length: 30 }, (_, i) => 10_000 + i * gap);
// 1970-01-01 was a Thursday: 4 is a Monday
const tradingDays = Array.from({ length: 30 }, (_, i) => 4 + 7 * Math.floor(i / 5) + (i % 5));

test.each([
  ["trading days", tradingDays, "daily", 252],
  ["all days", every(1), "daily", 365],
  ["weeks", every(7), "weekly", 52],
  ["months", every(30.4).map(Math.round), "monthly", 12],
  ["quarters", every(91), "quarterly", 4],
  ["years", every(365), "yearly", 1],
] as const)("%s are told by their gaps", (_, days, name, periodsPerYear) => {
  expect(frequencyOf(panel(days), "prices.csv")).toMatchObject({ name, periodsPerYear });
});

test("gaps of no known length are refused, naming file and remedy", () => {
  expect(() => frequencyOf(panel(every(14)), "prices.csv")).toThrow(
    "prices.csv: the usual gap between dates is 14 days: give daily, weekly, monthly, quarterly or yearly prices",
  );
  expect(() => frequencyOf(panel([1]), "prices.csv")).toThrow("there is one date only");
});
