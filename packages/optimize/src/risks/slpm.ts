import { riskMeasures } from "@plimsoll/numeric";
import * as z from "zod";
import type { ProblemContext, Scenarios } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import { downsideTerm } from "./downside-term.ts";
import type { RiskKind, RiskTerm } from "./risk-kind.ts";

/** Second lower partial moment, as a deviation: the root of `downside-variance`, ddof 1. */
export interface Slpm {
  readonly kind: "slpm";
  /** Return of one scenario below which it counts as a loss. @defaultValue 0 */
  readonly target?: number | undefined;
}

/** Schema of {@link Slpm}. */
export const SlpmSchema: MemberSchema<Slpm> = z.strictObject({
  kind: z.literal("slpm"),
  target: z.number().optional(),
});

/** Second lower partial moment over scenarios. */
export function slpmTerm(scenarios: Scenarios, target: number): RiskTerm {
  const spec = { centre: undefined, target, divisor: scenarios.rows - 1 };
  const { slpm: root, "downside-variance": square } = riskMeasures;
  return {
    ...downsideTerm("slpm", scenarios, spec, true, (series) => root.value(series, { target })),
    square: downsideTerm("downside-variance", scenarios, spec, false, (series) => square.value(series, { target })),
  };
}

/** Second lower partial moment. */
export const slpm: RiskKind<Slpm> = {
  kind: "slpm",
  summary: "Second lower partial moment: root of the squared scenario shortfalls below `target` (default 0), ddof 1.",
  schema: SlpmSchema,
  bind: ({ target = 0 }: Slpm, context: ProblemContext, argument: string) =>
    slpmTerm(context.requireScenarios(argument), target),
};
