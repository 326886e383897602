import * as z from "zod";
import { WEIGHT_TOLERANCE } from "../../../values/weights.ts";
import { percent, type RuleBase, type RuleFindingBase, type RulePlugin } from "../rule.ts";
import { severity, fraction, assetList } from "./shapes.ts";

/** No asset may weigh more than `max`, long or short. */
export interface MaxPositionWeightRule extends RuleBase {
  readonly kind: "max-position-weight";
  /** Fraction of the value. */
  readonly max: number;
  /** The assets that it holds for. @defaultValue all */
  readonly assets?: readonly string[] | undefined;
}

/** An asset weighs too much. */
export interface MaxPositionWeightFinding extends RuleFindingBase {
  readonly rule: "max-position-weight";
  readonly asset: string;
  readonly weight: number;
  readonly max: number;
}

export const maxPositionWeight: RulePlugin<MaxPositionWeightRule, MaxPositionWeightFinding> = {
  schema: z.strictObject({
    kind: z.literal("max-position-weight"),
    max: fraction,
    assets: assetList.optional(),
    severity,
  }),
  needs: () => [],
  find: ({ max, assets }, { targets }) =>
    Object.entries(targets.assets)
      .filter(([asset, weight]) => assets?.includes(asset) !== false && Math.abs(weight) > max + WEIGHT_TOLERANCE)
      .map(([asset, weight]) => ({
        rule: "max-position-weight",
        asset,
        weight,
        max,
        message: `${asset} is ${percent(weight)} of the portfolio, at most ${percent(max)} are allowed`,
      })),
};
