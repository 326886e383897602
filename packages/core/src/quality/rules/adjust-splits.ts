import * as z from "zod";
import { unadjustedSplit, type UnadjustedSplitOptions } from "../checks/unadjusted-split.ts";
import { editPrices, type PanelRule } from "../repair.ts";
import { subjectOf } from "../subject.ts";

/**
 * Divides the prices before each suspected split by its ratio. A fall by a third happens without a split of 3:2, so the
 * ratios have no default: look at the findings first, and prefer {@link PricePanel.adjust} where the splits are known.
 */
export interface AdjustSplitsRule extends Omit<UnadjustedSplitOptions, "ratios"> {
  readonly kind: "adjust-splits";
  /** New shares for one old, above 1; their reciprocals are adjusted for too. */
  readonly ratios: readonly number[];
}

const schema: z.ZodType<AdjustSplitsRule> = z.strictObject({
  kind: z.literal("adjust-splits"),
  ratios: z.array(z.number().gt(1)),
  tolerance: z.number().gt(0).exactOptional(),
  minimumScore: z.number().min(0).exactOptional(),
});

export const adjustSplits: PanelRule<AdjustSplitsRule> = {
  schema,
  apply: (panel, rule) =>
    editPrices(panel, rule.kind, (set) => {
      const splits = unadjustedSplit.find(subjectOf(panel), { ...unadjustedSplit.defaults, ...rule });
      panel.assets.forEach((asset, column) => {
        const own = splits
          .filter((split) => split.asset === asset)
          .map(({ date, ratio }) => ({ row: panel.dates.indexOf(date), ratio }));
        if (own.length === 0) return;
        for (let row = 0; row < panel.rows; row += 1) {
          const factor = own.reduce((product, split) => (row < split.row ? product / split.ratio : product), 1);
          const price = panel.values[row * panel.columns + column]!;
          if (factor !== 1 && !Number.isNaN(price)) set(row, column, price * factor);
        }
      });
    }),
};
