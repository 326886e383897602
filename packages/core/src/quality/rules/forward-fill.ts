import * as z from "zod";
import { visitFills } from "../../panel/forward-fill.ts";
import { editPrices, type PanelRule } from "../repair.ts";

/** Fills missing prices with the last one before. */
export interface ForwardFillRule {
  readonly kind: "forward-fill";
  /** The most missing rows in succession that one price fills. */
  readonly limit: number;
}

const schema: z.ZodType<ForwardFillRule> = z.strictObject({ kind: z.literal("forward-fill"), limit: z.int().min(1) });

export const forwardFill: PanelRule<ForwardFillRule> = {
  schema,
  apply: (panel, rule) =>
    editPrices(panel, rule.kind, (set) => {
      visitFills(panel, rule.limit, (cell, price) =>
        set(Math.floor(cell / panel.columns), cell % panel.columns, price),
      );
    }),
};
