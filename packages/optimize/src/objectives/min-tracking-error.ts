import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { deviationTerm } from "../risks/standard-deviation.ts";
import type { LoweredObjective, ObjectiveKind } from "./objective-kind.ts";

/** Least volatility of the difference from the problem's `benchmark`. */
export interface MinTrackingError {
  readonly kind: "min-tracking-error";
}

/** Schema of {@link MinTrackingError}. */
export const MinTrackingErrorSchema: MemberSchema<MinTrackingError> = z.strictObject({
  kind: z.literal("min-tracking-error"),
});

/** Minimum tracking error. */
export const minTrackingError: ObjectiveKind<MinTrackingError> = {
  kind: "min-tracking-error",
  summary: "Least volatility of the difference from `benchmark`; `metrics.risk` is that tracking error.",
  schema: MinTrackingErrorSchema,
  lower(_objective: MinTrackingError, context: ProblemContext, _builder: ProgramBuilder): LoweredObjective {
    const risk = deviationTerm(context.requireCovariance("objective"), context.requireBenchmark("objective"));
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
