import { riskMeasures, tailProbability } from "@plimsoll/numeric";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { RiskKind } from "./risk-kind.ts";
import { measuredTerm } from "./measured-term.ts";

/** Tail Gini: (2 / a^2) times the integral of p CVaR_p over p in (0, a), a = 1 - `confidence` (definition 14). */
export interface TailGini {
  readonly kind: "tail-gini";
  /** Strictly between 0 and 1. @defaultValue 0.95 */
  readonly confidence?: number | undefined;
}

/** Schema of {@link TailGini}. */
export const TailGiniSchema: MemberSchema<TailGini> = z.strictObject({
  kind: z.literal("tail-gini"),
  confidence: z.number().gt(0).lt(1).optional(),
});

/** Tail Gini. */
export const tailGini: RiskKind<TailGini> = {
  kind: "tail-gini",
  summary:
    "Tail Gini (confidence default .95): mean of all CVaR beyond it, weighted by tail probability (Ogryczak & Ruszczynski 2002).",
  schema: TailGiniSchema,
  bind({ confidence = 0.95 }: TailGini, context: ProblemContext, argument: string) {
    const scenarios = context.requireScenarios(argument);
    const { rows } = scenarios;
    const tail = tailProbability(confidence);
    const before = (u: number): number => (u >= tail ? 1 : (u * (2 * tail - u)) / tail ** 2);
    const rankWeights = Float64Array.from({ length: rows }, (_, k) => before((k + 1) / rows) - before(k / rows));
    return measuredTerm("tail-gini", {
      shape: { form: "ranks", scenarios, rankWeights, depth: Math.min(rows, Math.ceil(tail * rows)) },
      value: (series) => riskMeasures["tail-gini"].value(series, { confidence }),
      mass: 1,
      polyhedral: true,
    });
  },
};
