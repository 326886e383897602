import { checkedDay, MILLISECONDS_PER_DAY } from "./calendar-day.ts";

const shape =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:([Zz])|([+-])(\d{2}):?(\d{2}))?$/;

/** A moment read from ISO 8601 text; `zoned` is false where the text names no zone, and then UTC is assumed. */
export interface ReadInstant {
  readonly milliseconds: number;
  readonly zoned: boolean;
}

/** Reads ISO 8601 date and time; digits beyond milliseconds are cut off. `undefined` when `text` is none. */
export function readInstant(text: string): ReadInstant | undefined {
  const match = shape.exec(text);
  if (match === null) return undefined;
  const day = checkedDay(Number(match[1]), Number(match[2]), Number(match[3]));
  const hour = Number(match[4]);
  const minute = Number(match[5]);
  const second = Number(match[6] ?? 0);
  const offsetHour = Number(match[10] ?? 0);
  const offsetMinute = Number(match[11] ?? 0);
  if (day === undefined || hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) {
    return undefined;
  }
  const fraction = Number((match[7] ?? "").padEnd(3, "0").slice(0, 3));
  const offset = (match[9] === "-" ? -1 : 1) * (offsetHour * 60 + offsetMinute);
  return {
    milliseconds: day * MILLISECONDS_PER_DAY + ((hour * 60 + minute - offset) * 60 + second) * 1000 + fraction,
    zoned: match[8] !== undefined || match[9] !== undefined,
  };
}

/** ISO 8601 in UTC, without the fraction where it is zero: `2024-01-31T14:30:00Z`. */
export function formatInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(".000Z", "Z");
}
