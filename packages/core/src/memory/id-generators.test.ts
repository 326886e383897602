import { expect, test } from "vitest";
import { SeededIds, SequentialIds } from "./id-generators.ts";

test("sequential ids count", () => {
  const ids = new SequentialIds("order");
  expect([ids.next(), ids.next()]).toEqual(["order-1", "order-2"]);
});

test("seeded ids are UUIDs of version 4, equal for equal seeds, and without repetition", () => {
  const [first, second, other] = [new SeededIds("a"), new SeededIds("a"), new SeededIds("b")];
  const seen = new Set<string>();
  for (let i = 0; i < 10_000; i++) {
    const id = first.next();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(second.next()).toBe(id);
    seen.add(id);
    seen.add(other.next());
  }
  expect(seen.size).toBe(20_000);
  expect(new SeededIds(1).next()).not.toBe(new SeededIds("1").next());
});

test("seeded ids stay the same from release to release", () => {
  const ids = new SeededIds(42);
  expect([ids.next(), ids.next()]).toMatchInlineSnapshot(`
    [
      "8c8620c9-8af0-4576-b98f-8e45111f22ba",
      "8b4f9b1c-c13a-4f88-ad73-98eae6904d87",
    ]
  `);
});
