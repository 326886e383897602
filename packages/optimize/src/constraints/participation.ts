import * as z from "zod";
import type { PerAsset, ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { type ConstraintKind, NameSchema, PerAssetSchema } from "./constraint-kind.ts";
import { boundTrades, type LargestTrades, readTrades } from "./trades.ts";

/**
 * Share of the market's volume that the trades may be: |w_i - current_i| x portfolioValue at most `max` x volume_i x
 * `days`, with `volumes` a day and `portfolioValue` in the same currency. An asset without volume isn't traded.
 */
export interface Participation {
  readonly kind: "participation";
  readonly name?: string | undefined;
  /** Share of the volume, such as .1: scalar, array or record by asset; `null` or left out: no limit. */
  readonly max: PerAsset;
  /** Days over which the trade may be spread. @defaultValue 1 */
  readonly days?: number | undefined;
}

/** Schema of {@link Participation}. */
export const ParticipationSchema: MemberSchema<Participation> = z.strictObject({
  kind: z.literal("participation"),
  name: NameSchema,
  max: PerAssetSchema,
  days: z.number().positive().optional(),
});

/** Participation in the market's volume. */
export const participation: ConstraintKind<Participation> = {
  kind: "participation",
  summary: "Trades at most `max` of the market's volume over `days`: reads `volumes` and `portfolioValue`.",
  schema: ParticipationSchema,
  lower(constraint: Participation, name: string, context: ProblemContext, builder: ProgramBuilder) {
    const current = context.requireCurrentWeights(name);
    const trades = largest(constraint, name, context);
    boundTrades(name, ["buy", "sell"], current, trades, context, builder);
  },
  read(constraint: Participation, name: string, context: ProblemContext, weights: Float64Array) {
    const current = context.requireCurrentWeights(name);
    const trades = largest(constraint, name, context);
    return [
      ...readTrades("buy", current, trades, context, weights),
      ...readTrades("sell", current, trades, context, weights),
    ];
  },
};

function largest({ max, days = 1 }: Participation, name: string, context: ProblemContext): LargestTrades {
  const value = context.requirePortfolioValue(name);
  return { label: name, given: max, scale: context.requireVolumes(name).map((volume) => (volume * days) / value) };
}
