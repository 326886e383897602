import { expect, test } from "vitest";
import { timestamp } from "../ports/clock.ts";
import { fixedClock, ManualClock } from "./clocks.ts";

test("a fixed clock stands still", () => {
  const clock = fixedClock("2024-01-31T01:00:00+01:00");
  expect([clock.now(), timestamp(clock)]).toEqual([Date.UTC(2024, 0, 31), "2024-01-31T00:00:00.000Z"]);
});

test("a manual clock moves forward only", () => {
  const clock = ManualClock.at("2024-01-31T00:00:00Z");
  clock.advance(1500);
  clock.advance(0);
  expect(timestamp(clock)).toBe("2024-01-31T00:00:01.500Z");
  expect(() => clock.advance(-1)).toThrow("milliseconds: expected a number from 0, was -1");
  expect(() => ManualClock.at("2024-01-31")).toThrow("with zone");
});
