import { riskMeasures } from "@plimsoll/numeric";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { RiskKind } from "./risk-kind.ts";
import { measuredTerm } from "./measured-term.ts";

/** Ulcer index: root mean square over all dates of the loss from the running maximum of the cumulated returns (definition 16). */
export interface Ulcer {
  readonly kind: "ulcer";
}

/** Schema of {@link Ulcer}. */
export const UlcerSchema: MemberSchema<Ulcer> = z.strictObject({ kind: z.literal("ulcer") });

/** Ulcer index. */
export const ulcer: RiskKind<Ulcer> = {
  kind: "ulcer",
  summary: "Root mean square drawdown over all dates of the uncompounded path of the scenarios (Martin 1987).",
  schema: UlcerSchema,
  bind(_risk: Ulcer, context: ProblemContext, argument: string) {
    const scenarios = context.requireScenarios(argument);
    return measuredTerm("ulcer", {
      shape: { form: "drawdowns", scenarios, gauge: { kind: "root-mean-square" } },
      value: (series) => riskMeasures.ulcer.value(series),
      mass: scenarios.rows,
      polyhedral: false,
    });
  },
};
