import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { type ConstraintKind, NameSchema } from "./constraint-kind.ts";

/** Assets of which only some may be held at once, such as share classes of one company. */
export interface MutuallyExclusive {
  readonly kind: "mutually-exclusive";
  readonly name?: string | undefined;
  readonly assets: readonly string[];
  /** How many may be held. @defaultValue 1 */
  readonly max?: number | undefined;
}

/** Schema of {@link MutuallyExclusive}. */
export const MutuallyExclusiveSchema: MemberSchema<MutuallyExclusive> = z.strictObject({
  kind: z.literal("mutually-exclusive"),
  name: NameSchema,
  assets: z.array(z.string()).min(2),
  max: z.int().positive().optional(),
});

/** Exclusions. */
export const mutuallyExclusive: ConstraintKind<MutuallyExclusive> = {
  kind: "mutually-exclusive",
  summary: "At most `max` (default 1) of some `assets` are held.",
  schema: MutuallyExclusiveSchema,
  lower(constraint: MutuallyExclusive, name: string, context: ProblemContext, builder: ProgramBuilder) {
    const { max = 1 } = constraint;
    const indices = context.assetIndices(constraint.assets, `${name}.assets`);
    if (max >= indices.length) {
      throw invalidInput(
        `${name}.max`,
        `constraint "${name}" allows ${max} of ${indices.length} assets, which excludes nothing: lower max, or leave the constraint out`,
        { expected: `a number below ${indices.length}`, received: String(max) },
      );
    }
    builder.count(name, indices, undefined, max);
  },
  read(constraint: MutuallyExclusive, name: string, context: ProblemContext, weights: Float64Array) {
    const indices = context.assetIndices(constraint.assets, `${name}.assets`);
    const value = [...indices].filter((index) => weights[index] !== 0).length;
    return [{ label: name, value, min: 0, max: constraint.max ?? 1, scale: 1 }];
  },
};
