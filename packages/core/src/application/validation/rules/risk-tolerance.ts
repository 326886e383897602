import * as z from "zod";
import { riskBreaches, type RiskMeasureName } from "../../../portfolio/risk-limits.ts";
import { type RuleBase, type RuleFindingBase, type RulePlugin } from "../rule.ts";
import { severity } from "./shapes.ts";

/** No risk measure may be above what the owner's risk tolerance maps to. */
export interface RiskToleranceRule extends RuleBase {
  readonly kind: "risk-tolerance";
}

/** A risk measure is above its limit. */
export interface RiskToleranceFinding extends RuleFindingBase {
  readonly rule: "risk-tolerance";
  readonly measure: RiskMeasureName;
  readonly value: number;
  readonly limit: number;
  readonly riskTolerance: number;
}

export const riskTolerance: RulePlugin<RiskToleranceRule, RiskToleranceFinding> = {
  schema: z.strictObject({ kind: z.literal("risk-tolerance"), severity }),
  needs: () => ["riskMetrics", "riskTolerance"],
  find(_rule, { riskMetrics, riskTolerance: tolerance }, { riskLimits }) {
    const limits = riskLimits(tolerance!, riskMetrics!.periodsPerYear);
    return riskBreaches(riskMetrics!, limits).map((breach) => ({
      ...breach,
      rule: "risk-tolerance",
      riskTolerance: tolerance!,
      message: `${breach.measure} is ${Number(breach.value.toPrecision(4))}, a risk tolerance of ${tolerance} allows ${Number(breach.limit.toPrecision(4))}`,
    }));
  },
};
