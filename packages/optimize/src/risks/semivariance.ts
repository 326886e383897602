import { columnMeans, riskMeasures } from "@plimsoll/numeric";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import { downsideTerm } from "./downside-term.ts";
import type { RiskKind } from "./risk-kind.ts";

/** Semivariance about the mean of the scenarios, ddof 1, in squared units of the returns; ratios divide by its root. */
export interface Semivariance {
  readonly kind: "semivariance";
}

/** Schema of {@link Semivariance}. */
export const SemivarianceSchema: MemberSchema<Semivariance> = z.strictObject({ kind: z.literal("semivariance") });

/** Semivariance. */
export const semivariance: RiskKind<Semivariance> = {
  kind: "semivariance",
  summary: "Sum of squared returns below the scenarios' mean, ddof 1; ratios divide by its root.",
  schema: SemivarianceSchema,
  bind(_risk: Semivariance, context: ProblemContext, argument: string) {
    const scenarios = context.requireScenarios(argument);
    const centre = columnMeans(scenarios.values, scenarios.rows, context.size);
    const spec = { centre, target: 0, divisor: scenarios.rows - 1 };
    const { semideviation, semivariance: measure } = riskMeasures;
    return {
      ...downsideTerm("semivariance", scenarios, spec, false, (series) => measure.value(series)),
      homogeneous: downsideTerm("semideviation", scenarios, spec, true, (series) => semideviation.value(series)),
    };
  },
};
