import * as z from "zod";
import { outlier, type OutlierOptions } from "../checks/outlier.ts";
import { editPrices, type PanelRule } from "../repair.ts";
import { subjectOf } from "../subject.ts";

/**
 * Makes prices missing to which an outlying return leads. Days of a crash are outliers that happened (the S&P 500 lost 9.5 %
 * on 2020-03-12 and regained 9.3 % the day after), so the threshold has no default: look at the findings first.
 */
export interface RemoveOutliersRule extends Omit<OutlierOptions, "threshold"> {
  readonly kind: "remove-outliers";
  /** Robust standard deviations from which on a return is an outlier. */
  readonly threshold: number;
  /**
   * Only prices that stand out alone, since the next return leads back, or also the first price of a new level.
   * @defaultValue "reverting"
   */
  readonly which?: "reverting" | "all";
}

const schema: z.ZodType<RemoveOutliersRule> = z.strictObject({
  kind: z.literal("remove-outliers"),
  threshold: z.number().gt(0),
  minimumReturns: z.number().min(0).exactOptional(),
  which: z.enum(["reverting", "all"]).exactOptional(),
});

export const removeOutliers: PanelRule<RemoveOutliersRule> = {
  schema,
  apply: (panel, rule) =>
    editPrices(panel, rule.kind, (set) => {
      for (const finding of outlier.find(subjectOf(panel), { ...outlier.defaults, ...rule })) {
        if (!finding.reverts && rule.which !== "all") continue;
        set(panel.dates.indexOf(finding.date), panel.assets.indexOf(finding.asset), Number.NaN);
      }
    }),
};
