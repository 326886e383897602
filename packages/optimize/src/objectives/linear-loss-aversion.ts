import { columnMeans } from "@plimsoll/numeric";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { bindRisk } from "../risks/table.ts";
import type { LoweredObjective, ObjectiveKind } from "./objective-kind.ts";

/**
 * Greatest expected value to an investor to whom losses count `lambda` times, with a kink and no curvature: the mean
 * return of the scenarios less (lambda - 1) x their first lower partial moment below `reference`, a linear program
 * (Fortin & Hlouskova 2011; Siegmann & Lucas 2005). It is the mean of v(return - reference) + reference, v(y) = y for
 * gains and lambda y for losses. The mean is that of the scenarios, also where the problem states another.
 *
 * @example
 * ```ts
 * import { optimize } from "@plimsoll/optimize";
 *
 * const assets = ["A", "B", "C"];
 * const values = [[0.2, 0.05, 0.03], [-0.1, -0.04, 0.03], [0.02, 0.1, 0.03]];
 * for (const lambda of [1, 2.25]) {
 *   const objective = { kind: "linear-loss-aversion", lambda } as const;
 *   const { weightArray } = await optimize({ assets, scenarios: { assets, values }, objective });
 *   console.log(lambda, [...weightArray].map((weight) => weight.toFixed(3)).join(" "));
 * }
 * // 1 1.000 0.000 0.000
 * // 2.25 0.000 0.429 0.571
 * ```
 */
export interface LinearLossAversion {
  readonly kind: "linear-loss-aversion";
  /** What a loss counts beside a gain of its size, at least 1. @defaultValue 2.25 (Tversky & Kahneman 1992) */
  readonly lambda?: number | undefined;
  /** Return of one scenario below which it is a loss. @defaultValue 0 */
  readonly reference?: number | undefined;
  /** `"benchmark"` counts gains and losses from the return of the problem's `benchmark`. @defaultValue from `reference` alone */
  readonly relativeTo?: "benchmark" | undefined;
}

/** Schema of {@link LinearLossAversion}. */
export const LinearLossAversionSchema: MemberSchema<LinearLossAversion> = z.strictObject({
  kind: z.literal("linear-loss-aversion"),
  lambda: z.number().min(1).optional(),
  reference: z.number().optional(),
  relativeTo: z.literal("benchmark").optional(),
});

/** Median loss aversion of Tversky & Kahneman (1992). */
export const medianLossAversion = 2.25;

/** Linear loss aversion. */
export const linearLossAversion: ObjectiveKind<LinearLossAversion> = {
  kind: "linear-loss-aversion",
  summary:
    "Mean scenario return less (`lambda` - 1) times the mean shortfall below `reference`: losses count `lambda` times.",
  schema: LinearLossAversionSchema,
  lower(objective: LinearLossAversion, context: ProblemContext, _builder: ProgramBuilder): LoweredObjective {
    const { lambda = medianLossAversion, reference = 0, relativeTo } = objective;
    const { rows, values } = context.requireScenarios("objective");
    const risk = bindRisk({ kind: "flpm", target: reference, relativeTo }, context, "objective");
    const linear = columnMeans(values, rows, context.size).map((mean) => -mean);
    return {
      goal: { form: "convex", sense: "maximize", risk, coefficient: lambda - 1, linear, charges: [] },
      reported: risk,
      riskFreeRate: 0,
    };
  },
};
