import { riskMeasures, tailProbability } from "@plimsoll/numeric";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { RiskKind } from "./risk-kind.ts";
import { measuredTerm } from "./measured-term.ts";

/** Entropic drawdown at risk: the EVaR of the uncompounded drawdowns (definitions 13, 16). */
export interface Edar {
  readonly kind: "edar";
  /** Strictly between 0 and 1. @defaultValue 0.95 */
  readonly confidence?: number | undefined;
}

/** Schema of {@link Edar}. */
export const EdarSchema: MemberSchema<Edar> = z.strictObject({
  kind: z.literal("edar"),
  confidence: z.number().gt(0).lt(1).optional(),
});

/** Entropic drawdown at risk. */
export const edar: RiskKind<Edar> = {
  kind: "edar",
  summary: "EVaR of the drawdowns over all dates (confidence default .95); entropic drawdown at risk.",
  schema: EdarSchema,
  bind({ confidence = 0.95 }: Edar, context: ProblemContext, argument: string) {
    const scenarios = context.requireScenarios(argument);
    const tail = tailProbability(confidence);
    return measuredTerm("edar", {
      shape: { form: "drawdowns", scenarios, gauge: { kind: "entropic", tail } },
      value: (series) => riskMeasures.edar.value(series, { confidence }),
      mass: scenarios.rows,
      polyhedral: false,
    });
  },
};
