import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import {
  AssetsSchema,
  type ConstraintKind,
  type LimitFields,
  LimitSchema,
  NameSchema,
  reading,
} from "./constraint-kind.ts";
import { indicator, requireLimits, weigh } from "./limits.ts";

/** Longs minus shorts, over all assets or some. Over all assets it takes the place of the default budget. */
export interface NetExposure extends LimitFields {
  readonly kind: "net-exposure";
  readonly name?: string | undefined;
  /** @defaultValue all assets */
  readonly assets?: readonly string[] | undefined;
}

/** Schema of {@link NetExposure}. */
export const NetExposureSchema: MemberSchema<NetExposure> = z.strictObject({
  kind: z.literal("net-exposure"),
  name: NameSchema,
  assets: AssetsSchema,
  equals: LimitSchema,
  min: LimitSchema,
  max: LimitSchema,
});

/** Net exposure. */
export const netExposure: ConstraintKind<NetExposure> = {
  kind: "net-exposure",
  summary: "Longs minus shorts, over all assets (then it replaces the default budget) or some.",
  schema: NetExposureSchema,
  lower(constraint: NetExposure, name: string, context: ProblemContext, builder: ProgramBuilder) {
    requireLimits(constraint, name);
    const indices = context.assetIndices(constraint.assets, `${name}.assets`);
    if (indices.length === context.size && typeof constraint.equals === "number") builder.fixBudget(constraint.equals);
    builder.row(name, name, indicator(context.size, indices), constraint);
  },
  read(constraint: NetExposure, name: string, context: ProblemContext, weights: Float64Array) {
    const indices = context.assetIndices(constraint.assets, `${name}.assets`);
    const { value, scale } = weigh(indicator(context.size, indices), weights);
    return [reading(name, value, constraint, scale)];
  },
};
