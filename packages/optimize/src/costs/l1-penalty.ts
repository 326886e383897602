import * as z from "zod";
import { NameSchema, PerAssetSchema } from "../constraints/constraint-kind.ts";
import type { PerAsset, ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import { chargeOf } from "../program/charge.ts";
import type { CostKind } from "./cost-kind.ts";
import { readRates } from "./rates.ts";

/**
 * Regularisation, not money: sum coefficient_i |w_i - from_i| in the objective, which drives weights to `from` exactly (Brodie et al. 2009; DeMiguel et al. 2009).
 * `metrics.costs` doesn't count it.
 */
export interface L1Penalty {
  readonly kind: "l1";
  readonly name?: string | undefined;
  /** At least 0, in the unit of the objective. */
  readonly coefficient: PerAsset;
  /** What weights are counted from. @defaultValue "zero" */
  readonly from?: "zero" | "current" | undefined;
}

/** Schema of {@link L1Penalty}. */
export const L1PenaltySchema: MemberSchema<L1Penalty> = z.strictObject({
  kind: z.literal("l1"),
  name: NameSchema,
  coefficient: PerAssetSchema,
  from: z.enum(["zero", "current"]).optional(),
});

/** The 1-norm penalty. */
export const l1Penalty: CostKind<L1Penalty> = {
  kind: "l1",
  summary:
    "Regularisation: absolute weights, or distances from `currentWeights`, times `coefficient`: drives them to 0 exactly.",
  schema: L1PenaltySchema,
  lower(cost: L1Penalty, name: string, context: ProblemContext) {
    const coefficient = readRates(cost.coefficient, context, `${name}.coefficient`);
    const centres = cost.from === "current" ? context.requireCurrentWeights(name) : new Float64Array(context.size);
    return {
      charges: [chargeOf(name, context.size, { centres, above: coefficient, below: coefficient, role: "penalty" })],
    };
  },
};
