import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import type { PerAsset, ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { type ConstraintKind, NameSchema, PerAssetSchema, type Reading } from "./constraint-kind.ts";

/** Lower and upper bounds on the weights: a scalar, an array in asset order, or a record by asset; `null` means none. */
export interface Bounds {
  readonly kind: "bounds";
  readonly name?: string | undefined;
  /** Where no bounds constraint gives an asset a lower bound, 0 holds. */
  readonly lower?: PerAsset | undefined;
  readonly upper?: PerAsset | undefined;
}

/** Schema of {@link Bounds}. */
export const BoundsSchema: MemberSchema<Bounds> = z.strictObject({
  kind: z.literal("bounds"),
  name: NameSchema,
  lower: PerAssetSchema.optional(),
  upper: PerAssetSchema.optional(),
});

/** Bounds. */
export const bounds: ConstraintKind<Bounds> = {
  kind: "bounds",
  summary: "Lower and upper bound of each weight: scalar, array or record by asset; `null` means none.",
  schema: BoundsSchema,
  lower(constraint: Bounds, name: string, context: ProblemContext, builder: ProgramBuilder) {
    if (constraint.lower === undefined && constraint.upper === undefined) {
      throw invalidInput(name, `constraint "${name}" has no limit: give it lower, upper or both`);
    }
    const lower = context.perAsset(constraint.lower, `${name}.lower`);
    const upper = context.perAsset(constraint.upper, `${name}.upper`);
    for (let i = 0; i < context.size; i += 1) {
      const low = lower[i];
      const high = upper[i];
      if (typeof low === "number" && typeof high === "number" && low > high) {
        throw invalidInput(
          name,
          `constraint "${name}" bounds ${context.assets[i]} by lower ${low} above upper ${high}`,
        );
      }
    }
    write(constraint.lower, lower, "lower", name, context, builder);
    write(constraint.upper, upper, "upper", name, context, builder);
  },
  read(constraint: Bounds, name: string, context: ProblemContext, weights: Float64Array) {
    const lower = context.perAsset(constraint.lower, `${name}.lower`);
    const upper = context.perAsset(constraint.upper, `${name}.upper`);
    const readings: Reading[] = [];
    for (let i = 0; i < weights.length; i += 1) {
      const value = weights[i]!;
      const scale = Math.max(1, Math.abs(value));
      readings.push({
        label: `${name}[${context.assets[i]}]`,
        value,
        min: lower[i] ?? -Infinity,
        max: upper[i] ?? Infinity,
        scale,
      });
    }
    return readings;
  },
};

function write(
  given: PerAsset | undefined,
  values: readonly (number | null | undefined)[],
  side: "lower" | "upper",
  name: string,
  context: ProblemContext,
  builder: ProgramBuilder,
): void {
  if (typeof given === "number") {
    // one number for all assets is one limit: it has one shadow price and is relaxed as a whole
    const limit = builder.limit(name, `${name}.${side}`, side, given);
    for (let i = 0; i < values.length; i += 1) builder.bound(i, side, limit);
    return;
  }
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i];
    if (typeof value === "number")
      builder.bound(i, side, builder.limit(name, `${name}.${side}[${context.assets[i]}]`, side, value));
  }
}
