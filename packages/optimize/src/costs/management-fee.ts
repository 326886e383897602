import * as z from "zod";
import { NameSchema, PerAssetSchema } from "../constraints/constraint-kind.ts";
import type { PerAsset, ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import { chargeOf } from "../program/charge.ts";
import type { CostKind } from "./cost-kind.ts";
import { readRates } from "./rates.ts";

/**
 * What the assets charge their holders, such as the expense ratios of funds: sum rate_i w_i. A short position earns it,
 * as the fee comes out of the price that is owed.
 */
export interface ManagementFee {
  readonly kind: "management-fee";
  readonly name?: string | undefined;
  /** Fee on a weight of 1, in the unit of the estimates: an annual fee beside annual ones, a daily one beside daily ones. */
  readonly rate: PerAsset;
}

/** Schema of {@link ManagementFee}. */
export const ManagementFeeSchema: MemberSchema<ManagementFee> = z.strictObject({
  kind: z.literal("management-fee"),
  name: NameSchema,
  rate: PerAssetSchema,
});

/** Management fees. */
export const managementFee: CostKind<ManagementFee> = {
  kind: "management-fee",
  summary: "A `rate` on weights held, such as a fund's expense ratio; short positions earn it.",
  schema: ManagementFeeSchema,
  lower(cost: ManagementFee, name: string, context: ProblemContext) {
    context.requirePeriodicity(name);
    const above = readRates(cost.rate, context, `${name}.rate`);
    return { charges: [chargeOf(name, context.size, { above, below: above.map((rate) => 0 - rate) })] };
  },
};
