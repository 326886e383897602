import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { AssetsSchema, type ConstraintKind, NameSchema } from "./constraint-kind.ts";
import { largestSumTerm, sumOfLargest } from "./largest-sum-term.ts";

/**
 * The `count` largest weights together, at most `max`: the ten largest positions at most 40 %. Convex, whichever they turn
 * out to be. Where shorts are allowed, the largest weights in size are counted.
 */
export interface Concentration {
  readonly kind: "concentration";
  readonly name?: string | undefined;
  /** Among which the largest are counted. @defaultValue all assets */
  readonly assets?: readonly string[] | undefined;
  readonly count: number;
  readonly max: number;
}

/** Schema of {@link Concentration}. */
export const ConcentrationSchema: MemberSchema<Concentration> = z.strictObject({
  kind: z.literal("concentration"),
  name: NameSchema,
  assets: AssetsSchema,
  count: z.int().positive(),
  max: z.number().nonnegative(),
});

/** Concentration. */
export const concentration: ConstraintKind<Concentration> = {
  kind: "concentration",
  summary: "Sum of the `count` largest weights at most `max`; with shorts, of the largest in size.",
  schema: ConcentrationSchema,
  lower(constraint: Concentration, name: string, context: ProblemContext, builder: ProgramBuilder) {
    const { count, max } = constraint;
    const indices = context.assetIndices(constraint.assets, `${name}.assets`);
    if (count > indices.length)
      throw invalidInput(`${name}.count`, `constraint "${name}" counts ${count} of ${indices.length} assets`);
    builder.cap(name, largestSumTerm(context.size, indices, count, !builder.isLongOnly), max);
  },
  read({ assets, count, max }: Concentration, name: string, context: ProblemContext, weights: Float64Array) {
    const sizes = Float64Array.from(context.assetIndices(assets, `${name}.assets`), (index) =>
      Math.abs(weights[index]!),
    );
    const value = sumOfLargest(sizes, count);
    return [{ label: name, value, min: -Infinity, max, scale: Math.max(1, value) }];
  },
};
