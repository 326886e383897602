import { riskMeasures, tailProbability } from "@plimsoll/numeric";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { RiskKind } from "./risk-kind.ts";
import { measuredTerm } from "./measured-term.ts";

/** Conditional drawdown at risk: the exact mean of the worst 1 - `confidence` of the uncompounded drawdowns (definition 16). */
export interface Cdar {
  readonly kind: "cdar";
  /** Strictly between 0 and 1. @defaultValue 0.95 */
  readonly confidence?: number | undefined;
}

/** Schema of {@link Cdar}. */
export const CdarSchema: MemberSchema<Cdar> = z.strictObject({
  kind: z.literal("cdar"),
  confidence: z.number().gt(0).lt(1).optional(),
});

/** Conditional drawdown at risk. */
export const cdar: RiskKind<Cdar> = {
  kind: "cdar",
  summary:
    "Mean of the worst 1 - confidence (default .95) of the drawdowns over all dates, exact; conditional drawdown at risk.",
  schema: CdarSchema,
  bind({ confidence = 0.95 }: Cdar, context: ProblemContext, argument: string) {
    const scenarios = context.requireScenarios(argument);
    const tail = tailProbability(confidence);
    return measuredTerm("cdar", {
      shape: { form: "drawdowns", scenarios, gauge: { kind: "tail", count: tail * scenarios.rows } },
      value: (series) => riskMeasures.cdar.value(series, { confidence }),
      mass: scenarios.rows,
      polyhedral: true,
    });
  },
};
