import * as z from "zod";
import { WEIGHT_TOLERANCE } from "../../../values/weights.ts";
import { percent, type RuleBase, type RuleFindingBase, type RulePlugin } from "../rule.ts";
import { fraction, severity } from "./shapes.ts";

/** At least `min` assets are held. */
export interface MinPositionsRule extends RuleBase {
  readonly kind: "min-positions";
  readonly min: number;
  /** What an asset must weigh, long or short, to count. @defaultValue anything above 1e-6 */
  readonly weight?: number | undefined;
}

/** Too few assets. */
export interface MinPositionsFinding extends RuleFindingBase {
  readonly rule: "min-positions";
  readonly positions: number;
  readonly min: number;
}

export const minPositions: RulePlugin<MinPositionsRule, MinPositionsFinding> = {
  schema: z.strictObject({
    kind: z.literal("min-positions"),
    min: z.int().min(1),
    weight: fraction.optional(),
    severity,
  }),
  needs: () => [],
  find({ min, weight }, { targets }) {
    const counts = (held: number): boolean =>
      weight === undefined ? Math.abs(held) > WEIGHT_TOLERANCE : Math.abs(held) >= weight - WEIGHT_TOLERANCE;
    const positions = Object.values(targets.assets).filter(counts).length;
    if (positions >= min) return [];
    const least = weight === undefined ? "" : ` of at least ${percent(weight)}`;
    return [
      {
        rule: "min-positions",
        positions,
        min,
        message: `${positions} positions${least}, at least ${min} are required`,
      },
    ];
  },
};
