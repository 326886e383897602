import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { deviationTerm } from "../risks/standard-deviation.ts";
import { nearestTo } from "./nearest.ts";
import type { LoweredObjective, ObjectiveKind } from "./objective-kind.ts";

/** The budget spread evenly; where constraints forbid that, the feasible portfolio nearest to it in Euclidean distance. */
export interface EqualWeight {
  readonly kind: "equal-weight";
}

/** Schema of {@link EqualWeight}. */
export const EqualWeightSchema: MemberSchema<EqualWeight> = z.strictObject({ kind: z.literal("equal-weight") });

/** Equal weights. */
export const equalWeight: ObjectiveKind<EqualWeight> = {
  kind: "equal-weight",
  summary: "The same weight in every asset, or the feasible portfolio nearest to that.",
  schema: EqualWeightSchema,
  lower(_objective: EqualWeight, context: ProblemContext, builder: ProgramBuilder): LoweredObjective {
    const target = new Float64Array(context.size).fill(exactBudget(builder, "equal-weight") / context.size);
    return {
      goal: nearestTo(target),
      reported: context.covariance === undefined ? undefined : deviationTerm(context.covariance),
      riskFreeRate: 0,
    };
  },
};

/** The exact sum of weights that a weighting rule spreads over the assets. */
export function exactBudget(builder: ProgramBuilder, rule: string): number {
  if (builder.budget !== undefined) return builder.budget;
  throw invalidInput("constraints", `objective "${rule}" spreads the budget: it needs one that is exact`);
}
