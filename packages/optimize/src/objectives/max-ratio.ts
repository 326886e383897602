import { invalidInput } from "@plimsoll/core";
import { dot } from "@plimsoll/numeric";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { bindRisk, type Risk, RiskSchema } from "../risks/table.ts";
import type { LoweredObjective, ObjectiveKind } from "./objective-kind.ts";

/**
 * Greatest excess return over risk (definition 29); variance divides by volatility, which is the Sharpe ratio. With a risk
 * relative to the benchmark it is the greatest return over the benchmark's for that risk: the information ratio.
 */
export interface MaxRatio {
  readonly kind: "max-ratio";
  /** @defaultValue variance */
  readonly risk?: Risk | undefined;
  /** Annual; not beside a risk relative to the benchmark. @defaultValue 0 */
  readonly riskFreeRate?: number | undefined;
}

/** Schema of {@link MaxRatio}. */
export const MaxRatioSchema: MemberSchema<MaxRatio> = z.strictObject({
  kind: z.literal("max-ratio"),
  risk: RiskSchema.optional(),
  riskFreeRate: z.number().gt(-1).optional(),
});

/** Maximum ratio. */
export const maxRatio: ObjectiveKind<MaxRatio> = {
  kind: "max-ratio",
  summary: "Greatest excess return over risk; the Sharpe ratio where risk is variance or standard deviation.",
  schema: MaxRatioSchema,
  lower(objective: MaxRatio, context: ProblemContext, _builder: ProgramBuilder): LoweredObjective {
    const mean = context.requireMean("objective");
    const riskFreeRate = objective.riskFreeRate ?? 0;
    if (objective.risk?.relativeTo !== undefined && objective.riskFreeRate !== undefined) {
      throw invalidInput(
        "objective.riskFreeRate",
        "a ratio to a risk relative to the benchmark counts the return over the benchmark's: leave out riskFreeRate",
      );
    }
    const rate = context.periodRate(riskFreeRate, "objective.riskFreeRate");
    const risk = bindRisk(objective.risk ?? { kind: "variance" }, context, "objective.risk");
    if (risk.quadratic === undefined) context.requireScenarioUnit("objective");
    return {
      goal: {
        form: "ratio",
        sense: "maximize",
        numerator: mean.map((value) => value - rate),
        risk: risk.homogeneous ?? risk,
        charges: [],
        ...(risk.benchmark === undefined ? {} : { offset: dot(mean, risk.benchmark) }),
      },
      reported: risk,
      riskFreeRate,
    };
  },
};
