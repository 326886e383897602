import { expect, test } from "vitest";
import { fixedClock } from "./clocks.ts";
import { MemoryCache } from "./memory-cache.ts";

test("a full cache drops what was not used for longest", async () => {
  const cache = new MemoryCache({ clock: fixedClock("2024-01-31T00:00:00Z"), capacity: 2 });
  await cache.set("a", 1);
  await cache.set("b", 2);
  await cache.get("a");
  await cache.set("c", 3);
  await cache.set("c", 4);
  expect([await cache.get("a"), await cache.get("b"), await cache.get("c")]).toEqual([1, undefined, 4]);
});

test("the capacity is a positive integer", () => {
  const clock = fixedClock("2024-01-31T00:00:00Z");
  expect(() => new MemoryCache({ clock, capacity: 0 })).toThrow("capacity: expected a positive integer, was 0");
});

test("what is cleared while a value is computed is not brought back", async () => {
  const cache = new MemoryCache({ clock: fixedClock("2024-01-31T00:00:00Z") });
  const computing = cache.getOrCompute("a", async () => 1);
  await cache.clear();
  expect(await computing).toBe(1);
  expect(await cache.get("a")).toBeUndefined();
});
