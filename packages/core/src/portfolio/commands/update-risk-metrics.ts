import * as z from "zod";
import { type RiskMetricsData, RiskMetricsSchema } from "../../values/risk-metrics.ts";
import { fact } from "../portfolio-events.ts";
import { defaultRiskLimits, riskBreaches, type RiskLimits, RiskLimitsSchema } from "../risk-limits.ts";
import { type CommandContext, type CommandHandler, contextShape, whenOpen } from "./command.ts";

/** Records measured risk, and every measure of it that is above what the risk tolerance allows. */
export interface UpdateRiskMetrics extends CommandContext {
  readonly kind: "update-risk-metrics";
  readonly metrics: RiskMetricsData;
  /** @defaultValue `defaultRiskLimits` of the portfolio's risk tolerance */
  readonly limits?: RiskLimits;
}

export const updateRiskMetrics: CommandHandler<UpdateRiskMetrics> = {
  kind: "update-risk-metrics",
  schema: z.strictObject({
    kind: z.literal("update-risk-metrics"),
    ...contextShape,
    metrics: RiskMetricsSchema,
    limits: RiskLimitsSchema.exactOptional(),
  }),
  decide: whenOpen(({ riskTolerance }, { metrics, limits: given }) => {
    const limits = given ?? defaultRiskLimits(riskTolerance, metrics.periodsPerYear);
    return [
      fact("RiskMetricsUpdated", { metrics, limits }),
      ...riskBreaches(metrics, limits).map((breach) => fact("RiskThresholdExceeded", { ...breach, riskTolerance })),
    ];
  }),
};
