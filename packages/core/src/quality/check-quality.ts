import type { PanelRecord } from "../panel/from-records.ts";
import type { PricePanel } from "../panel/price-panel.ts";
import { type QualityFinding, type QualityKind, type QualityOptionsByKind, qualityChecks } from "./check-table.ts";
import type { QualityCheck } from "./quality-check.ts";
import { subjectOf } from "./subject.ts";

/** Which checks run, and how: all do unless set to `"off"`. */
export type QualityOptions = { readonly [Kind in QualityKind]?: QualityOptionsByKind[Kind] | "off" };

/**
 * Looks for what is wrong or doubtful in prices, and returns it as findings instead of throwing.
 *
 * Takes a panel, or raw records in any order, which may hold what a panel can't: repeated dates (the first record of an
 * asset and date counts for the other checks) and unreadable ones. An empty list means that no check found anything, not
 * that the prices are right.
 *
 * @example
 * ```ts
 * import { checkQuality, PricePanel } from "@plimsoll/core";
 *
 * const prices = PricePanel.of({
 *   dates: ["2024-06-06", "2024-06-07", "2024-06-10"],
 *   assets: ["NVDA", "OLD"],
 *   values: [[1210, 5], [1208, 0], [121, 5]],
 * });
 * for (const finding of checkQuality(prices)) console.log(finding.kind, finding.message);
 * // non-positive-price OLD has a price of 0 on 2024-06-07
 * // unadjusted-split NVDA went from 1208 to 121 on 2024-06-10, near the ratio of a split 10:1: see whether it was adjusted for
 * ```
 */
export function checkQuality(
  prices: PricePanel | readonly PanelRecord[],
  options: QualityOptions = {},
): readonly QualityFinding[] {
  const subject = subjectOf(prices);
  return (Object.keys(qualityChecks) as QualityKind[]).flatMap((kind) => {
    const chosen = options[kind];
    // the table pairs each kind with its options, which a union over kinds can't express
    const check = qualityChecks[kind] as QualityCheck<object, QualityFinding>;
    return chosen === "off" ? [] : check.find(subject, { ...check.defaults, ...chosen });
  });
}
