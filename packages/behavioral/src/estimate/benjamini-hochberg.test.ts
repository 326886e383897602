import { expect, test } from "vitest";
import { benjaminiHochberg } from "./benjamini-hochberg.ts";

// R 4: p.adjust(p, "BH")
test("equals p.adjust of R", () => {
  const adjusted = benjaminiHochberg([0.01, 0.04, 0.03, 0.005, 0.5]);
  [0.025, 0.05, 0.05, 0.025, 0.5].forEach((value, index) => expect(adjusted[index]).toBeCloseTo(value, 12));
});

test("a missing p-value is no test", () => {
  expect(benjaminiHochberg([null, 0.02, null, 0.04])).toEqual([null, 0.04, null, 0.04]);
  expect(benjaminiHochberg([])).toEqual([]);
});
