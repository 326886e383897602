import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { bindRisk, type Risk, RiskSchema } from "../risks/table.ts";
import type { LoweredObjective, ObjectiveKind } from "./objective-kind.ts";

/** Least risk, over all feasible portfolios or those that reach `targetReturn`. */
export interface MinRisk {
  readonly kind: "min-risk";
  /** @defaultValue variance */
  readonly risk?: Risk | undefined;
  /** Expected return to reach at least, in the unit of `mean`. */
  readonly targetReturn?: number | undefined;
}

/** Schema of {@link MinRisk}. */
export const MinRiskSchema: MemberSchema<MinRisk> = z.strictObject({
  kind: z.literal("min-risk"),
  risk: RiskSchema.optional(),
  targetReturn: z.number().optional(),
});

/** Minimum risk. */
export const minRisk: ObjectiveKind<MinRisk> = {
  kind: "min-risk",
  summary: "Least risk; with `targetReturn`, among portfolios that are expected to earn at least that.",
  schema: MinRiskSchema,
  lower(objective: MinRisk, context: ProblemContext, builder: ProgramBuilder): LoweredObjective {
    const risk = bindRisk(objective.risk ?? { kind: "variance" }, context, "objective.risk");
    if (objective.targetReturn !== undefined) {
      context.requirePeriodicity("objective.targetReturn");
      const mean = context.requireMean("objective.targetReturn");
      builder.row("targetReturn", "targetReturn", mean, { min: objective.targetReturn });
    }
    return {
      goal: {
        form: "convex",
        sense: "minimize",
        risk,
        coefficient: 1,
        linear: new Float64Array(context.size),
        charges: [],
      },
      reported: risk,
      riskFreeRate: 0,
    };
  },
};
