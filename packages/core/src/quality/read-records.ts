import { attempt } from "../errors.ts";
import { type PanelAxis, parseDate } from "../panel/axis.ts";
import type { PanelRecord } from "../panel/from-records.ts";

/** Records sorted by what a panel can do with them; all numbers are positions in the records. */
export interface ReadRecords {
  /** The first readable record of each asset and date. */
  readonly distinct: readonly number[];
  /** Readable records that share asset and date, two or more each. */
  readonly duplicates: readonly (readonly number[])[];
  readonly unreadable: readonly { readonly record: number; readonly reason: string }[];
}

/** Reads records without throwing. Of days and instants, those unlike the first readable record are unreadable. */
export function readRecords(records: readonly PanelRecord[]): ReadRecords {
  const byKey = new Map<string, number[]>();
  const unreadable: { readonly record: number; readonly reason: string }[] = [];
  let axis: PanelAxis | undefined;
  records.forEach((record, i) => {
    const date = readDate(record.date);
    const reason = typeof date === "string" ? date : reasonOf(record, axis ?? date.axis, date.axis);
    if (typeof date === "string" || reason !== undefined) {
      unreadable.push({ record: i, reason: reason! });
      return;
    }
    axis = date.axis;
    const key = `${date.value} ${record.asset}`;
    const positions = byKey.get(key);
    if (positions === undefined) byKey.set(key, [i]);
    else positions.push(i);
  });
  const groups = [...byKey.values()];
  return {
    distinct: groups.map((positions) => positions[0]!),
    duplicates: groups.filter((positions) => positions.length > 1),
    unreadable,
  };
}

function readDate(text: string): { readonly axis: PanelAxis; readonly value: number } | string {
  if (typeof text !== "string") return `the date is a ${typeof text}`;
  const date = attempt(() => parseDate(text, "date"));
  return date.success ? date.data : date.error.message;
}

function reasonOf({ asset, value }: PanelRecord, axis: PanelAxis, found: PanelAxis): string | undefined {
  if (found !== axis) return `the date is ${found === "day" ? "a day" : "an instant"} among ${axis}s`;
  if (typeof asset !== "string" || asset.trim() === "") return "the name of the asset is blank";
  if (value === null || Number.isFinite(value) || Number.isNaN(value)) return undefined;
  return `the value of ${asset} is ${String(value)}`;
}
