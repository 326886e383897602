import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { AssetsSchema, type ConstraintKind, NameSchema, type Reading } from "./constraint-kind.ts";
import { indicator } from "./limits.ts";

/**
 * The long side, sum of the weights above 0, and the short side, minus the sum of those below 0, each at most so much: a
 * 130/30 fund has `long: { max: 1.3 }, short: { max: 0.3 }`. Shorts are allowed where `short` is given: the default lower
 * bound 0 doesn't hold then. Least sides aren't convex (two portfolios with shorts may average to one without) and have
 * no field; an exact budget and a binding side fix the other side.
 */
export interface LongShort {
  readonly kind: "long-short";
  readonly name?: string | undefined;
  /** @defaultValue all assets */
  readonly assets?: readonly string[] | undefined;
  readonly long?: SideLimit | undefined;
  readonly short?: SideLimit | undefined;
}

/** Limit on one side of a long/short portfolio. */
export interface SideLimit {
  /** Largest sum of the sizes of its weights. */
  readonly max: number;
}

const SideSchema = z.strictObject({ max: z.number().nonnegative() }).optional();

/** Schema of {@link LongShort}. */
export const LongShortSchema: MemberSchema<LongShort> = z.strictObject({
  kind: z.literal("long-short"),
  name: NameSchema,
  assets: AssetsSchema,
  long: SideSchema,
  short: SideSchema,
});

/** Long and short sides. */
export const longShort: ConstraintKind<LongShort> = {
  kind: "long-short",
  summary: "Sum of the weights above 0 at most `long.max`, of those below 0 at most `short.max` in size, as in 130/30.",
  schema: LongShortSchema,
  lower(constraint: LongShort, name: string, context: ProblemContext, builder: ProgramBuilder) {
    const { long, short } = constraint;
    if (long === undefined && short === undefined)
      throw invalidInput(name, `constraint "${name}" has no limit: give it long, short or both`);
    const counted = indicator(context.size, context.assetIndices(constraint.assets, `${name}.assets`));
    const none = new Float64Array(context.size);
    const centres = none;
    if (long !== undefined) builder.absolute(name, `${name}.long`, { above: counted, below: none, centres }, long.max);
    if (short !== undefined)
      builder.absolute(name, `${name}.short`, { above: none, below: counted, centres }, short.max);
  },
  read(constraint: LongShort, name: string, context: ProblemContext, weights: Float64Array) {
    let long = 0;
    let short = 0;
    for (const index of context.assetIndices(constraint.assets, `${name}.assets`)) {
      long += Math.max(weights[index]!, 0);
      short += Math.max(-weights[index]!, 0);
    }
    const readings: Reading[] = [];
    const add = (side: string, value: number, limit: SideLimit | undefined): void => {
      if (limit === undefined) return;
      readings.push({
        label: `${name}.${side}`,
        value,
        min: -Infinity,
        max: limit.max,
        scale: Math.max(1, long + short),
      });
    };
    add("long", long, constraint.long);
    add("short", short, constraint.short);
    return readings;
  },
};
