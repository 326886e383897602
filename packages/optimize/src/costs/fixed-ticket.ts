import * as z from "zod";
import { NameSchema, PerAssetSchema } from "../constraints/constraint-kind.ts";
import type { PerAsset, ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { CostKind } from "./cost-kind.ts";
import { readRates } from "./rates.ts";

/** A fixed cost of each trade away from `currentWeights`, however small the trade is. */
export interface FixedTicketCost {
  readonly kind: "fixed-ticket";
  readonly name?: string | undefined;
  /** Cost of one trade as a share of the portfolio, in the unit of the estimates: 10 of 1 000 000 is .00001. */
  readonly cost: PerAsset;
}

/** Schema of {@link FixedTicketCost}. */
export const FixedTicketCostSchema: MemberSchema<FixedTicketCost> = z.strictObject({
  kind: z.literal("fixed-ticket"),
  name: NameSchema,
  cost: PerAssetSchema,
});

/** Fixed tickets. */
export const fixedTicketCost: CostKind<FixedTicketCost> = {
  kind: "fixed-ticket",
  summary: "A fixed `cost` of each weight that is traded away from `currentWeights`, however little (integer).",
  schema: FixedTicketCostSchema,
  lower(cost: FixedTicketCost, name: string, context: ProblemContext) {
    context.requirePeriodicity(name);
    const costs = readRates(cost.cost, context, `${name}.cost`);
    const centres = context.requireCurrentWeights(name);
    return { charges: [], tickets: [{ label: name, centres, costs }] };
  },
};
