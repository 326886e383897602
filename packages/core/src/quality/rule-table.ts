import { adjustSplits, type AdjustSplitsRule } from "./rules/adjust-splits.ts";
import { dropNonTradingDays, type DropNonTradingDaysRule } from "./rules/drop-non-trading-days.ts";
import { dropShortHistories, type DropShortHistoriesRule } from "./rules/drop-short-histories.ts";
import { dropUnreadable, type DropUnreadableRule } from "./rules/drop-unreadable.ts";
import { forwardFill, type ForwardFillRule } from "./rules/forward-fill.ts";
import { mergeDuplicates, type MergeDuplicatesRule } from "./rules/merge-duplicates.ts";
import { removeNonPositive, type RemoveNonPositiveRule } from "./rules/remove-non-positive.ts";
import { removeOutliers, type RemoveOutliersRule } from "./rules/remove-outliers.ts";
import { removeStale, type RemoveStaleRule } from "./rules/remove-stale.ts";
import type { PanelRule, RecordRule } from "./repair.ts";

/** A rule for raw records. */
export type RecordCleaningRule = DropUnreadableRule | MergeDuplicatesRule;

/** A rule for panels. */
export type PanelCleaningRule =
  | RemoveNonPositiveRule
  | AdjustSplitsRule
  | RemoveOutliersRule
  | RemoveStaleRule
  | DropNonTradingDaysRule
  | ForwardFillRule
  | DropShortHistoriesRule;

/** One thing that a cleaning may do, told apart by `kind`. */
export type CleaningRule = RecordCleaningRule | PanelCleaningRule;

/** All rules for raw records. */
export const recordRules: {
  readonly [Kind in RecordCleaningRule["kind"]]: RecordRule<Extract<RecordCleaningRule, { kind: Kind }>>;
} = { "drop-unreadable": dropUnreadable, "merge-duplicates": mergeDuplicates };

/** All rules for panels. */
export const panelRules: {
  readonly [Kind in PanelCleaningRule["kind"]]: PanelRule<Extract<PanelCleaningRule, { kind: Kind }>>;
} = {
  "remove-non-positive": removeNonPositive,
  "adjust-splits": adjustSplits,
  "remove-outliers": removeOutliers,
  "remove-stale": removeStale,
  "drop-non-trading-days": dropNonTradingDays,
  "forward-fill": forwardFill,
  "drop-short-histories": dropShortHistories,
};
