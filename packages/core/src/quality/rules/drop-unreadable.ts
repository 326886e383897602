import * as z from "zod";
import type { PanelRecord } from "../../panel/from-records.ts";
import { readRecords } from "../read-records.ts";
import { type RecordRule, type Repair } from "../repair.ts";

/** Removes records that no panel can hold. */
export interface DropUnreadableRule {
  readonly kind: "drop-unreadable";
}

const schema: z.ZodType<DropUnreadableRule> = z.strictObject({ kind: z.literal("drop-unreadable") });

export const dropUnreadable: RecordRule<DropUnreadableRule> = {
  schema,
  applyToRecords: (records, rule) => {
    const removed = new Set(readRecords(records).unreadable.map(({ record }) => record));
    const repairs = [...removed].map((position): Repair => {
      // what is unreadable may be of any type
      const { asset, date, value } = records[position] as Readonly<Record<keyof PanelRecord, unknown>>;
      const before = typeof value === "number" && Number.isFinite(value) ? value : null;
      return { rule: rule.kind, asset: String(asset), date: String(date), before, after: null, effect: "removed" };
    });
    return { prices: records.filter((_, position) => !removed.has(position)), repairs };
  },
};
