import { invalidInput } from "../errors.ts";
import { formatDay, MILLISECONDS_PER_DAY, parseDay } from "./calendar-day.ts";
import { formatInstant, readInstant } from "./instant.ts";

/** What the index of a panel counts: `day` = days since 1970-01-01, `instant` = milliseconds since then (UTC). */
export type PanelAxis = "day" | "instant";

/** An axis with its numbers, strictly ascending integers. */
export interface PanelTimeline {
  readonly axis: PanelAxis;
  readonly index: Float64Array;
}

/** The dates of a panel: ISO strings (`2024-01-31`, or date and time with zone), or the numbers themselves. */
export type PanelDates = readonly string[] | { readonly axis: PanelAxis; readonly index: ArrayLike<number> };

// Years 0 to 9999, what ISO 8601 writes with four digits.
const firstDay = -719_528;
const lastDay = 2_932_896;

/** Reads one ISO date or instant; throws `INVALID_INPUT` naming `argument`. */
export function parseDate(text: string, argument: string): { readonly axis: PanelAxis; readonly value: number } {
  const day = parseDay(text);
  if (day !== undefined) return { axis: "day", value: day };
  const instant = readInstant(text);
  if (instant?.zoned === true) return { axis: "instant", value: instant.milliseconds };
  const remedy =
    instant === undefined ? "write it as 2024-01-31 or 2024-01-31T14:30:00Z" : "add its zone, such as Z or +01:00";
  throw invalidInput(argument, `${argument}: "${text}" is not an ISO date: ${remedy}`, {
    expected: "an ISO date, or ISO date and time with zone",
    received: text,
  });
}

/** Validates the dates of a panel and turns them into numbers; typed arrays are shared, not copied. */
export function timelineOf(dates: PanelDates): PanelTimeline {
  const timeline = "axis" in dates ? fromNumbers(dates.axis, dates.index) : fromTexts(dates);
  const { axis, index } = timeline;
  for (let i = 1; i < index.length; i += 1) {
    if (index[i]! > index[i - 1]!) continue;
    const previous = formatDate(axis, index[i - 1]!);
    const current = formatDate(axis, index[i]!);
    throw invalidInput(
      `dates[${i}]`,
      previous === current
        ? `dates[${i}]: ${current} occurs twice: keep one row for each date`
        : `dates[${i}]: ${current} comes after ${previous}: sort the rows by date, oldest first`,
      { expected: `a date later than ${previous}`, received: current },
    );
  }
  return timeline;
}

function fromTexts(dates: readonly string[]): PanelTimeline {
  const index = new Float64Array(dates.length);
  let axis: PanelAxis = "day";
  for (let i = 0; i < dates.length; i += 1) {
    const date = parseDate(dates[i]!, `dates[${i}]`);
    if (i === 0) axis = date.axis;
    else if (date.axis !== axis) {
      throw invalidInput(
        `dates[${i}]`,
        `dates[${i}]: "${dates[i]}" and "${dates[0]}" mix days with instants: write all of them in one form`,
        { expected: axis === "day" ? "a day" : "an instant", received: dates[i]! },
      );
    }
    index[i] = date.value;
  }
  return { axis, index };
}

function fromNumbers(axis: PanelAxis, numbers: ArrayLike<number>): PanelTimeline {
  const index = numbers instanceof Float64Array ? numbers : Float64Array.from(numbers);
  const scale = axis === "day" ? 1 : MILLISECONDS_PER_DAY;
  const lowest = firstDay * scale;
  const highest = (lastDay + 1) * scale - 1;
  for (let i = 0; i < index.length; i += 1) {
    const value = index[i]!;
    if (Number.isInteger(value) && value >= lowest && value <= highest) continue;
    throw invalidInput(
      `dates.index[${i}]`,
      `dates.index[${i}]: ${value} is not a whole number of ${axis === "day" ? "days" : "milliseconds"} since 1970 between the years 0 and 9999`,
      { expected: `an integer in [${lowest}, ${highest}]`, received: String(value) },
    );
  }
  return { axis, index };
}

/** ISO text of one index number. */
export function formatDate(axis: PanelAxis, value: number): string {
  return axis === "day" ? formatDay(value) : formatInstant(value);
}

/** ISO texts of all index numbers. */
export function formatDates(axis: PanelAxis, index: Float64Array): readonly string[] {
  return Object.freeze(Array.from(index, (value) => formatDate(axis, value)));
}

/** The day since 1970 (UTC) that an index number falls on. */
export function dayOfIndex(axis: PanelAxis, value: number): number {
  return axis === "day" ? value : Math.floor(value / MILLISECONDS_PER_DAY);
}

/** Row of the first date at or after `date`, an ISO text; a day bounds an instant axis by its first millisecond (UTC). */
export function firstRowFrom(timeline: PanelTimeline, date: string, argument: string): number {
  return lowerBound(timeline.index, boundOf(timeline.axis, date, argument).first);
}

/** Number of rows at or before `date`, an ISO text; a day bounds an instant axis by its last millisecond (UTC). */
export function rowsUntil(timeline: PanelTimeline, date: string, argument: string): number {
  return lowerBound(timeline.index, boundOf(timeline.axis, date, argument).last + 1);
}

function boundOf(axis: PanelAxis, date: string, argument: string): { readonly first: number; readonly last: number } {
  const bound = parseDate(date, argument);
  if (bound.axis === axis) return { first: bound.value, last: bound.value };
  if (bound.axis === "instant") {
    throw invalidInput(
      argument,
      `${argument}: "${date}" is an instant, but the panel counts days: write the day, such as ${date.slice(0, 10)}`,
      { expected: "a day", received: date },
    );
  }
  const first = bound.value * MILLISECONDS_PER_DAY;
  return { first, last: first + MILLISECONDS_PER_DAY - 1 };
}

/** First position in ascending `sorted` whose number is not below `value`. */
export function lowerBound(sorted: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
