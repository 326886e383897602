import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CorporateAction } from "./corporate-action.ts";
import { PricePanel } from "./price-panel.ts";

const missing = Number.NaN;
const dates = ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"];
const panel = PricePanel.fromColumns({ dates, columns: { A: [100, 104, 52, 50, 25], B: [10, missing, 9, 9, 9] } });

function split(asset: string, exDate: string, ratio: number): CorporateAction {
  return { kind: "split", asset, exDate, ratio };
}
function dividend(asset: string, exDate: string, amount: number): CorporateAction {
  return { kind: "dividend", asset, exDate, amount };
}

describe("adjust", () => {
  test("splits divide the prices before them, one after the other", () => {
    const adjusted = panel.adjust([split("A", "2024-01-05", 2), split("A", "2024-01-03", 2)]);
    expect([...adjusted.column("A")]).toEqual([25, 26, 26, 25, 25]);
    expect([...adjusted.column("B")]).toEqual([10, missing, 9, 9, 9]);
    expect([...panel.column("A")]).toEqual([100, 104, 52, 50, 25]);
  });

  test("a dividend takes its share of the last price before it, across missing prices", () => {
    const adjusted = panel.adjust([dividend("B", "2024-01-03", 1)]);
    expect([...adjusted.column("B")]).toEqual([9, missing, 9, 9, 9]);
    expect(panel.adjust([dividend("B", "2024-01-03", 1)], { dividends: "ignore" })).toBe(panel);
    expect([...panel.adjust([dividend("B", "2024-01-03", 0.5), dividend("B", "2024-01-03", 0.5)]).column("B")]).toEqual(
      [9, missing, 9, 9, 9],
    );
  });

  test("split and dividend on one day: the dividend is on the new shares", () => {
    // 104 before, 52 in new shares, 2 paid on each: the factor is 1/2 x 50/52
    const adjusted = panel.adjust([dividend("A", "2024-01-03", 2), split("A", "2024-01-03", 2)]);
    expect(adjusted.at(1, "A")).toBeCloseTo(50, 12);
    expect(adjusted.at(2, "A")).toBe(52);
  });

  test("the return over an ex-date is that of an owner who sells the right to the dividend at once", () => {
    const adjusted = panel.adjust([dividend("A", "2024-01-04", 2)]);
    expect(adjusted.simpleReturns().at(2, "A")).toBeCloseTo(50 / (52 - 2) - 1, 12);
  });

  test("as of a date: no later row, no later action", () => {
    const actions = [split("A", "2024-01-03", 2), split("A", "2024-01-05", 2)];
    expect([...panel.adjust(actions, { asOf: "2024-01-04" }).column("A")]).toEqual([50, 52, 52, 50]);
    expect([...panel.adjust(actions, { asOf: "2024-01-02" }).column("A")]).toEqual([100, 104]);
    expect(panel.adjust(actions, { asOf: "2023-01-01" }).rows).toBe(0);
    // known by now, though the panel ends before
    expect([...panel.adjust([split("A", "2024-02-01", 5)], { asOf: "2024-03-01" }).column("A")]).toEqual([
      20, 20.8, 10.4, 10, 5,
    ]);
    expect(panel.adjust([split("A", "2024-02-01", 5)])).toBe(panel);
  });

  test("instants: an ex-date begins at midnight UTC", () => {
    const ticks = PricePanel.of({
      dates: ["2024-01-01T20:00Z", "2024-01-02T00:00Z", "2024-01-02T09:00Z"],
      assets: ["A"],
      values: [[10], [5], [5]],
    });
    expect([...ticks.adjust([split("A", "2024-01-02", 2)]).values]).toEqual([5, 5, 5]);
    expect([...ticks.adjust([split("A", "2024-01-02", 2)], { asOf: "2024-01-01T21:00Z" }).values]).toEqual([10]);
  });

  test("actions of other assets, and dividends before the first price, change nothing", () => {
    expect(panel.adjust([split("Z", "2024-01-03", 2)])).toBe(panel);
    expect([...panel.adjust([dividend("A", "2024-01-01", 5)]).column("A")]).toEqual([100, 104, 52, 50, 25]);
  });

  test("actions that can't be are refused", () => {
    expect(() => panel.adjust([split("A", "2024-01-03", 0)])).toThrow(
      'actions[0].ratio: expected a finite number > 0 for "A", was 0',
    );
    expect(() => panel.adjust([split("A", "2024-01-03", Infinity)])).toThrow("was Infinity");
    expect(() => panel.adjust([dividend("A", "2024-01-03", -1)])).toThrow(
      "actions[0].amount: expected a finite number >= 0",
    );
    expect(() => panel.adjust([dividend("A", "2024-01-03", 104)])).toThrow(
      'the dividend of 104 on "A" on 2024-01-03 is not below the price before, 104',
    );
    expect(() => panel.adjust([split("A", "soon", 2)])).toThrow('actions[0].exDate: "soon" is not an ISO date');
    expect(() => panel.adjust([split("A", "2024-01-03T00:00Z", 2)])).toThrow("actions[0].exDate: expected a day");
  });

  test("what was known on a date does not depend on later prices and actions", () => {
    const action = fc.record({
      day: fc.integer({ min: 0, max: 4 }),
      ratio: fc.constantFrom(0.5, 2, 3),
      isSplit: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 50, max: 150 }), { minLength: 10, maxLength: 10 }),
        fc.array(action, { maxLength: 5 }),
        fc.integer({ min: 0, max: 4 }),
        (prices, raw, today) => {
          const actions = raw.map(({ day, ratio, isSplit }) =>
            isSplit ? split("A", dates[day]!, ratio) : dividend("A", dates[day]!, ratio),
          );
          const build = (later: number): PricePanel =>
            PricePanel.fromColumns({
              dates,
              columns: { A: dates.map((_, i) => prices[i + (i > today ? later : 0)]!) },
            });
          const asOf = dates[today]!;
          const known = build(0).adjust(actions, { asOf });
          const past = actions.filter(({ exDate }) => exDate <= asOf);
          expect(build(5).adjust(past, { asOf }).toJSON()).toEqual(known.toJSON());
          expect(known.at(today, "A")).toBe(prices[today]);
        },
      ),
    );
  });
});
