import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { type ConstraintKind, type LimitFields, LimitSchema, NameSchema, reading } from "./constraint-kind.ts";
import { indicator, requireLimits, weigh } from "./limits.ts";

/** Sum of the weights of some assets. Its name can be used in expressions. */
export interface Group extends LimitFields {
  readonly kind: "group";
  readonly name?: string | undefined;
  readonly assets: readonly string[];
}

/** Schema of {@link Group}. */
export const GroupSchema: MemberSchema<Group> = z.strictObject({
  kind: z.literal("group"),
  name: NameSchema,
  assets: z.array(z.string()).min(1),
  equals: LimitSchema,
  min: LimitSchema,
  max: LimitSchema,
});

/** Group limits. */
export const group: ConstraintKind<Group> = {
  kind: "group",
  summary: "Sum of the weights of some `assets`: `min`, `max` or `equals`.",
  schema: GroupSchema,
  lower(constraint: Group, name: string, context: ProblemContext, builder: ProgramBuilder) {
    requireLimits(constraint, name);
    const indices = context.assetIndices(constraint.assets, `${name}.assets`);
    builder.row(name, name, indicator(context.size, indices), constraint);
  },
  read(constraint: Group, name: string, context: ProblemContext, weights: Float64Array) {
    const indices = context.assetIndices(constraint.assets, `${name}.assets`);
    const { value, scale } = weigh(indicator(context.size, indices), weights);
    return [reading(name, value, constraint, scale)];
  },
};
