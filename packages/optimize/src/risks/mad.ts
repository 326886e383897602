import { columnMeans, riskMeasures } from "@plimsoll/numeric";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { RiskKind } from "./risk-kind.ts";
import { tailTerm } from "./tail-term.ts";

/** Mean absolute deviation of the scenario returns from their mean. */
export interface Mad {
  readonly kind: "mad";
}

/** Schema of {@link Mad}. */
export const MadSchema: MemberSchema<Mad> = z.strictObject({ kind: z.literal("mad") });

/** Mean absolute deviation. */
export const mad: RiskKind<Mad> = {
  kind: "mad",
  summary: "Mean absolute deviation of the scenario returns from their mean.",
  schema: MadSchema,
  bind(_risk: Mad, context: ProblemContext, argument: string) {
    const scenarios = context.requireScenarios(argument);
    const centre = columnMeans(scenarios.values, scenarios.rows, context.size);
    // deviations sum to 0: those below the mean are half of all
    const tail = { sign: 1, centre, target: 0, upper: 2 / scenarios.rows, total: undefined } as const;
    return tailTerm("mad", scenarios, [tail], (series) => riskMeasures.mad.value(series));
  },
};
