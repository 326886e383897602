import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { riskScale } from "../risks/risk-scale.ts";
import { deviationTerm } from "../risks/standard-deviation.ts";
import { type ConstraintKind, NameSchema } from "./constraint-kind.ts";

/** Volatility of the difference from `benchmark`, in the unit of the covariance. */
export interface TrackingError {
  readonly kind: "tracking-error";
  readonly name?: string | undefined;
  readonly max: number;
}

/** Schema of {@link TrackingError}. */
export const TrackingErrorSchema: MemberSchema<TrackingError> = z.strictObject({
  kind: z.literal("tracking-error"),
  name: NameSchema,
  max: z.number().nonnegative(),
});

/** Tracking error. */
export const trackingError: ConstraintKind<TrackingError> = {
  kind: "tracking-error",
  summary: "Volatility of the difference from `benchmark`, at most `max`.",
  schema: TrackingErrorSchema,
  lower(constraint: TrackingError, name: string, context: ProblemContext, builder: ProgramBuilder) {
    context.requirePeriodicity(name);
    builder.cap(name, deviationTerm(context.requireCovariance(name), context.requireBenchmark(name)), constraint.max);
  },
  read(constraint: TrackingError, name: string, context: ProblemContext, weights: Float64Array) {
    const term = deviationTerm(context.requireCovariance(name), context.requireBenchmark(name));
    const value = term.value(weights);
    const { max } = constraint;
    return [{ label: name, value, min: -Infinity, max, scale: riskScale(term, value, max, weights) }];
  },
};
