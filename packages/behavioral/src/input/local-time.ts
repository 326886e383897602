import { invalidInput } from "@plimsoll/core";

/** A moment: epoch milliseconds, and the calendar day it falls on where the investor is. */
export interface LocalTime {
  readonly instant: number;
  /** ISO date. */
  readonly day: string;
}

const dayLength = 86_400_000;

const pattern = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;

// making a formatter takes longer than a thousand uses of it
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

/** Milliseconds by which the clocks of `timeZone` are ahead of UTC at `instant`. */
function offsetAt(instant: number, timeZone: string): number {
  const parts = formatterOf(timeZone).formatToParts(instant);
  const part = (type: string): number => Number(parts.find((candidate) => candidate.type === type)?.value);
  const local = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return local - Math.floor(instant / 1000) * 1000;
}

/** The calendar day, in days since 1970, that a moment falls on in `timeZone`, in UTC where there is none. */
export function dayOfInstant(instant: number, timeZone: string | undefined): number {
  return Math.floor((instant + (timeZone === undefined ? 0 : offsetAt(instant, timeZone))) / dayLength);
}

/** Throws `INVALID_INPUT` for a name that is no IANA time zone. */
export function checkTimeZone(timeZone: string | undefined): void {
  if (timeZone === undefined) return;
  try {
    formatterOf(timeZone);
  } catch {
    throw invalidInput("timeZone", `timeZone: "${timeZone}" is no IANA time zone such as "Europe/Rome"`, {
      received: timeZone,
    });
  }
}

/**
 * Reads an ISO date or time. With an explicit zone the day is that of `timeZone` if given, else that of the text; a text
 * without a zone is read in `timeZone`; a plain date is the start of that day in UTC.
 */
export function readLocalTime(text: string, argument: string, timeZone: string | undefined): LocalTime {
  const match = pattern.exec(text);
  const parsed = match === null ? NaN : Date.parse(`${match[1]}T${match[2] ?? "00:00"}${match[3] ?? "Z"}`);
  if (match === null || Number.isNaN(parsed)) {
    throw invalidInput(argument, `${argument}: "${text}" is not an ISO date or time such as 2024-01-31T14:05:00Z`, {
      received: text,
    });
  }
  const [, date = "", time, zone] = match;
  if (time === undefined) return { instant: parsed, day: date };
  if (zone !== undefined) {
    if (timeZone === undefined) return { instant: parsed, day: date };
    return { instant: parsed, day: new Date(parsed + offsetAt(parsed, timeZone)).toISOString().slice(0, 10) };
  }
  if (timeZone === undefined) {
    throw invalidInput(
      argument,
      `${argument}: "${text}" has no zone: add one (Z, +02:00) or pass the option timeZone`,
      {
        received: text,
      },
    );
  }
  // twice, so that a day on which the clocks change is read right
  const guess = parsed - offsetAt(parsed, timeZone);
  return { instant: parsed - offsetAt(guess, timeZone), day: date };
}

/** Days since 1970 of an ISO date. */
export function dayNumber(day: string): number {
  return Date.parse(day) / dayLength;
}

/** ISO date of a number of days since 1970. */
export function dayText(day: number): string {
  return new Date(day * dayLength).toISOString().slice(0, 10);
}
