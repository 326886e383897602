import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import { diagonalOfForm, type QuadraticForm } from "../problem/quadratic-form.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { deviationTerm } from "../risks/standard-deviation.ts";
import type { LoweredObjective, ObjectiveKind } from "./objective-kind.ts";

/** Greatest diversification ratio: weighted mean of volatilities over the portfolio's volatility (Choueifaty & Coignard 2008). */
export interface MaxDiversification {
  readonly kind: "max-diversification";
}

/** Schema of {@link MaxDiversification}. */
export const MaxDiversificationSchema: MemberSchema<MaxDiversification> = z.strictObject({
  kind: z.literal("max-diversification"),
});

/** Maximum diversification. */
export const maxDiversification: ObjectiveKind<MaxDiversification> = {
  kind: "max-diversification",
  summary: "Greatest ratio of the weighted mean of volatilities to the portfolio's volatility.",
  schema: MaxDiversificationSchema,
  lower(_objective: MaxDiversification, context: ProblemContext, _builder: ProgramBuilder): LoweredObjective {
    const covariance = context.requireCovariance("objective");
    const risk = deviationTerm(covariance);
    return {
      goal: {
        form: "ratio",
        sense: "maximize",
        numerator: volatilitiesOf(covariance),
        risk,
        charges: [],
      },
      reported: risk,
      riskFreeRate: 0,
    };
  },
};

/** Volatility of each asset; cash, whose variance in a sample may be rounding, has none. */
function volatilitiesOf(covariance: QuadraticForm): Float64Array {
  const variances = diagonalOfForm(covariance);
  const largest = variances.reduce((most, value) => Math.max(most, value), 0);
  return variances.map((value) => (value <= 1e-24 * largest ? 0 : Math.sqrt(value)));
}
