import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { type ConstraintKind, type LimitFields, LimitSchema, NameSchema, reading } from "./constraint-kind.ts";
import { readCoefficients, requireLimits, weigh } from "./limits.ts";

/** The portfolio's exposure to a factor, sum of exposure times weight: 0 for a portfolio that is neutral to it. */
export interface FactorExposure extends LimitFields {
  readonly kind: "factor-exposure";
  readonly name?: string | undefined;
  /** By asset, 0 where left out; or an array in asset order. */
  readonly exposures: { readonly [asset: string]: number } | readonly number[];
}

/** Schema of {@link FactorExposure}. */
export const FactorExposureSchema: MemberSchema<FactorExposure> = z.strictObject({
  kind: z.literal("factor-exposure"),
  name: NameSchema,
  exposures: z.union([z.record(z.string(), z.number()), z.array(z.number())]),
  equals: LimitSchema,
  min: LimitSchema,
  max: LimitSchema,
});

/** Factor exposure. */
export const factorExposure: ConstraintKind<FactorExposure> = {
  kind: "factor-exposure",
  summary: "Exposure to a factor: sum of `exposures` times weights, with `min`, `max` or `equals`.",
  schema: FactorExposureSchema,
  lower(constraint: FactorExposure, name: string, context: ProblemContext, builder: ProgramBuilder) {
    requireLimits(constraint, name);
    builder.row(name, name, readCoefficients(constraint.exposures, context, `${name}.exposures`), constraint);
  },
  read(constraint: FactorExposure, name: string, context: ProblemContext, weights: Float64Array) {
    const { value, scale } = weigh(readCoefficients(constraint.exposures, context, `${name}.exposures`), weights);
    return [reading(name, value, constraint, scale)];
  },
};
