import * as z from "zod";
import { NameSchema, PerAssetSchema } from "../constraints/constraint-kind.ts";
import type { PerAsset, ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import { chargeOf } from "../program/charge.ts";
import type { CostKind } from "./cost-kind.ts";
import { readRates } from "./rates.ts";

/**
 * A cost of trading that grows with the square of the trade, sum coefficient_i (w_i - current_i)^2: linear price impact
 * (Garleanu & Pedersen 2013).
 */
export interface QuadraticCost {
  readonly kind: "quadratic";
  readonly name?: string | undefined;
  /** Cost of trading a weight of 1, in the unit of the estimates. */
  readonly coefficient: PerAsset;
}

/** Schema of {@link QuadraticCost}. */
export const QuadraticCostSchema: MemberSchema<QuadraticCost> = z.strictObject({
  kind: z.literal("quadratic"),
  name: NameSchema,
  coefficient: PerAssetSchema,
});

/** Quadratic costs. */
export const quadraticCost: CostKind<QuadraticCost> = {
  kind: "quadratic",
  summary: "The squares of the trades away from `currentWeights` times `coefficient`: linear price impact.",
  schema: QuadraticCostSchema,
  lower(cost: QuadraticCost, name: string, context: ProblemContext) {
    context.requirePeriodicity(name);
    const quadratic = readRates(cost.coefficient, context, `${name}.coefficient`);
    const centres = context.requireCurrentWeights(name);
    return { charges: [chargeOf(name, context.size, { centres, quadratic })] };
  },
};
