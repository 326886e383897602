import { riskMeasures } from "@plimsoll/numeric";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { RiskKind } from "./risk-kind.ts";
import { tailShare } from "./tail-share.ts";
import { tailTerm } from "./tail-term.ts";

/** Mean of the best tail of the scenario returns less the mean of the worst tail. */
export interface CvarRange {
  readonly kind: "cvar-range";
  /** Strictly between 0 and 1. @defaultValue 0.95 */
  readonly confidence?: number | undefined;
  /** Confidence of the tail of gains. @defaultValue `confidence` */
  readonly gainConfidence?: number | undefined;
}

/** Schema of {@link CvarRange}. */
export const CvarRangeSchema: MemberSchema<CvarRange> = z.strictObject({
  kind: z.literal("cvar-range"),
  confidence: z.number().gt(0).lt(1).optional(),
  gainConfidence: z.number().gt(0).lt(1).optional(),
});

/** CVaR range. */
export const cvarRange: RiskKind<CvarRange> = {
  kind: "cvar-range",
  summary: "Mean of the best 1 - `gainConfidence` of the scenario returns less that of the worst 1 - `confidence`.",
  schema: CvarRangeSchema,
  bind({ confidence = 0.95, gainConfidence = confidence }: CvarRange, context: ProblemContext, argument: string) {
    const scenarios = context.requireScenarios(argument);
    const tail = { centre: undefined, target: 0, total: 1 } as const;
    const losses = { ...tail, sign: 1, upper: tailShare(confidence, scenarios.rows) } as const;
    const gains = { ...tail, sign: -1, upper: tailShare(gainConfidence, scenarios.rows) } as const;
    return tailTerm("cvar-range", scenarios, [losses, gains], (series) =>
      riskMeasures["cvar-range"].value(series, { confidence, gainConfidence }),
    );
  },
};
