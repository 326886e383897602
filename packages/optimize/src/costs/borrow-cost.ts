import * as z from "zod";
import { NameSchema, PerAssetSchema } from "../constraints/constraint-kind.ts";
import type { PerAsset, ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import { chargeOf } from "../program/charge.ts";
import type { CostKind } from "./cost-kind.ts";
import { readRates } from "./rates.ts";

/** What it costs to borrow the assets that are sold short: sum rate_i max(-w_i, 0). */
export interface BorrowCost {
  readonly kind: "borrow";
  readonly name?: string | undefined;
  /** Cost of a short weight of 1, in the unit of the estimates: an annual fee beside annual ones, a daily one beside daily ones. */
  readonly rate: PerAsset;
}

/** Schema of {@link BorrowCost}. */
export const BorrowCostSchema: MemberSchema<BorrowCost> = z.strictObject({
  kind: z.literal("borrow"),
  name: NameSchema,
  rate: PerAssetSchema,
});

/** Borrowing costs. */
export const borrowCost: CostKind<BorrowCost> = {
  kind: "borrow",
  summary: "A `rate` on weights below 0: the fee for borrowing what is sold short.",
  schema: BorrowCostSchema,
  lower(cost: BorrowCost, name: string, context: ProblemContext) {
    context.requirePeriodicity(name);
    const below = readRates(cost.rate, context, `${name}.rate`);
    return { charges: [chargeOf(name, context.size, { below })] };
  },
};
