import * as z from "zod";
import type { CostModel } from "./cost-model.ts";

/** An amount for each unit traded. */
export interface PerShareCost {
  readonly kind: "per-share";
  /** Money a unit. */
  readonly amount: number;
}

export const perShareCost: CostModel<PerShareCost> = {
  kind: "per-share",
  schema: z.strictObject({ kind: z.literal("per-share"), amount: z.number().min(0) }),
  cost: ({ quantity }, { amount }) => Math.abs(quantity) * amount,
};
