import { riskMeasures } from "@plimsoll/numeric";
import * as z from "zod";
import { averageGauge, fitDrawdownPrices } from "../certify/supports/drawdown-prices.ts";
import { minimizeByBlockCuts } from "../solve/scenario/block-cuts.ts";
import { drawdownBlocks } from "../solve/scenario/parts.ts";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { RiskKind } from "./risk-kind.ts";
import { supportedTerm } from "./supported-term.ts";
import { conicDrawdowns } from "../solve/conic/drawdowns.ts";

/** Mean over all dates of the loss from the running maximum of the cumulated returns: uncompounded (definition 16). */
export interface AverageDrawdown {
  readonly kind: "average-drawdown";
}

/** Schema of {@link AverageDrawdown}. */
export const AverageDrawdownSchema: MemberSchema<AverageDrawdown> = z.strictObject({
  kind: z.literal("average-drawdown"),
});

/** Average drawdown. */
export const averageDrawdown: RiskKind<AverageDrawdown> = {
  kind: "average-drawdown",
  summary: "Mean drawdown over all dates of the uncompounded path of the scenarios; also pain index.",
  schema: AverageDrawdownSchema,
  bind(_risk: AverageDrawdown, context: ProblemContext, argument: string) {
    const scenarios = context.requireScenarios(argument);
    return supportedTerm(scenarios, {
      kind: "average-drawdown",
      value: (series) => riskMeasures["average-drawdown"].value(series),
      gradient: (series) => riskMeasures["average-drawdown"].gradient(series),
      fit: (prices) => fitDrawdownPrices(prices, averageGauge),
      mass: scenarios.rows,
      polyhedral: true,
      points: "path",
      conic: (model) => conicDrawdowns(model, scenarios, { kind: "average" }),
      solver: "block cuts",
      minimize: (program) => minimizeByBlockCuts(program, drawdownBlocks(scenarios.rows, 25)),
    });
  },
};
