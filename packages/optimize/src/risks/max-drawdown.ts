import { riskMeasures } from "@plimsoll/numeric";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { RiskKind } from "./risk-kind.ts";
import { measuredTerm } from "./measured-term.ts";

/** Largest loss from a running maximum of the cumulated returns, the start included: uncompounded, scenarios in their order (definition 16). */
export interface MaxDrawdown {
  readonly kind: "max-drawdown";
}

/** Schema of {@link MaxDrawdown}. */
export const MaxDrawdownSchema: MemberSchema<MaxDrawdown> = z.strictObject({ kind: z.literal("max-drawdown") });

/** Maximum drawdown. */
export const maxDrawdown: RiskKind<MaxDrawdown> = {
  kind: "max-drawdown",
  summary: "Largest drawdown of the uncompounded path of the scenarios, in their order.",
  schema: MaxDrawdownSchema,
  bind(_risk: MaxDrawdown, context: ProblemContext, argument: string) {
    const scenarios = context.requireScenarios(argument);
    return measuredTerm("max-drawdown", {
      shape: { form: "drawdowns", scenarios, gauge: { kind: "tail", count: 1 } },
      value: (series) => riskMeasures["max-drawdown"].value(series),
      mass: scenarios.rows,
      polyhedral: true,
    });
  },
};
