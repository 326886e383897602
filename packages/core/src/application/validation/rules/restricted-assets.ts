import * as z from "zod";
import { WEIGHT_TOLERANCE } from "../../../values/weights.ts";
import { percent, type RuleBase, type RuleFindingBase, type RulePlugin, weightOf } from "../rule.ts";
import { assetList, severity } from "./shapes.ts";

/** Assets that may not be held, or may not be bought. */
export interface RestrictedAssetsRule extends RuleBase {
  readonly kind: "restricted-assets";
  readonly assets: readonly string[];
  /** `buying` lets what is held stay or shrink. @defaultValue "holding" */
  readonly forbids?: "holding" | "buying" | undefined;
}

/** A restricted asset is among the targets. */
export interface RestrictedAssetFinding extends RuleFindingBase {
  readonly rule: "restricted-assets";
  readonly asset: string;
  readonly weight: number;
  /** The most that is allowed: what is held now, or nothing. */
  readonly allowed: number;
}

export const restrictedAssets: RulePlugin<RestrictedAssetsRule, RestrictedAssetFinding> = {
  schema: z.strictObject({
    kind: z.literal("restricted-assets"),
    assets: assetList,
    forbids: z.enum(["holding", "buying"]).optional(),
    severity,
  }),
  needs: ({ forbids }) => (forbids === "buying" ? ["current"] : []),
  find: ({ assets, forbids }, { targets, current }) =>
    assets
      .map((asset) => ({
        asset,
        weight: weightOf(targets, asset),
        allowed: forbids === "buying" ? Math.abs(weightOf(current!, asset)) : 0,
      }))
      .filter(({ weight, allowed }) => Math.abs(weight) > allowed + WEIGHT_TOLERANCE)
      .map((breach) => ({
        ...breach,
        rule: "restricted-assets",
        message: `${breach.asset} is restricted: at most ${percent(breach.allowed)} are allowed, the target is ${percent(breach.weight)}`,
      })),
};
