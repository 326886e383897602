import * as z from "zod";
import { stalePrice, type StalePriceOptions } from "../checks/stale-price.ts";
import { editPrices, type PanelRule } from "../repair.ts";
import { subjectOf } from "../subject.ts";

/** Makes the repetitions of a stale price missing; the first one stays. */
export interface RemoveStaleRule extends StalePriceOptions {
  readonly kind: "remove-stale";
}

const schema: z.ZodType<RemoveStaleRule> = z.strictObject({
  kind: z.literal("remove-stale"),
  observations: z.int().min(2).exactOptional(),
});

export const removeStale: PanelRule<RemoveStaleRule> = {
  schema,
  apply: (panel, rule) =>
    editPrices(panel, rule.kind, (set) => {
      for (const finding of stalePrice.find(subjectOf(panel), { ...stalePrice.defaults, ...rule })) {
        const column = panel.assets.indexOf(finding.asset);
        const last = panel.dates.indexOf(finding.to);
        for (let row = panel.dates.indexOf(finding.from) + 1; row <= last; row += 1) {
          if (panel.values[row * panel.columns + column] === finding.price) set(row, column, Number.NaN);
        }
      }
    }),
};
