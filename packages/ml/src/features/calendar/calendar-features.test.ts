import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calendarAt, calendarFeatures, calendarStream, calendarTable } from "./index.ts";

const holidays = ["2023-12-25", "2024-01-01", "2024-01-15", "2024-02-19", "2024-03-29", "2024-05-27"];
const date = (at: number): string => new Date(Date.UTC(2000, 0, 1 + at)).toISOString().slice(0, 10);

describe("calendar features", () => {
  test("weekday, month, turn of the month and distances to holidays of known days", () => {
    expect(calendarAt("2024-03-28", { holidays })).toEqual({
      weekday: 4,
      dayOfMonth: 28,
      month: 3,
      tradingDay: 20,
      tradingDaysLeft: 0,
      toHoliday: 1,
      sinceHoliday: 38,
      closedAfter: 4,
      toThirdFriday: 22,
    });
    const found = calendarFeatures(["2024-03-15", "2024-03-28", "2024-04-01", "2024-04-05"], { holidays });
    expect(found.names.length).toBe(calendarTable.length);
    const column = (name: string) => [...found.column(name)];
    expect(column("day-of-week")).toEqual([5, 4, 1, 5]);
    expect(column("quarter")).toEqual([1, 1, 2, 2]);
    expect(column("quarter-end")).toEqual([0, 1, 0, 0]);
    expect(column("turn-of-month")).toEqual([0, 1, 1, 0]);
    expect(column("before-holiday")).toEqual([0, 1, 0, 0]);
    expect(column("days-to-third-friday")).toEqual([0, 22, 18, 14]);
    expect(column("days-to-holiday")).toEqual([14, 1, 56, 52]);
    expect(column("days-since-holiday")).toEqual([25, 38, 3, 7]);
    expect(column("trading-day-of-month")).toEqual([11, 20, 1, 5]);
    expect(column("winter-half")).toEqual([1, 1, 1, 1]);
  });

  test("without holidays, distances to them are missing and the rest stands", () => {
    const found = calendarFeatures(["2024-01-31"], {
      include: ["days-to-holiday", "january", "trading-days-to-month-end"],
    });
    expect([...found.row(0)]).toEqual([NaN, 1, 0]);
    expect(calendarAt("2024-06-01", { holidays })).toMatchObject({ toHoliday: NaN, sinceHoliday: 5 });
    expect(calendarAt("2023-12-25", { holidays })).toMatchObject({ toHoliday: 0, sinceHoliday: 0 });
  });

  test("other weekends can be given", () => {
    // Friday and Saturday
    expect(calendarAt("2024-03-14", { weekend: [5, 6] })).toMatchObject({ weekday: 4, closedAfter: 3 });
    expect(() => calendarAt("2024-03-14", { weekend: [0] })).toThrow("weekend: expected days from 1");
    expect(() => calendarAt("2024-02-30")).toThrow('expected an ISO date such as "2024-01-31"');
  });

  test("trading days of a month count up while those left count down", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), (at) => {
        const [here, next] = [calendarAt(date(at), { holidays }), calendarAt(date(at + 1), { holidays })];
        const sameMonth = here.month === next.month;
        expect(!sameMonth || here.tradingDay + here.tradingDaysLeft === next.tradingDay + next.tradingDaysLeft).toBe(
          true,
        );
        expect(next.weekday).toBe((here.weekday % 7) + 1);
        expect(here.weekday).toBe(new Date(date(at)).getUTCDay() || 7);
        const third = new Date(Date.parse(date(at)) + here.toThirdFriday * 86_400_000);
        expect([third.getUTCDay(), Math.ceil(third.getUTCDate() / 7)]).toEqual([5, 3]);
      }),
    );
  });

  test("day by day equals the whole history", () => {
    const dates = Array.from({ length: 60 }, (_, t) => date(8766 + t));
    const table = calendarFeatures(dates, { holidays });
    const stream = calendarStream();
    dates.forEach((day, t) => expect(stream.update(calendarAt(day, { holidays }))).toEqual(table.row(t).slice()));
  });
});
