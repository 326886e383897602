import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { AssetsSchema, type ConstraintKind, NameSchema } from "./constraint-kind.ts";

/** Zero or at least: a weight is 0, or `minWeight` or more in size. */
export interface Threshold {
  readonly kind: "threshold";
  readonly name?: string | undefined;
  /** @defaultValue all assets */
  readonly assets?: readonly string[] | undefined;
  readonly minWeight: number;
}

/** Schema of {@link Threshold}. */
export const ThresholdSchema: MemberSchema<Threshold> = z.strictObject({
  kind: z.literal("threshold"),
  name: NameSchema,
  assets: AssetsSchema,
  minWeight: z.number().positive(),
});

/** Thresholds. */
export const threshold: ConstraintKind<Threshold> = {
  kind: "threshold",
  summary: "Zero or at least `minWeight`, for all assets or some.",
  schema: ThresholdSchema,
  lower(constraint: Threshold, name: string, context: ProblemContext, builder: ProgramBuilder) {
    builder.floor(name, context.assetIndices(constraint.assets, `${name}.assets`), constraint.minWeight);
  },
  read(constraint: Threshold, name: string, context: ProblemContext, weights: Float64Array) {
    return [...context.assetIndices(constraint.assets, `${name}.assets`)]
      .filter((index) => weights[index] !== 0)
      .map((index) => ({
        label: `${name}[${context.assets[index]}]`,
        value: Math.abs(weights[index]!),
        min: constraint.minWeight,
        max: Infinity,
        scale: 1,
      }));
  },
};
