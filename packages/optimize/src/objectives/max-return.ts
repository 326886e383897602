import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { bindRisk, type Risk, RiskSchema } from "../risks/table.ts";
import type { LoweredObjective, ObjectiveKind } from "./objective-kind.ts";

/** A risk that a maximum-return portfolio may not exceed. */
export interface ReturnRiskLimit {
  readonly risk: Risk;
  /** In the measure's own unit: a variance for variance, a volatility for standard deviation. */
  readonly max: number;
  /** @defaultValue the kind of the risk, with a number where that is taken */
  readonly name?: string | undefined;
}

/** Greatest expected return, under any number of risk caps. */
export interface MaxReturn {
  readonly kind: "max-return";
  readonly riskLimits?: readonly ReturnRiskLimit[] | undefined;
}

/** Schema of {@link MaxReturn}. */
export const MaxReturnSchema: MemberSchema<MaxReturn> = z.strictObject({
  kind: z.literal("max-return"),
  riskLimits: z
    .array(z.strictObject({ risk: RiskSchema, max: z.number().nonnegative(), name: z.string().min(1).optional() }))
    .optional(),
});

/** Maximum return. */
export const maxReturn: ObjectiveKind<MaxReturn> = {
  kind: "max-return",
  summary: "Greatest expected return, under any `riskLimits`.",
  schema: MaxReturnSchema,
  lower(objective: MaxReturn, context: ProblemContext, builder: ProgramBuilder): LoweredObjective {
    const mean = context.requireMean("objective");
    const limits = objective.riskLimits ?? [];
    if (limits.length > 0) context.requirePeriodicity("objective.riskLimits");
    const terms = limits.map((limit, i) => bindRisk(limit.risk, context, `objective.riskLimits[${i}]`));
    limits.forEach((limit, i) => {
      const name = limit.name ?? (i === 0 ? limit.risk.kind : `${limit.risk.kind} ${i + 1}`);
      builder.cap(name, terms[i]!, limit.max);
    });
    return {
      goal: {
        form: "convex",
        sense: "maximize",
        risk: undefined,
        coefficient: 0,
        linear: mean.map((value) => -value),
        charges: [],
      },
      reported: terms[0],
      riskFreeRate: 0,
    };
  },
};
