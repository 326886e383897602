import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placeLabels, spread } from "./labels.ts";

describe("spread", () => {
  test("keeps order, gap and limits", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { minLength: 1, maxLength: 30 }), (wanted) => {
        const placed = spread(wanted, 16, 0, 300);
        const gap = Math.min(16, wanted.length < 2 ? 16 : 300 / (wanted.length - 1));
        const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
        const sorted = order.map((label) => placed[label]!);
        const steps = sorted.slice(1).map((place, rank) => place - sorted[rank]!);
        expect(sorted[0]).toBeGreaterThanOrEqual(-1e-9);
        expect(sorted.at(-1)).toBeLessThanOrEqual(300 + 1e-9);
        expect(Math.min(gap, ...steps)).toBeGreaterThanOrEqual(gap - 1e-9);
      }),
    );
  });

  test("leaves labels where they are when nothing collides", () => {
    expect(spread([200, 20, 100], 16, 0, 300)).toEqual([200, 20, 100]);
  });
});

test("placeLabels keeps off the line, and leads a required label that stands far off back to its point", () => {
  const frame = { left: 0, right: 400, top: 0, bottom: 200 };
  const line = [
    { x: 0, y: 100 },
    { x: 400, y: 100 },
  ];
  const [beside] = placeLabels([{ x: 100, y: 100, text: "Name" }], 0, frame, 12, line);
  expect(Math.abs(beside!.y - 100)).toBeGreaterThan(7);
  const cluster = Array.from({ length: 6 }, (_, i) => ({ x: 200 + 3 * i, y: 100 + 2 * i, text: "Portfolio" }));
  const placed = placeLabels(cluster, 6, frame, 12);
  expect(placed.every((place) => place !== undefined)).toBe(true);
  expect(placed.some((place) => place!.distant)).toBe(true);
  expect(placeLabels(cluster, 0, frame, 12).some((place) => place?.distant)).toBe(false);
});

test("placeLabels leaves out what would cover something, but for the required", () => {
  const crowd = Array.from({ length: 40 }, (_, i) => ({ x: 100 + (i % 7), y: 100 + (i % 5), text: "A long name" }));
  const placed = placeLabels(crowd, 2, { left: 0, right: 300, top: 0, bottom: 200 }, 12);
  expect(placed[0]).toBeDefined();
  expect(placed[1]).toBeDefined();
  expect(placed.filter((place) => place === undefined).length).toBeGreaterThan(20);
});
