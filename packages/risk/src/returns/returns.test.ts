import { ReturnPanel } from "@plimsoll/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calendarReturns, modifiedDietz, moneyWeightedReturn, timeWeightedReturn } from "../index.ts";

describe("time-weighted return", () => {
  test("flows don't touch it, at the end or at the start of their periods", () => {
    const rates = fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(rates, fc.constantFrom("start" as const, "end" as const), fc.nat(), (periods, timing, seed) => {
        const flows = periods.map((_, t) => ((seed * (t + 7)) % 41) - 5);
        const values = [1000];
        periods.forEach((rate, t) => {
          const before = values.at(-1) ?? NaN;
          const flow = flows[t] ?? NaN;
          values.push(timing === "start" ? (before + flow) * (1 + rate) : before * (1 + rate) + flow);
        });
        fc.pre(values.every((value, t) => value > 10 && value + (flows[t] ?? 0) > 10));
        const result = timeWeightedReturn(values, { flows, timing, periodsPerYear: 4 });
        result.periods.forEach((value, t) => expect(value).toBeCloseTo(periods[t] ?? NaN, 10));
        const total = periods.reduce((wealth, rate) => wealth * (1 + rate), 1) - 1;
        expect(result.total).toBeCloseTo(total, 10);
        expect(result.annual).toBeCloseTo((1 + total) ** (4 / periods.length) - 1, 10);
      }),
    );
  });

  test("refuses what has no return, by place", () => {
    expect(() => timeWeightedReturn([100])).toThrow(expect.objectContaining({ code: "NOT_ENOUGH_DATA" }) as Error);
    expect(() => timeWeightedReturn([0, 100])).toThrow(/values\[0\].*starts with 0/);
    expect(() => timeWeightedReturn([100, NaN])).toThrow(/values\[1\]/);
    expect(() => timeWeightedReturn([100, 110], { flows: [] })).toThrow(/flows: expected 1/);
    expect(timeWeightedReturn([100, 110]).annual).toBeNull();
  });
});

describe("modified Dietz", () => {
  test("Bacon's example: 74.2 to 104.4 with 37.1 at day 13 of 31 is -7.08 % or so by weight of days", () => {
    const { total } = modifiedDietz([{ start: 74.2, end: 104.4, flows: [{ at: 13 / 31, amount: 37.1 }] }]);
    expect(total).toBeCloseTo((104.4 - 74.2 - 37.1) / (74.2 + 37.1 * (18 / 31)), 12);
    expect(total).toBeCloseTo(-0.0721, 3);
  });

  test("without flows, and with flows at an end, it is the time-weighted return; periods link", () => {
    const linked = modifiedDietz(
      [
        { start: 100, end: 110 },
        { start: 110, end: 143, flows: [{ at: 1, amount: 22 }] },
      ],
      { periodsPerYear: 2 },
    );
    const exact = timeWeightedReturn([100, 110, 143], { flows: [0, 22], periodsPerYear: 2 });
    expect(linked.total).toBeCloseTo(exact.total, 12);
    expect(linked.annual).toBeCloseTo(exact.annual ?? NaN, 12);
  });

  test("refuses times outside the period and capital below zero", () => {
    expect(() => modifiedDietz([{ start: 1, end: 1, flows: [{ at: 2, amount: 1 }] }])).toThrow(/flows\[0\].at/);
    expect(() => modifiedDietz([{ start: 1, end: 1, flows: [{ at: 0, amount: -2 }] }])).toThrow(/average capital/);
    expect(() => modifiedDietz([])).toThrow(expect.objectContaining({ code: "NOT_ENOUGH_DATA" }) as Error);
  });
});

