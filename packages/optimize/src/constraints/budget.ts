import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { type ConstraintKind, type LimitFields, LimitSchema, NameSchema, reading } from "./constraint-kind.ts";
import { requireLimits, weigh } from "./limits.ts";

/** Sum of all weights; 1 where no budget and no net exposure is given. */
export interface Budget extends LimitFields {
  readonly kind: "budget";
  readonly name?: string | undefined;
}

/** Schema of {@link Budget}. */
export const BudgetSchema: MemberSchema<Budget> = z.strictObject({
  kind: z.literal("budget"),
  name: NameSchema,
  equals: LimitSchema,
  min: LimitSchema,
  max: LimitSchema,
});

/** The budget. */
export const budget: ConstraintKind<Budget> = {
  kind: "budget",
  summary: "Sum of all weights: `equals`, or `min` and `max`.",
  schema: BudgetSchema,
  lower(constraint: Budget, name: string, context: ProblemContext, builder: ProgramBuilder) {
    requireLimits(constraint, name);
    if (typeof constraint.equals === "number") builder.fixBudget(constraint.equals);
    builder.row(name, name, new Float64Array(context.size).fill(1), constraint);
  },
  read(constraint: Budget, name: string, context: ProblemContext, weights: Float64Array) {
    const { value, scale } = weigh(new Float64Array(context.size).fill(1), weights);
    return [reading(name, value, constraint, scale)];
  },
};
