import type { PanelAxis } from "../axis.ts";
import { checkedDay, MILLISECONDS_PER_DAY, parseDay } from "../calendar-day.ts";
import { readInstant } from "../instant.ts";
import type { CsvDateFormat } from "./csv-options.ts";

/** Reads the dates of one file, all written alike. */
export interface DateReader {
  readonly axis: PanelAxis;
  /** What the dates are expected to look like, for messages. */
  readonly expected: string;
  /** Days since 1970 or epoch milliseconds; NaN when `text` is no such date. */
  readonly read: (text: string) => number;
}

const shapes = {
  iso: /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:$|[T ])/,
  yyyymmdd: /^(\d{4})(\d{2})(\d{2})$/,
  dotted: /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/,
  slashed: /^(\d{1,2})([/-])(\d{1,2})\2(\d{4})$/,
  monthFirst: /^([A-Za-z]{3,9})\.?[ -](\d{1,2})(?:,? |-)(\d{4})$/,
  dayFirst: /^(\d{1,2})[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})$/,
};

const months = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

/** Days since 1970 of a text in one form, NaN when it is not in that form or no date. */
const readers: Readonly<Record<Exclude<CsvDateFormat, "iso">, (text: string) => number>> = {
  yyyymmdd: (text) => dayFrom(shapes.yyyymmdd.exec(text), 1, 2, 3),
  "d.m.y": (text) => dayFrom(shapes.dotted.exec(text), 3, 2, 1),
  "m/d/y": (text) => dayFrom(shapes.slashed.exec(text), 4, 1, 3),
  "d/m/y": (text) => dayFrom(shapes.slashed.exec(text), 4, 3, 1),
  "month d y": readNamedMonth,
};

/** The reader of a named form; `sample` is the first date, which tells days from instants in ISO. */
export function dateReader(format: CsvDateFormat, sample: string): DateReader {
  if (format === "iso") return isoReader(sample);
  return { axis: "day", expected: `a date of the form ${format}`, read: readers[format] };
}

/**
 * The form that all `dates` can have, seen from their shape; `undefined` when the first has no known shape, `"ambiguous"`
 * when all of them can be read as m/d/y and as d/m/y.
 */
export function detectDateFormat(dates: readonly string[]): CsvDateFormat | "ambiguous" | undefined {
  const sample = dates[0]!;
  if (shapes.iso.test(sample)) return "iso";
  if (shapes.yyyymmdd.test(sample)) return "yyyymmdd";
  if (shapes.dotted.test(sample)) return "d.m.y";
  if (shapes.monthFirst.test(sample) || shapes.dayFirst.test(sample)) return "month d y";
  if (!shapes.slashed.test(sample)) return undefined;
  for (const date of dates) {
    const parts = shapes.slashed.exec(date);
    // one part above 12 settles the form; a date that contradicts it is refused when it is read
    if (Number(parts?.[3]) > 12) return "m/d/y";
    if (Number(parts?.[1]) > 12) return "d/m/y";
  }
  return "ambiguous";
}

function isoReader(sample: string): DateReader {
  const instant = readInstant(sample);
  if (instant?.zoned === true) {
    return {
      axis: "instant",
      expected: "an ISO date and time with its zone, such as Z or +01:00",
      read: (text) => {
        const read = readInstant(text);
        return read?.zoned === true ? read.milliseconds : Number.NaN;
      },
    };
  }
  const expected =
    instant === undefined ? "an ISO date" : "a day, or else a date and time with its zone, such as Z or +01:00";
  return { axis: "day", expected, read: (text) => parseDay(text) ?? readIsoDay(text) };
}

/** ISO days with slashes, without leading zeros, or with a time of midnight, which is how some tools write days. */
function readIsoDay(text: string): number {
  const match = shapes.iso.exec(text);
  if (match === null) return Number.NaN;
  if (match[0].length === text.length) return dayFrom(match, 1, 2, 3);
  const instant = readInstant(text);
  if (instant === undefined || instant.zoned) return Number.NaN;
  const day = instant.milliseconds / MILLISECONDS_PER_DAY;
  return Number.isInteger(day) ? day : Number.NaN;
}

function readNamedMonth(text: string): number {
  const monthFirst = shapes.monthFirst.exec(text);
  const match = monthFirst ?? shapes.dayFirst.exec(text);
  if (match === null) return Number.NaN;
  const name = match[monthFirst === null ? 2 : 1]!.toLowerCase();
  // "sept" is the one usual abbreviation of four letters
  const month = months.findIndex(
    (full) => full === name || full.slice(0, 3) === name || (name === "sept" && full === "september"),
  );
  return checkedDay(Number(match[3]), month + 1, Number(match[monthFirst === null ? 1 : 2])) ?? Number.NaN;
}

function dayFrom(match: RegExpExecArray | null, year: number, month: number, day: number): number {
  if (match === null) return Number.NaN;
  return checkedDay(Number(match[year]), Number(match[month]), Number(match[day])) ?? Number.NaN;
}
