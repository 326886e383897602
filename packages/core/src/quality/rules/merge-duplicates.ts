import * as z from "zod";
import { readRecords } from "../read-records.ts";
import { type RecordRule, type Repair } from "../repair.ts";

/** Keeps one of several records of an asset and date. */
export interface MergeDuplicatesRule {
  readonly kind: "merge-duplicates";
  /** The first or the last of them in the order of the records. */
  readonly keep: "first" | "last";
}

const schema: z.ZodType<MergeDuplicatesRule> = z.strictObject({
  kind: z.literal("merge-duplicates"),
  keep: z.enum(["first", "last"]),
});

export const mergeDuplicates: RecordRule<MergeDuplicatesRule> = {
  schema,
  applyToRecords: (records, rule) => {
    const removed = new Set<number>();
    const repairs: Repair[] = [];
    for (const positions of readRecords(records).duplicates) {
      const keep = rule.keep === "first" ? positions[0]! : positions.at(-1)!;
      const after = records[keep]!.value;
      for (const position of positions) {
        if (position === keep) continue;
        removed.add(position);
        const { asset, date, value: before } = records[position]!;
        repairs.push({ rule: rule.kind, asset, date, before, after, effect: "removed" });
      }
    }
    return { prices: records.filter((_, position) => !removed.has(position)), repairs };
  },
};
