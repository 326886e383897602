import { riskMeasures } from "@plimsoll/numeric";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { RiskKind } from "./risk-kind.ts";
import { tailShare } from "./tail-share.ts";
import { tailTerm } from "./tail-term.ts";

/** Mean of the worst 1 - `confidence` of the scenario losses, exact: it counts a part of the scenario at the edge (definition 2). */
export interface Cvar {
  readonly kind: "cvar";
  /** Strictly between 0 and 1. @defaultValue 0.95 */
  readonly confidence?: number | undefined;
}

/** Schema of {@link Cvar}. */
export const CvarSchema: MemberSchema<Cvar> = z.strictObject({
  kind: z.literal("cvar"),
  confidence: z.number().gt(0).lt(1).optional(),
});

/** Conditional value at risk. */
export const cvar: RiskKind<Cvar> = {
  kind: "cvar",
  summary: "Mean of the worst 1 - `confidence` (default .95) of the scenario losses; also expected shortfall.",
  schema: CvarSchema,
  bind({ confidence = 0.95 }: Cvar, context: ProblemContext, argument: string) {
    const scenarios = context.requireScenarios(argument);
    const upper = tailShare(confidence, scenarios.rows);
    const tail = { sign: 1, centre: undefined, target: 0, upper, total: 1 } as const;
    return tailTerm("cvar", scenarios, [tail], (series) => riskMeasures.cvar.value(series, { confidence }));
  },
};
