import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayOfIndex, formatDate, parseDate, timelineOf } from "./axis.ts";
import { civilOf, dayOf, daysInMonth, formatDay, parseDay, weekdayOf } from "./calendar-day.ts";
import { formatInstant, readInstant } from "./instant.ts";

// years 0 to 9999; `Date` serves as the independent reference
const day = fc.integer({ min: -719_528, max: 2_932_896 });

describe("calendar days", () => {
  test("agree with Date in the years 0 to 9999", () => {
    fc.assert(
      fc.property(day, (number) => {
        const date = new Date(number * 86_400_000);
        const civil = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
        expect(civilOf(number)).toEqual(civil);
        expect(dayOf(civil.year, civil.month, civil.day)).toBe(number);
        expect(weekdayOf(number)).toBe(date.getUTCDay());
        expect(formatDay(number)).toBe(date.toISOString().slice(0, 10));
        expect(parseDay(formatDay(number))).toBe(number);
        expect(daysInMonth(civil.year, civil.month)).toBe(
          new Date(Date.UTC(2000 + (civil.year % 400), civil.month, 0)).getUTCDate(),
        );
      }),
    );
  });

  test("dates that do not exist are refused", () => {
    for (const text of [
      "2023-02-29",
      "1900-02-29",
      "2024-04-31",
      "2024-13-01",
      "2024-00-10",
      "2024-01-00",
      "2024-1-01",
      "2024/01/01",
      "20x4-01-01",
      "",
    ]) {
      expect(parseDay(text), text).toBeUndefined();
    }
    expect(parseDay("2000-02-29")).toBe(11_016);
  });
});

describe("instants", () => {
  test("agree with Date, in any zone", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("0001-01-02T00:00:00Z"), max: new Date("9999-12-30T00:00:00Z"), noInvalidDate: true }),
        (date) => {
          expect(readInstant(date.toISOString())).toEqual({ milliseconds: date.getTime(), zoned: true });
          expect(readInstant(formatInstant(date.getTime()))?.milliseconds).toBe(date.getTime());
        },
      ),
    );
    const noon = Date.UTC(2024, 0, 31, 12);
    for (const text of [
      "2024-01-31T12:00Z",
      "2024-01-31 13:30+01:30",
      "2024-01-31T04:00:00.0000001-0800",
      "2024-01-31t12:00:00z",
    ]) {
      expect(readInstant(text)).toEqual({ milliseconds: noon, zoned: true });
    }
    expect(readInstant("2024-01-31T12:00:00")).toEqual({ milliseconds: noon, zoned: false });
    expect(formatInstant(noon)).toBe("2024-01-31T12:00:00Z");
    expect(formatInstant(noon + 5)).toBe("2024-01-31T12:00:00.005Z");
  });

  test("times that do not exist are refused", () => {
    for (const text of [
      "2024-02-30T00:00Z",
      "2024-01-31T24:00Z",
      "2024-01-31T12:60Z",
      "2024-01-31T12:00:60Z",
      "2024-01-31T12:00+24:00",
      "2024-01-31T12:00+01:60",
      "2024-01-31",
    ]) {
      expect(readInstant(text), text).toBeUndefined();
    }
  });
});

describe("axis", () => {
  test("a date is a day, or an instant with its zone", () => {
    expect(parseDate("1970-01-02", "date")).toEqual({ axis: "day", value: 1 });
    expect(parseDate("1970-01-01T00:00:01Z", "date")).toEqual({ axis: "instant", value: 1000 });
    expect(() => parseDate("1970-01-01T00:00:01", "date")).toThrow("add its zone, such as Z or +01:00");
    expect(() => parseDate("yesterday", "from")).toThrow('from: "yesterday" is not an ISO date');
    expect(formatDate("instant", 1000)).toBe("1970-01-01T00:00:01Z");
    expect(dayOfIndex("instant", -1)).toBe(-1);
  });

  test("numbers are shared, and refused where they are no dates", () => {
    const index = Float64Array.of(1, 2);
    expect(timelineOf({ axis: "day", index }).index).toBe(index);
    expect(timelineOf({ axis: "instant", index: [1, 2] }).index).toEqual(index);
    expect(() => timelineOf({ axis: "day", index: [1, 1.5] })).toThrow(
      "dates.index[1]: 1.5 is not a whole number of days",
    );
    expect(() => timelineOf({ axis: "instant", index: [Number.NaN] })).toThrow("milliseconds since 1970");
    expect(() => timelineOf({ axis: "day", index: [3e6] })).toThrow("between the years 0 and 9999");
  });

  test("dates must ascend, stand once and be of one form", () => {
    expect(() => timelineOf(["2024-01-02", "2024-01-02"])).toThrow("dates[1]: 2024-01-02 occurs twice");
    expect(() => timelineOf(["2024-01-03", "2024-01-02"])).toThrow(
      "dates[1]: 2024-01-02 comes after 2024-01-03: sort the rows",
    );
    expect(() => timelineOf(["2024-01-02", "2024-01-03T00:00Z"])).toThrow("mix days with instants");
    expect(() => timelineOf(["2024-01-03T00:00Z", "2024-01-04"])).toThrow("mix days with instants");
  });
});
