import { riskMeasures } from "@plimsoll/numeric";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import { downsideTerm } from "./downside-term.ts";
import type { RiskKind } from "./risk-kind.ts";
import { slpmTerm } from "./slpm.ts";

/** Downside variance about a target, ddof 1, in squared units of the returns; ratios divide by its root, `slpm`. */
export interface DownsideVariance {
  readonly kind: "downside-variance";
  /** Return of one scenario below which it counts as a loss. @defaultValue 0 */
  readonly target?: number | undefined;
}

/** Schema of {@link DownsideVariance}. */
export const DownsideVarianceSchema: MemberSchema<DownsideVariance> = z.strictObject({
  kind: z.literal("downside-variance"),
  target: z.number().optional(),
});

/** Downside variance. */
export const downsideVariance: RiskKind<DownsideVariance> = {
  kind: "downside-variance",
  summary: "Sum of squared scenario shortfalls below `target` (default 0), ddof 1; ratios divide by its root.",
  schema: DownsideVarianceSchema,
  bind({ target = 0 }: DownsideVariance, context: ProblemContext, argument: string) {
    const scenarios = context.requireScenarios(argument);
    const spec = { centre: undefined, target, divisor: scenarios.rows - 1 };
    const measure = riskMeasures["downside-variance"];
    return {
      ...downsideTerm("downside-variance", scenarios, spec, false, (series) => measure.value(series, { target })),
      homogeneous: slpmTerm(scenarios, target),
    };
  },
};
