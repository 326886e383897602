import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { AssetsSchema, type ConstraintKind, NameSchema } from "./constraint-kind.ts";
import { indicator } from "./limits.ts";

/** Longs plus shorts, sum |w_i|, over all assets or some: 1.6 for a 130/30 fund. */
export interface GrossExposure {
  readonly kind: "gross-exposure";
  readonly name?: string | undefined;
  /** @defaultValue all assets */
  readonly assets?: readonly string[] | undefined;
  readonly max: number;
}

/** Schema of {@link GrossExposure}. */
export const GrossExposureSchema: MemberSchema<GrossExposure> = z.strictObject({
  kind: z.literal("gross-exposure"),
  name: NameSchema,
  assets: AssetsSchema,
  max: z.number().nonnegative(),
});

/** Gross exposure. */
export const grossExposure: ConstraintKind<GrossExposure> = {
  kind: "gross-exposure",
  summary: "Longs plus shorts, the sum of absolute weights, at most `max`.",
  schema: GrossExposureSchema,
  lower(constraint: GrossExposure, name: string, context: ProblemContext, builder: ProgramBuilder) {
    const indices = context.assetIndices(constraint.assets, `${name}.assets`);
    const counted = indicator(context.size, indices);
    const centres = new Float64Array(context.size);
    builder.absolute(name, name, { above: counted, below: counted, centres }, constraint.max);
  },
  read(constraint: GrossExposure, name: string, context: ProblemContext, weights: Float64Array) {
    let value = 0;
    for (const index of context.assetIndices(constraint.assets, `${name}.assets`)) value += Math.abs(weights[index]!);
    return [{ label: name, value, min: -Infinity, max: constraint.max, scale: Math.max(1, value) }];
  },
};
