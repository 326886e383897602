import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { thinLine, thinRows } from "./thin.ts";

const values = fc.array(
  fc.oneof(
    { weight: 9, arbitrary: fc.double({ min: -100, max: 100, noNaN: true }) },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
  {
    minLength: 1,
    maxLength: 400,
  },
);

describe("thinLine", () => {
  test("keeps first, last, least and greatest value, in order, whatever the budget", () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 3, max: 200 }), (y, budget) => {
        const kept = thinLine(
          y.map((_, i) => i),
          y,
          budget,
        );
        expect([...new Set(kept)].sort((a, b) => a - b)).toEqual(kept);
        const present = y.filter((value) => value !== null);
        const shown = kept.map((i) => y[i]!).filter((value) => value !== null);
        if (present.length === 0) return;
        expect(Math.min(...shown)).toBe(Math.min(...present));
        expect(Math.max(...shown)).toBe(Math.max(...present));
        expect(shown[0]).toBe(present[0]);
        expect(shown.at(-1)).toBe(present.at(-1));
      }),
    );
  });

  test("keeps every gap", () => {
    const runs = (y: readonly (number | null)[]): number =>
      y.filter((value, i) => value !== null && (i === 0 || y[i - 1] === null)).length;
    fc.assert(
      fc.property(values, (y) => {
        const kept = thinLine(
          y.map((_, i) => i),
          y,
          20,
        );
        expect(runs(kept.map((i) => y[i]!))).toBe(runs(y));
      }),
    );
  });

  test("keeps a line without gaps within its budget, but for the two extremes", () => {
    const y = Array.from({ length: 5000 }, (_, i) => Math.sin(i / 30) * i);
    expect(
      thinLine(
        y.map((_, i) => i),
        y,
        300,
      ).length,
    ).toBeLessThanOrEqual(302);
  });
});

test("thinRows keeps the ends, the order and a sudden change", () => {
  const rows = Array.from({ length: 1000 }, (_, i) => (i === 617 ? [1, 0] : [0.5, 0.5]));
  const kept = thinRows(rows, 50);
  expect(kept).toHaveLength(50);
  expect(kept[0]).toBe(0);
  expect(kept.at(-1)).toBe(999);
  expect(kept).toContain(617);
  expect([...kept].sort((a, b) => a - b)).toEqual(kept);
});
