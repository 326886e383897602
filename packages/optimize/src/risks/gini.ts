import { riskMeasures } from "@plimsoll/numeric";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { RiskKind } from "./risk-kind.ts";
import { measuredTerm } from "./measured-term.ts";

/** Gini mean difference of the scenario returns, 2 / (n (n - 1)) sum (2 i - n - 1) x_(i) (definition 14). */
export interface Gini {
  readonly kind: "gini";
}

/** Schema of {@link Gini}. */
export const GiniSchema: MemberSchema<Gini> = z.strictObject({ kind: z.literal("gini") });

/** Gini mean difference. */
export const gini: RiskKind<Gini> = {
  kind: "gini",
  summary: "Gini mean difference: the mean absolute difference of two different scenario returns.",
  schema: GiniSchema,
  bind(_risk: Gini, context: ProblemContext, argument: string) {
    const scenarios = context.requireScenarios(argument);
    const { rows } = scenarios;
    // of losses downwards; of one scenario there is no difference
    const pairs = Math.max(1, rows * (rows - 1));
    const rankWeights = Float64Array.from({ length: rows }, (_, k) => (2 * (rows - 1 - 2 * k)) / pairs);
    return measuredTerm("gini", {
      shape: { form: "ranks", scenarios, rankWeights, depth: undefined },
      value: (series) => riskMeasures.gini.value(series),
      mass: 1,
      polyhedral: true,
    });
  },
};
