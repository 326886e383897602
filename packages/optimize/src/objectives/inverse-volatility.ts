import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import { diagonalOfForm } from "../problem/quadratic-form.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { deviationTerm } from "../risks/standard-deviation.ts";
import { exactBudget } from "./equal-weight.ts";
import { nearestTo } from "./nearest.ts";
import type { LoweredObjective, ObjectiveKind } from "./objective-kind.ts";

/** Weights in inverse proportion to volatility; where constraints forbid that, the feasible portfolio nearest to it. */
export interface InverseVolatility {
  readonly kind: "inverse-volatility";
}

/** Schema of {@link InverseVolatility}. */
export const InverseVolatilitySchema: MemberSchema<InverseVolatility> = z.strictObject({
  kind: z.literal("inverse-volatility"),
});

/** Inverse volatility. */
export const inverseVolatility: ObjectiveKind<InverseVolatility> = {
  kind: "inverse-volatility",
  summary: "Weights in inverse proportion to volatility, or the feasible portfolio nearest to that.",
  schema: InverseVolatilitySchema,
  lower(_objective: InverseVolatility, context: ProblemContext, builder: ProgramBuilder): LoweredObjective {
    const covariance = context.requireCovariance("objective");
    const variances = diagonalOfForm(covariance);
    const riskless = variances.findIndex((value) => value <= 0);
    if (riskless >= 0) {
      throw invalidInput(
        "covariance",
        `"${context.assets[riskless]}" has no variance, so its inverse volatility is infinite: leave it out`,
      );
    }
    const inverse = variances.map((value) => 1 / Math.sqrt(value));
    const total = inverse.reduce((sum, value) => sum + value, 0);
    const budget = exactBudget(builder, "inverse-volatility");
    return {
      goal: nearestTo(inverse.map((value) => (budget * value) / total)),
      reported: deviationTerm(covariance),
      riskFreeRate: 0,
    };
  },
};
