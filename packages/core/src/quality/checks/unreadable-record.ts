import type { FindingBase, QualityCheck } from "../quality-check.ts";
import { readRecords } from "../read-records.ts";

/** A record that no panel can hold: it is left out of the other checks. */
export interface UnreadableRecordFinding extends FindingBase {
  readonly kind: "unreadable-record";
  /** Position of the record. */
  readonly record: number;
}

/** The check for unreadable records has no options. */
export type UnreadableRecordOptions = Readonly<Record<string, never>>;

/** Records with a date that is none, a blank name, or a value that is no finite number. */
export const unreadableRecord: QualityCheck<UnreadableRecordOptions, UnreadableRecordFinding> = {
  defaults: {},
  find: ({ records }) =>
    readRecords(records).unreadable.map(({ record, reason }) => ({
      kind: "unreadable-record",
      severity: "error",
      record,
      message: `records[${record}]: ${reason}`,
    })),
};
