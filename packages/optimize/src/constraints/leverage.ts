import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { type ConstraintKind, NameSchema } from "./constraint-kind.ts";

/**
 * Longs plus shorts over the capital, sum |w_i| / sum w_i: 1 for a portfolio without shorts, 1.6 for a 130/30 fund. Needs
 * an exact budget above 0, which is the capital; without one, limit `gross-exposure`.
 */
export interface Leverage {
  readonly kind: "leverage";
  readonly name?: string | undefined;
  /** A multiple of the capital, at least 1. */
  readonly max: number;
}

/** Schema of {@link Leverage}. */
export const LeverageSchema: MemberSchema<Leverage> = z.strictObject({
  kind: z.literal("leverage"),
  name: NameSchema,
  max: z.number().nonnegative(),
});

/** Leverage. */
export const leverage: ConstraintKind<Leverage> = {
  kind: "leverage",
  summary: "Longs plus shorts over the capital, which is an exact budget, at most `max`.",
  schema: LeverageSchema,
  lower(constraint: Leverage, name: string, context: ProblemContext, builder: ProgramBuilder) {
    const { budget } = builder;
    if (budget === undefined || budget <= 0) {
      throw invalidInput(
        name,
        `constraint "${name}" is relative to the capital: it needs a budget that is exact and above 0; without one, limit gross-exposure`,
      );
    }
    const share = new Float64Array(context.size).fill(1 / budget);
    const centres = new Float64Array(context.size);
    builder.absolute(name, name, { above: share, below: share, centres }, constraint.max);
  },
  read(constraint: Leverage, name: string, _context: ProblemContext, weights: Float64Array) {
    let gross = 0;
    let net = 0;
    for (const weight of weights) {
      gross += Math.abs(weight);
      net += weight;
    }
    const value = gross / net;
    return [{ label: name, value, min: -Infinity, max: constraint.max, scale: Math.max(1, value) }];
  },
};
