import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { growthTerm } from "../risks/growth-term.ts";
import type { LoweredObjective, ObjectiveKind } from "./objective-kind.ts";

/**
 * Greatest mean log growth of the scenarios, mean ln(1 + return'w), exact (Kelly 1956): what is not invested earns nothing,
 * so cash is an asset of its own. Growth has no unit, and changes with the unit of returns: they are simple fractions.
 */
export interface Kelly {
  readonly kind: "kelly";
}

/** Schema of {@link Kelly}. */
export const KellySchema: MemberSchema<Kelly> = z.strictObject({ kind: z.literal("kelly") });

/** Kelly growth. */
export const kelly: ObjectiveKind<Kelly> = {
  kind: "kelly",
  summary: "Greatest mean log growth of wealth over the scenarios, exact; weights lose everything in none of them.",
  schema: KellySchema,
  lower(_objective: Kelly, context: ProblemContext, _builder: ProgramBuilder): LoweredObjective {
    const risk = growthTerm(context.requireScenarios("objective"));
    return {
      goal: {
        form: "convex",
        sense: "maximize",
        risk,
        coefficient: 1,
        linear: new Float64Array(context.size),
        charges: [],
      },
      reported: undefined,
      riskFreeRate: 0,
    };
  },
};
