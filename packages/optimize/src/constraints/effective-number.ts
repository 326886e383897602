import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { type ConstraintKind, NameSchema } from "./constraint-kind.ts";
import { negativeEntropyTerm, sumOfSquaresTerm } from "./diversity-terms.ts";

/**
 * How many equal holdings would be as diversified, at least `min` (definition 31): 1 / sum p_i^2, p the weights' shares of
 * the budget, or by entropy exp(-sum p_i ln p_i). Needs an exact budget above 0 and lower bounds of at least 0: with
 * shorts it isn't convex. Softened, a violation is counted in sum p_i^2, or in sum p_i ln p_i.
 */
export interface EffectiveNumber {
  readonly kind: "effective-number";
  readonly name?: string | undefined;
  /** From 1 to the number of assets. */
  readonly min: number;
  /** `"squares"`: the inverse Herfindahl index; `"entropy"`: the exponential of Shannon's. @defaultValue "squares" */
  readonly form?: "squares" | "entropy" | undefined;
}

/** Schema of {@link EffectiveNumber}. */
export const EffectiveNumberSchema: MemberSchema<EffectiveNumber> = z.strictObject({
  kind: z.literal("effective-number"),
  name: NameSchema,
  min: z.number().min(1),
  form: z.enum(["squares", "entropy"]).optional(),
});

/** Effective number of holdings. */
export const effectiveNumber: ConstraintKind<EffectiveNumber> = {
  kind: "effective-number",
  summary:
    "Effective number of holdings at least `min`: 1 / sum of squared shares, or by `form` the exponential of entropy.",
  schema: EffectiveNumberSchema,
  lower({ min, form }: EffectiveNumber, name: string, context: ProblemContext, builder: ProgramBuilder) {
    const { budget } = builder;
    if (budget === undefined || budget <= 0)
      throw invalidInput(name, `constraint "${name}" reads shares of a budget: it needs one that is exact and above 0`);
    if (!builder.isLongOnly) {
      throw invalidInput(
        name,
        `constraint "${name}" isn't convex with shorts: bound every weight by 0 from below, or limit concentration instead`,
        { reason: "not-convex" },
      );
    }
    if (min > context.size)
      throw invalidInput(`${name}.min`, `constraint "${name}" asks for ${min} of ${context.size} assets`);
    if (form === "entropy") {
      builder.cap(name, negativeEntropyTerm(context.size, budget), -Math.log(min), {
        side: "lower",
        value: min,
        scale: -1 / min,
        of: (upper) => Math.exp(-upper),
      });
      return;
    }
    builder.cap(name, sumOfSquaresTerm(context.size, budget), 1 / min, {
      side: "lower",
      value: min,
      scale: -1 / (min * min),
      of: (upper) => 1 / upper,
    });
  },
  read({ min, form }: EffectiveNumber, name: string, _context: ProblemContext, weights: Float64Array) {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    let squares = 0;
    let entropy = 0;
    for (const weight of weights) {
      const share = weight / total;
      squares += share * share;
      if (share > 0) entropy -= share * Math.log(share);
    }
    const value = form === "entropy" ? Math.exp(entropy) : 1 / squares;
    return [{ label: name, value, min, max: Infinity, scale: Math.max(value, min) }];
  },
};
