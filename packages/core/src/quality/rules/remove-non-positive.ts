import * as z from "zod";
import { editPrices, type PanelRule } from "../repair.ts";

/** Makes prices of zero or less missing. */
export interface RemoveNonPositiveRule {
  readonly kind: "remove-non-positive";
}

const schema: z.ZodType<RemoveNonPositiveRule> = z.strictObject({ kind: z.literal("remove-non-positive") });

export const removeNonPositive: PanelRule<RemoveNonPositiveRule> = {
  schema,
  apply: (panel, rule) =>
    editPrices(panel, rule.kind, (set) => {
      panel.values.forEach((price, cell) => {
        if (price <= 0) set(Math.floor(cell / panel.columns), cell % panel.columns, Number.NaN);
      });
    }),
};
