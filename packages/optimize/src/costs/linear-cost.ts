import * as z from "zod";
import { NameSchema, PerAssetSchema } from "../constraints/constraint-kind.ts";
import type { PerAsset, ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import { chargeOf } from "../program/charge.ts";
import type { CostKind } from "./cost-kind.ts";
import { readRates } from "./rates.ts";

/** A proportional cost of trading away from `currentWeights`: commissions, half the spread, taxes on turnover. */
export interface LinearCost {
  readonly kind: "linear";
  readonly name?: string | undefined;
  /** Cost of trading one unit of weight, in the unit of the estimates: .001 is 10 basis points of what is traded. */
  readonly rate: PerAsset;
  /** Of selling, where that costs something else. @defaultValue `rate` */
  readonly sellRate?: PerAsset | undefined;
}

/** Schema of {@link LinearCost}. */
export const LinearCostSchema: MemberSchema<LinearCost> = z.strictObject({
  kind: z.literal("linear"),
  name: NameSchema,
  rate: PerAssetSchema,
  sellRate: PerAssetSchema.optional(),
});

/** Linear costs. */
export const linearCost: CostKind<LinearCost> = {
  kind: "linear",
  summary: "A rate on what is traded away from `currentWeights`; selling may have a `sellRate` of its own.",
  schema: LinearCostSchema,
  lower(cost: LinearCost, name: string, context: ProblemContext) {
    context.requirePeriodicity(name);
    const above = readRates(cost.rate, context, `${name}.rate`);
    const below = cost.sellRate === undefined ? above : readRates(cost.sellRate, context, `${name}.sellRate`);
    const centres = context.requireCurrentWeights(name);
    return { charges: [chargeOf(name, context.size, { centres, above, below })] };
  },
};
