import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import { multiplyForm } from "../problem/quadratic-form.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { type ConstraintKind, NameSchema } from "./constraint-kind.ts";
import { readScores, weigh } from "./limits.ts";

/**
 * The portfolio's beta, sum of beta times weight, 0 or at most `max` in size. Betas are given, or those to `benchmark`
 * under the covariance, (Q b)_i / b'Q b.
 */
export interface BetaNeutral {
  readonly kind: "beta-neutral";
  readonly name?: string | undefined;
  /** By asset, none left out; or an array in asset order. @defaultValue from the covariance and `benchmark` */
  readonly betas?: { readonly [asset: string]: number } | readonly number[] | undefined;
  /** Largest size of the portfolio's beta. @defaultValue 0 */
  readonly max?: number | undefined;
}

/** Schema of {@link BetaNeutral}. */
export const BetaNeutralSchema: MemberSchema<BetaNeutral> = z.strictObject({
  kind: z.literal("beta-neutral"),
  name: NameSchema,
  betas: z.union([z.record(z.string(), z.number()), z.array(z.number())]).optional(),
  max: z.number().nonnegative().optional(),
});

/** Beta neutrality. */
export const betaNeutral: ConstraintKind<BetaNeutral> = {
  kind: "beta-neutral",
  summary: "Beta of the portfolio 0, or at most `max` in size: `betas` given, or from the covariance and `benchmark`.",
  schema: BetaNeutralSchema,
  lower(constraint: BetaNeutral, name: string, context: ProblemContext, builder: ProgramBuilder) {
    const betas = betasOf(constraint, name, context);
    const { max = 0 } = constraint;
    if (max === 0) {
      builder.row(name, name, betas, { equals: 0 });
      return;
    }
    // a row for each sign: so both have the user's number for limit
    builder.row(name, `${name}.long`, betas, { max });
    builder.row(
      name,
      `${name}.short`,
      betas.map((beta) => -beta),
      { max },
    );
  },
  read(constraint: BetaNeutral, name: string, context: ProblemContext, weights: Float64Array) {
    const { value, scale } = weigh(betasOf(constraint, name, context), weights);
    return [{ label: name, value: Math.abs(value), min: -Infinity, max: constraint.max ?? 0, scale }];
  },
};

function betasOf({ betas }: BetaNeutral, name: string, context: ProblemContext): Float64Array {
  if (betas !== undefined) return readScores(betas, context, `${name}.betas`);
  const form = context.requireCovariance(name);
  const benchmark = context.requireBenchmark(name);
  const product = new Float64Array(context.size);
  multiplyForm(form, benchmark, product);
  const variance = product.reduce((sum, value, i) => sum + value * benchmark[i]!, 0);
  if (variance > 0) return product.map((value) => value / variance);
  throw invalidInput("benchmark", `${name} needs betas to the benchmark, whose variance is 0: pass betas instead`);
}
