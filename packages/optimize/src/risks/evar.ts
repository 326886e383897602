import { riskMeasures, tailProbability } from "@plimsoll/numeric";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { RiskKind } from "./risk-kind.ts";
import { measuredTerm } from "./measured-term.ts";

/** Entropic value at risk: inf over t > 0 of t (ln mean exp(loss / t) - ln(1 - `confidence`)) (Ahmadi-Javid 2012, definition 13). */
export interface Evar {
  readonly kind: "evar";
  /** Strictly between 0 and 1. @defaultValue 0.95 */
  readonly confidence?: number | undefined;
}

/** Schema of {@link Evar}. */
export const EvarSchema: MemberSchema<Evar> = z.strictObject({
  kind: z.literal("evar"),
  confidence: z.number().gt(0).lt(1).optional(),
});

/** Entropic value at risk. */
export const evar: RiskKind<Evar> = {
  kind: "evar",
  summary:
    "Entropic value at risk (confidence default .95): the least upper bound on CVaR by the exponential inequality.",
  schema: EvarSchema,
  bind({ confidence = 0.95 }: Evar, context: ProblemContext, argument: string) {
    const scenarios = context.requireScenarios(argument);
    const tail = tailProbability(confidence);
    return measuredTerm("evar", {
      shape: { form: "entropic", scenarios, tail },
      value: (series) => riskMeasures.evar.value(series, { confidence }),
      mass: 1,
      polyhedral: false,
    });
  },
};
