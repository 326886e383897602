import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { riskScale } from "../risks/risk-scale.ts";
import { bindRisk, type Risk, RiskSchema } from "../risks/table.ts";
import { type ConstraintKind, NameSchema } from "./constraint-kind.ts";

/** A cap on any risk, in that measure's own unit: a variance for variance, a volatility for standard deviation. */
export interface RiskLimit {
  readonly kind: "risk-limit";
  readonly name?: string | undefined;
  readonly risk: Risk;
  readonly max: number;
}

/** Schema of {@link RiskLimit}. */
export const RiskLimitSchema: MemberSchema<RiskLimit> = z.strictObject({
  kind: z.literal("risk-limit"),
  name: NameSchema,
  risk: RiskSchema,
  max: z.number().nonnegative(),
});

/** Risk limits. */
export const riskLimit: ConstraintKind<RiskLimit> = {
  kind: "risk-limit",
  summary: "Any `risk` at most `max`, in the measure's own unit.",
  schema: RiskLimitSchema,
  lower(constraint: RiskLimit, name: string, context: ProblemContext, builder: ProgramBuilder) {
    context.requirePeriodicity(name);
    builder.cap(name, bindRisk(constraint.risk, context, name), constraint.max);
  },
  read(constraint: RiskLimit, name: string, context: ProblemContext, weights: Float64Array) {
    const term = bindRisk(constraint.risk, context, name);
    const value = term.value(weights);
    const { max } = constraint;
    return [{ label: name, value, min: -Infinity, max, scale: riskScale(term, value, max, weights) }];
  },
};
