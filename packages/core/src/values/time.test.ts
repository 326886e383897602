import { expect, test } from "vitest";
import { compareTimes, dayOf, TimeSchema } from "./time.ts";

test.each(["2024-01-31", "2024-01-31T16:00:00Z", "2024-01-31T16:00:00.123+01:00"])("%s is a time", (text) => {
  expect(TimeSchema.safeParse(text).success).toBe(true);
});

test.each(["2024-02-30", "2024-01-31T16:00:00", "31.01.2024", ""])("%j is no time", (text) => {
  expect(TimeSchema.safeParse(text).success).toBe(false);
});

test("instants compare to the millisecond across zones, a bare day is with all its instants", () => {
  expect(compareTimes("2024-01-31T16:00:00Z", "2024-01-31T17:00:00+01:00")).toBe(0);
  expect(compareTimes("2024-01-31T16:00:00Z", "2024-01-31T16:00:00.001Z")).toBeLessThan(0);
  expect(compareTimes("2024-01-31", "2024-01-31T23:59:59Z")).toBe(0);
  expect(compareTimes("2024-02-01", "2024-01-31T23:59:59Z")).toBeGreaterThan(0);
  expect(dayOf("1970-01-02T12:00:00Z")).toBe(1);
});
