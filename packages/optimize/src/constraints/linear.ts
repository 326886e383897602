import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { type ConstraintKind, type LimitFields, LimitSchema, NameSchema, reading } from "./constraint-kind.ts";
import { readCoefficients, requireLimits, weigh } from "./limits.ts";

/** A weighted sum of the weights; what an expression in text becomes. */
export interface Linear extends LimitFields {
  readonly kind: "linear";
  readonly name?: string | undefined;
  /** By asset, 0 where left out; or an array in asset order. */
  readonly coefficients: { readonly [asset: string]: number } | readonly number[];
}

/** Schema of {@link Linear}. */
export const LinearSchema: MemberSchema<Linear> = z.strictObject({
  kind: z.literal("linear"),
  name: NameSchema,
  coefficients: z.union([z.record(z.string(), z.number()), z.array(z.number())]),
  equals: LimitSchema,
  min: LimitSchema,
  max: LimitSchema,
});

/** Linear constraints. */
export const linear: ConstraintKind<Linear> = {
  kind: "linear",
  summary:
    'Any weighted sum of the weights: `coefficients` with `min`, `max` or `equals`. Text such as `"AAPL + MSFT <= 0.25"` becomes one.',
  schema: LinearSchema,
  lower(constraint: Linear, name: string, context: ProblemContext, builder: ProgramBuilder) {
    requireLimits(constraint, name);
    builder.row(name, name, readCoefficients(constraint.coefficients, context, `${name}.coefficients`), constraint);
  },
  read(constraint: Linear, name: string, context: ProblemContext, weights: Float64Array) {
    const { value, scale } = weigh(readCoefficients(constraint.coefficients, context, `${name}.coefficients`), weights);
    return [reading(name, value, constraint, scale)];
  },
};
