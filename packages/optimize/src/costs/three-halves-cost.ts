import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import { NameSchema, PerAssetSchema } from "../constraints/constraint-kind.ts";
import type { PerAsset, ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import { chargeOf } from "../program/charge.ts";
import type { CostKind } from "./cost-kind.ts";
import { readRates } from "./rates.ts";

/**
 * Market impact that grows with the power 3/2 of the trade (Grinold & Kahn 1999; Almgren et al. 2005):
 * sum coefficient_i |w_i - current_i|^(3/2), or with `volatility` sum coefficient_i volatility_i |w_i - current_i|^(3/2)
 * sqrt(portfolioValue / volume_i) (Boyd et al. 2017, equation 2.3).
 */
export interface ThreeHalvesCost {
  readonly kind: "three-halves";
  readonly name?: string | undefined;
  /** Cost of trading a weight of 1, in the unit of the estimates; with `volatility` a number about 1. */
  readonly coefficient: PerAsset;
  /**
   * Volatility of each asset over the time that the problem's `volumes` are of, such as a day; reads `volumes` and
   * `portfolioValue`. Every asset that may be traded needs one, and a volume above 0.
   */
  readonly volatility?: PerAsset | undefined;
}

/** Schema of {@link ThreeHalvesCost}. */
export const ThreeHalvesCostSchema: MemberSchema<ThreeHalvesCost> = z.strictObject({
  kind: z.literal("three-halves"),
  name: NameSchema,
  coefficient: PerAssetSchema,
  volatility: PerAssetSchema.optional(),
});

/** Three-halves impact. */
export const threeHalvesCost: CostKind<ThreeHalvesCost> = {
  kind: "three-halves",
  summary:
    "Market impact: the power 3/2 of each trade times `coefficient`, and where given `volatility` and sqrt(`portfolioValue` / `volumes`).",
  schema: ThreeHalvesCostSchema,
  lower(cost: ThreeHalvesCost, name: string, context: ProblemContext) {
    context.requirePeriodicity(name);
    const coefficient = readRates(cost.coefficient, context, `${name}.coefficient`);
    const centres = context.requireCurrentWeights(name);
    const threeHalves =
      cost.volatility === undefined ? coefficient : scaled(coefficient, cost.volatility, name, context);
    return { charges: [chargeOf(name, context.size, { centres, threeHalves })] };
  },
};

function scaled(coefficient: Float64Array, given: PerAsset, name: string, context: ProblemContext): Float64Array {
  const volatility = readRates(given, context, `${name}.volatility`);
  const volumes = context.requireVolumes(name);
  const value = context.requirePortfolioValue(name);
  return coefficient.map((factor, i) => {
    if (factor === 0) return 0;
    if (!(volumes[i]! > 0)) {
      throw invalidInput(
        "volumes",
        `${name} of "${context.assets[i]}" grows with its volume falling, which is ${volumes[i]}: give it a volume above 0, or a coefficient of 0 and a trade limit`,
      );
    }
    return factor * volatility[i]! * Math.sqrt(value / volumes[i]!);
  });
}
