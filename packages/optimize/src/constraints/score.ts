import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { type ConstraintKind, type LimitFields, LimitSchema, NameSchema, reading } from "./constraint-kind.ts";
import { readScores, requireLimits, weigh } from "./limits.ts";

/** The weighted mean of any number by asset, such as an ESG score or a carbon intensity. Needs an exact budget above 0. */
export interface Score extends LimitFields {
  readonly kind: "score";
  readonly name?: string | undefined;
  /** By asset, none left out; or an array in asset order. */
  readonly scores: { readonly [asset: string]: number } | readonly number[];
}

/** Schema of {@link Score}. */
export const ScoreSchema: MemberSchema<Score> = z.strictObject({
  kind: z.literal("score"),
  name: NameSchema,
  scores: z.union([z.record(z.string(), z.number()), z.array(z.number())]),
  equals: LimitSchema,
  min: LimitSchema,
  max: LimitSchema,
});

/** Score. */
export const score: ConstraintKind<Score> = {
  kind: "score",
  summary: "Weighted mean of a number by asset (ESG, carbon): sum of `scores` times weights over the sum of weights.",
  schema: ScoreSchema,
  lower(constraint: Score, name: string, context: ProblemContext, builder: ProgramBuilder) {
    requireLimits(constraint, name);
    const { budget } = builder;
    if (budget === undefined || budget <= 0) {
      throw invalidInput(name, `constraint "${name}" is a weighted mean: it needs a budget that is exact and above 0`);
    }
    builder.row(name, name, readScores(constraint.scores, context, `${name}.scores`), constraint, budget);
  },
  read(constraint: Score, name: string, context: ProblemContext, weights: Float64Array) {
    const { value, scale } = weigh(readScores(constraint.scores, context, `${name}.scores`), weights);
    const invested = weights.reduce((sum, weight) => sum + weight, 0);
    return [reading(name, value / invested, constraint, scale / Math.abs(invested))];
  },
};
