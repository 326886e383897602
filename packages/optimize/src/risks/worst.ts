import { riskMeasures } from "@plimsoll/numeric";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { RiskKind } from "./risk-kind.ts";
import { tailTerm } from "./tail-term.ts";

/** The largest scenario loss. */
export interface Worst {
  readonly kind: "worst";
}

/** Schema of {@link Worst}. */
export const WorstSchema: MemberSchema<Worst> = z.strictObject({ kind: z.literal("worst") });

/** Worst loss. */
export const worst: RiskKind<Worst> = {
  kind: "worst",
  summary: "The largest scenario loss.",
  schema: WorstSchema,
  bind(_risk: Worst, context: ProblemContext, argument: string) {
    const tail = { sign: 1, centre: undefined, target: 0, upper: 1, total: 1 } as const;
    return tailTerm("worst", context.requireScenarios(argument), [tail], (series) => riskMeasures.worst.value(series));
  },
};
