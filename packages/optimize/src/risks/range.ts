import { riskMeasures } from "@plimsoll/numeric";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { RiskKind } from "./risk-kind.ts";
import { tailTerm } from "./tail-term.ts";

/** The largest scenario return less the smallest. */
export interface Range {
  readonly kind: "range";
}

/** Schema of {@link Range}. */
export const RangeSchema: MemberSchema<Range> = z.strictObject({ kind: z.literal("range") });

/** Range. */
export const range: RiskKind<Range> = {
  kind: "range",
  summary: "The largest scenario return less the smallest.",
  schema: RangeSchema,
  bind(_risk: Range, context: ProblemContext, argument: string) {
    const losses = { sign: 1, centre: undefined, target: 0, upper: 1, total: 1 } as const;
    const gains = { ...losses, sign: -1 } as const;
    return tailTerm("range", context.requireScenarios(argument), [losses, gains], (series) =>
      riskMeasures.range.value(series),
    );
  },
};
