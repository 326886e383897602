import * as z from "zod";
import { NameSchema, PerAssetSchema } from "../constraints/constraint-kind.ts";
import type { PerAsset, ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import { chargeOf } from "../program/charge.ts";
import type { CostKind } from "./cost-kind.ts";
import { readRates } from "./rates.ts";

/**
 * Regularisation, not money: sum coefficient_i (w_i - from_i)^2 in the objective, which spreads weights, as adding to the variances does.
 * `metrics.costs` doesn't count it.
 */
export interface L2Penalty {
  readonly kind: "l2";
  readonly name?: string | undefined;
  /** At least 0, in the unit of the objective. */
  readonly coefficient: PerAsset;
  /** What weights are counted from. @defaultValue "zero" */
  readonly from?: "zero" | "current" | undefined;
}

/** Schema of {@link L2Penalty}. */
export const L2PenaltySchema: MemberSchema<L2Penalty> = z.strictObject({
  kind: z.literal("l2"),
  name: NameSchema,
  coefficient: PerAssetSchema,
  from: z.enum(["zero", "current"]).optional(),
});

/** The squared 2-norm penalty. */
export const l2Penalty: CostKind<L2Penalty> = {
  kind: "l2",
  summary:
    "Regularisation: squared weights, or squared distances from `currentWeights`, times `coefficient`: spreads them.",
  schema: L2PenaltySchema,
  lower(cost: L2Penalty, name: string, context: ProblemContext) {
    const coefficient = readRates(cost.coefficient, context, `${name}.coefficient`);
    const centres = cost.from === "current" ? context.requireCurrentWeights(name) : new Float64Array(context.size);
    return { charges: [chargeOf(name, context.size, { centres, quadratic: coefficient, role: "penalty" })] };
  },
};
