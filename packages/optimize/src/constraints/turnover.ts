import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { type ConstraintKind, NameSchema } from "./constraint-kind.ts";

/** How far the weights may move from `currentWeights`. Libraries mean different things by the word: name which. */
export interface Turnover {
  readonly kind: "turnover";
  readonly name?: string | undefined;
  /** `"half-l1"`: half the sum of |w_i - current_i| (cvxportfolio); `"per-asset"`: each |w_i - current_i| (skfolio, Riskfolio). */
  readonly which: "half-l1" | "per-asset";
  readonly max: number;
}

/** Schema of {@link Turnover}. */
export const TurnoverSchema: MemberSchema<Turnover> = z.strictObject({
  kind: z.literal("turnover"),
  name: NameSchema,
  which: z.enum(["half-l1", "per-asset"]),
  max: z.number().nonnegative(),
});

/** Turnover. */
export const turnover: ConstraintKind<Turnover> = {
  kind: "turnover",
  summary: "Distance from `currentWeights`: half the 1-norm or for each asset, as `which` says.",
  schema: TurnoverSchema,
  lower(constraint: Turnover, name: string, context: ProblemContext, builder: ProgramBuilder) {
    const current = context.requireCurrentWeights(name);
    if (constraint.which === "half-l1") {
      const half = new Float64Array(context.size).fill(0.5);
      builder.absolute(name, name, { above: half, below: half, centres: current }, constraint.max);
      return;
    }
    const limit = builder.limit(name, name, "upper", constraint.max);
    for (let i = 0; i < context.size; i += 1) {
      builder.bound(i, "upper", limit, { offset: current[i]!, scale: 1 });
      builder.bound(i, "lower", limit, { offset: current[i]!, scale: -1 });
    }
  },
  read(constraint: Turnover, name: string, context: ProblemContext, weights: Float64Array) {
    const current = context.requireCurrentWeights(name);
    const moves = Array.from(weights, (weight, i) => Math.abs(weight - current[i]!));
    if (constraint.which === "per-asset") {
      return moves.map((value, i) => ({
        label: `${name}[${context.assets[i]}]`,
        value,
        min: 0,
        max: constraint.max,
        scale: 1,
      }));
    }
    const value = moves.reduce((sum, move) => sum + move, 0) / 2;
    return [{ label: name, value, min: 0, max: constraint.max, scale: Math.max(1, value) }];
  },
};
