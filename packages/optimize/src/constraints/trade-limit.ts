import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import type { PerAsset, ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { type ConstraintKind, NameSchema, PerAssetSchema } from "./constraint-kind.ts";
import { boundTrades, type LargestTrades, readTrades, type TradeSide } from "./trades.ts";

/**
 * Largest trade of each asset away from `currentWeights`, buys and sells on their own: w_i - current_i at most `buy`,
 * current_i - w_i at most `sell`, as fractions of the portfolio.
 */
export interface TradeLimit {
  readonly kind: "trade-limit";
  readonly name?: string | undefined;
  /** Largest purchase: scalar, array or record by asset; `null` or left out: none. 0 forbids purchases. */
  readonly buy?: PerAsset | undefined;
  /** Largest sale, likewise. */
  readonly sell?: PerAsset | undefined;
}

/** Schema of {@link TradeLimit}. */
export const TradeLimitSchema: MemberSchema<TradeLimit> = z.strictObject({
  kind: z.literal("trade-limit"),
  name: NameSchema,
  buy: PerAssetSchema.optional(),
  sell: PerAssetSchema.optional(),
});

const sides: readonly TradeSide[] = ["buy", "sell"];

/** Trade limits. */
export const tradeLimit: ConstraintKind<TradeLimit> = {
  kind: "trade-limit",
  summary: "Largest purchase and sale of each asset from `currentWeights`: `buy` and `sell`, scalar, array or record.",
  schema: TradeLimitSchema,
  lower(constraint: TradeLimit, name: string, context: ProblemContext, builder: ProgramBuilder) {
    if (constraint.buy === undefined && constraint.sell === undefined)
      throw invalidInput(name, `constraint "${name}" has no limit: give it buy, sell or both`);
    const current = context.requireCurrentWeights(name);
    for (const side of sides) {
      const given = constraint[side];
      if (given !== undefined)
        boundTrades(name, [side], current, largest(name, side, given, context), context, builder);
    }
  },
  read(constraint: TradeLimit, name: string, context: ProblemContext, weights: Float64Array) {
    const current = context.requireCurrentWeights(name);
    return sides.flatMap((side) => {
      const given = constraint[side];
      return given === undefined
        ? []
        : readTrades(side, current, largest(name, side, given, context), context, weights);
    });
  },
};

function largest(name: string, side: TradeSide, given: PerAsset, { size }: ProblemContext): LargestTrades {
  return { label: `${name}.${side}`, given, scale: new Float64Array(size).fill(1) };
}
