import * as fc from "fast-check";
import { expect, test } from "vitest";
import { linearAxis, logarithmicAxis } from "./axes.ts";

test("a linear axis covers its values in whole steps, each tick written exactly", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e4, max: 1e4, noNaN: true }),
      fc.double({ min: 0, max: 1e4, noNaN: true }),
      (low, span) => {
        const axis = linearAxis(low, low + span, "number", 6);
        expect(axis.domain[0]).toBeLessThanOrEqual(low + 1e-6 * Math.max(1, span));
        expect(axis.domain[1]).toBeGreaterThanOrEqual(low + span - 1e-6 * Math.max(1, span));
        expect(axis.ticks.length).toBeGreaterThanOrEqual(2);
        expect(axis.ticks.length).toBeLessThanOrEqual(9);
      },
    ),
  );
});

test("ticks are told apart by the fewest digits that do", () => {
  const texts = (low: number, high: number, unit: "percent" | "number"): string[] => {
    const axis = linearAxis(low, high, unit, 5);
    return axis.ticks.map((tick) => axis.format(tick));
  };
  expect(texts(0, 1, "percent")).toEqual(["0%", "20%", "40%", "60%", "80%", "100%"]);
  expect(texts(-0.6, 0, "percent")).toEqual(["−60%", "−40%", "−20%", "0%"]);
  expect(texts(0, 0.012, "percent")).toEqual(["0.00%", "0.25%", "0.50%", "0.75%", "1.00%", "1.25%"]);
  expect(texts(1, 2.4, "number")).toEqual(["1.0", "1.5", "2.0", "2.5"]);
});

test("a logarithmic axis has at least three ticks over any range", () => {
  const texts = (low: number, high: number): string[] => {
    const axis = logarithmicAxis(low, high);
    return axis.ticks.map((tick) => axis.format(tick));
  };
  expect(texts(0.5, 3000)).toEqual(["1", "10", "100", "1,000"]);
  expect(texts(0.09, 9)).toEqual(["0.1", "0.3", "1", "3"]);
  expect(texts(650, 3400).length).toBeGreaterThanOrEqual(4);
  expect(texts(0.9, 1.35).length).toBeGreaterThanOrEqual(3);
});
