import { riskMeasures } from "@plimsoll/numeric";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { RiskKind } from "./risk-kind.ts";
import { measuredTerm } from "./measured-term.ts";

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
    return measuredTerm("average-drawdown", {
      shape: { form: "drawdowns", scenarios, gauge: { kind: "average" } },
      value: (series) => riskMeasures["average-drawdown"].value(series),
      mass: scenarios.rows,
      polyhedral: true,
    });
  },
};
