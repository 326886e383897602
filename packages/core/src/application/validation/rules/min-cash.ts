import * as z from "zod";
import { WEIGHT_TOLERANCE } from "../../../values/weights.ts";
import { percent, type RuleBase, type RuleFindingBase, type RulePlugin } from "../rule.ts";
import { fraction, severity } from "./shapes.ts";

/** At least `min` stays in cash. */
export interface MinCashRule extends RuleBase {
  readonly kind: "min-cash";
  /** Fraction of the value. */
  readonly min: number;
}

/** Too little cash. */
export interface MinCashFinding extends RuleFindingBase {
  readonly rule: "min-cash";
  readonly cash: number;
  readonly min: number;
}

export const minCash: RulePlugin<MinCashRule, MinCashFinding> = {
  schema: z.strictObject({ kind: z.literal("min-cash"), min: fraction, severity }),
  needs: () => [],
  find: ({ min }, { targets: { cash } }) =>
    cash >= min - WEIGHT_TOLERANCE
      ? []
      : [
          {
            rule: "min-cash",
            cash,
            min,
            message: `cash is ${percent(cash)} of the portfolio, at least ${percent(min)} are required`,
          },
        ],
};