describe("money-weighted return", () => {
  test("XIRR of Microsoft's documentation: .373362535", () => {
    const { rate, unique } = moneyWeightedReturn([
      { at: "2008-01-01", amount: -10_000 },
      { at: "2008-03-01", amount: 2_750 },
      { at: "2008-10-30", amount: 4_250 },
      { at: "2009-02-15", amount: 3_250 },
      { at: "2009-04-01", amount: 2_750 },
    ]);
    // Excel stops at 1e-8 relative
    expect(rate).toBeCloseTo(0.373362535, 7);
    expect(unique).toBe(true);
  });

  test("one deposit grows at its rate, whatever the rate and the time", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -0.95, max: 50, noNaN: true }),
        fc.double({ min: 0.01, max: 40, noNaN: true }),
        (rate, years) => {
          const grown = (1 + rate) ** years;
          fc.pre(grown > 1e-12 && grown < 1e12);
          const found = moneyWeightedReturn([
            { at: 0, amount: -1 },
            { at: years, amount: grown },
          ]);
          expect(Math.abs(found.rate - rate)).toBeLessThan(1e-9 * (1 + rate) * Math.max(1, 1 / years));
          expect(Math.abs(found.total - (grown - 1))).toBeLessThan(1e-9 * Math.max(1, grown));
        },
      ),
    );
  });

  test("several roots are all named: -1000, 2500, -1540 has 10 and 40 per cent", () => {
    const result = moneyWeightedReturn([
      { at: 0, amount: -1000 },
      { at: 1, amount: 2500 },
      { at: 2, amount: -1540 },
    ]);
    expect(result.roots).toEqual([expect.closeTo(0.1, 10), expect.closeTo(0.4, 10)]);
    expect([result.unique, result.rate]).toEqual([false, expect.closeTo(0.1, 10)]);
  });

  test("a root that only touches zero is found: -100, 240, -144 at 20 per cent", () => {
    const result = moneyWeightedReturn([
      { at: 0, amount: -100 },
      { at: 1, amount: 240 },
      { at: 2, amount: -144 },
    ]);
    // a double root is known to the root of the rounding only
    expect(result.roots.every((root) => Math.abs(root - 0.2) < 1e-6)).toBe(true);
    expect(result.rate).toBeCloseTo(0.2, 6);
  });

  test("nothing to balance, one day, no rate at all: errors that say so", () => {
    expect(() =>
      moneyWeightedReturn([
        { at: 0, amount: -1 },
        { at: 1, amount: -1 },
      ]),
    ).toThrow(/add the final value/);
    expect(() =>
      moneyWeightedReturn([
        { at: 0, amount: -1 },
        { at: 0, amount: 1 },
      ]),
    ).toThrow(/one day/);
    const never = [
      { at: 0, amount: 1000 },
      { at: 1, amount: -3000 },
      { at: 2, amount: 2500 },
    ];
    expect(() => moneyWeightedReturn(never)).toThrow(/no annual rate/);
    expect(() =>
      moneyWeightedReturn([
        { at: "soon", amount: -1 },
        { at: 1, amount: 1 },
      ]),
    ).toThrow(/flows\[0\].at/);
  });
});

describe("calendar returns", () => {
  const panel = ReturnPanel.of({
    dates: ["2023-12-29", "2024-01-31", "2024-02-15", "2024-02-29", "2024-04-01"],
    assets: ["a"],
    values: [[0.01], [0.02], [-0.01], [0.03], [0.05]],
  });

  test("months, quarters and years compound their rows, and together give the whole", () => {
    expect(calendarReturns(panel).map(({ period }) => period)).toEqual(["2023-12", "2024-01", "2024-02", "2024-04"]);
    expect(calendarReturns(panel)[2]).toEqual({
      period: "2024-02",
      value: expect.closeTo(0.99 * 1.03 - 1, 12) as number,
      observations: 2,
    });
    expect(calendarReturns(panel, { by: "quarter" }).map(({ period }) => period)).toEqual([
      "2023-Q4",
      "2024-Q1",
      "2024-Q2",
    ]);
    for (const by of ["month", "quarter", "year"] as const) {
      const whole = calendarReturns(panel, { by }).reduce((wealth, { value }) => wealth * (1 + value), 1);
      expect(whole).toBeCloseTo(1.01 * 1.02 * 0.99 * 1.03 * 1.05, 12);
    }
  });

  test("a plain series has no calendar", () => {
    expect(() => calendarReturns([0.01])).toThrow(/dates/);
  });
});
