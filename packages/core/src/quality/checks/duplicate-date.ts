import type { FindingBase, QualityCheck } from "../quality-check.ts";
import { readRecords } from "../read-records.ts";

/** Several records of one asset on one date: possible in raw records only, since panels exclude it. */
export interface DuplicateDateFinding extends FindingBase {
  readonly kind: "duplicate-date";
  readonly asset: string;
  readonly date: string;
  /** Positions of the records, ascending. */
  readonly records: readonly number[];
  /** Whether all of them have the same value. */
  readonly agree: boolean;
}

/** The check for duplicate dates has no options. */
export type DuplicateDateOptions = Readonly<Record<string, never>>;

/** Records with the same asset and date. */
export const duplicateDate: QualityCheck<DuplicateDateOptions, DuplicateDateFinding> = {
  defaults: {},
  find: ({ records }) =>
    readRecords(records).duplicates.map((positions) => {
      const { asset, date, value } = records[positions[0]!]!;
      const agree = positions.every((position) => records[position]!.value === value);
      return {
        kind: "duplicate-date",
        severity: agree ? "warning" : "error",
        asset,
        date,
        records: positions,
        agree,
        message: `${asset} has ${positions.length} records on ${date}, with ${agree ? "equal" : "different"} values`,
      };
    }),
};
