import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { bindRisk, type Risk, RiskSchema } from "../risks/table.ts";
import type { LoweredObjective, ObjectiveKind } from "./objective-kind.ts";

/** Greatest mean'w - riskAversion/2 x variance, or mean'w - riskAversion x risk for any other measure. */
export interface MaxUtility {
  readonly kind: "max-utility";
  /** @defaultValue variance */
  readonly risk?: Risk | undefined;
  /** Halved for variance only: OR-Library's lambda is riskAversion = 2 lambda / (1 - lambda). */
  readonly riskAversion: number;
}

/** Schema of {@link MaxUtility}. */
export const MaxUtilitySchema: MemberSchema<MaxUtility> = z.strictObject({
  kind: z.literal("max-utility"),
  risk: RiskSchema.optional(),
  riskAversion: z.number().nonnegative(),
});

/** Maximum utility. */
export const maxUtility: ObjectiveKind<MaxUtility> = {
  kind: "max-utility",
  summary: "Expected return less `riskAversion` times risk (half of it for variance).",
  schema: MaxUtilitySchema,
  lower(objective: MaxUtility, context: ProblemContext, _builder: ProgramBuilder): LoweredObjective {
    const mean = context.requireMean("objective");
    const risk = bindRisk(objective.risk ?? { kind: "variance" }, context, "objective.risk");
    if (risk.quadratic === undefined) context.requireScenarioUnit("objective");
    const coefficient = risk.kind === "variance" ? objective.riskAversion / 2 : objective.riskAversion;
    return {
      goal: { form: "convex", sense: "maximize", risk, coefficient, linear: mean.map((value) => -value), charges: [] },
      reported: risk,
      riskFreeRate: 0,
    };
  },
};
