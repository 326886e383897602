import * as z from "zod";
import { WEIGHT_TOLERANCE, Weights } from "../../../values/weights.ts";
import { percent, type RuleBase, type RuleFindingBase, type RulePlugin } from "../rule.ts";
import { fraction, severity } from "./shapes.ts";

/** At most `max` of the value may be exchanged, one way: half the sum of absolute changes in weight, cash included. */
export interface MaxTurnoverRule extends RuleBase {
  readonly kind: "max-turnover";
  /** Fraction of the value. */
  readonly max: number;
}

/** Too much would be traded. */
export interface MaxTurnoverFinding extends RuleFindingBase {
  readonly rule: "max-turnover";
  readonly turnover: number;
  readonly max: number;
}

export const maxTurnover: RulePlugin<MaxTurnoverRule, MaxTurnoverFinding> = {
  schema: z.strictObject({ kind: z.literal("max-turnover"), max: fraction, severity }),
  needs: () => ["current"],
  find({ max }, { targets, current }) {
    const turnover = Weights.parse(current).turnoverTo(Weights.parse(targets));
    if (turnover <= max + WEIGHT_TOLERANCE) return [];
    const message = `the targets turn over ${percent(turnover)} of the portfolio, at most ${percent(max)} are allowed`;
    return [{ rule: "max-turnover", turnover, max, message }];
  },
};
