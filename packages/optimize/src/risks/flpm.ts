import { riskMeasures } from "@plimsoll/numeric";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { RiskKind } from "./risk-kind.ts";
import { tailTerm } from "./tail-term.ts";

/** First lower partial moment: mean of max(target - return, 0). */
export interface Flpm {
  readonly kind: "flpm";
  /** Return of one scenario below which it counts as a loss. @defaultValue 0 */
  readonly target?: number | undefined;
}

/** Schema of {@link Flpm}. */
export const FlpmSchema: MemberSchema<Flpm> = z.strictObject({
  kind: z.literal("flpm"),
  target: z.number().optional(),
});

/** First lower partial moment. */
export const flpm: RiskKind<Flpm> = {
  kind: "flpm",
  summary: "First lower partial moment: mean shortfall of the scenario returns below `target` (default 0).",
  schema: FlpmSchema,
  bind({ target = 0 }: Flpm, context: ProblemContext, argument: string) {
    const scenarios = context.requireScenarios(argument);
    const tail = { sign: 1, centre: undefined, target, upper: 1 / scenarios.rows, total: undefined } as const;
    return tailTerm("flpm", scenarios, [tail], (series) => riskMeasures.flpm.value(series, { target }));
  },
};
