import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import type { PerAsset, ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { PerAssetSchema } from "../constraints/constraint-kind.ts";
import { bindRisk, type Risk, RiskSchema } from "../risks/table.ts";
import type { LoweredObjective, ObjectiveKind } from "./objective-kind.ts";

/** Spends risk in given proportions (definition 28); risk parity where all budgets are equal. */
export interface RiskBudget {
  readonly kind: "risk-budget";
  /** Variance is budgeted through its root. @defaultValue variance */
  readonly risk?: Risk | undefined;
  /** Share of the total risk of each asset, above 0, sum 1. @defaultValue the same for all */
  readonly budgets?: PerAsset | undefined;
}

/** Schema of {@link RiskBudget}. */
export const RiskBudgetSchema: MemberSchema<RiskBudget> = z.strictObject({
  kind: z.literal("risk-budget"),
  risk: RiskSchema.optional(),
  budgets: PerAssetSchema.optional(),
});

/** Risk budgets. */
export const riskBudget: ObjectiveKind<RiskBudget> = {
  kind: "risk-budget",
  summary: "Risk spent in proportion to `budgets`; risk parity where they are left out.",
  schema: RiskBudgetSchema,
  lower(objective: RiskBudget, context: ProblemContext, _builder: ProgramBuilder): LoweredObjective {
    if (objective.risk?.relativeTo !== undefined) {
      throw invalidInput(
        "objective.risk",
        "risk budgets need a risk that scales with the weights, which one relative to the benchmark doesn't",
      );
    }
    const risk = bindRisk(objective.risk ?? { kind: "variance" }, context, "objective.risk");
    return {
      goal: {
        form: "risk-budget",
        sense: "minimize",
        risk: risk.homogeneous ?? risk,
        budgets: readBudgets(objective, context),
      },
      reported: risk,
      riskFreeRate: 0,
    };
  },
};

function readBudgets(objective: RiskBudget, context: ProblemContext): Float64Array {
  if (objective.budgets === undefined) return new Float64Array(context.size).fill(1 / context.size);
  const given = context.perAsset(objective.budgets, "objective.budgets");
  const budgets = Float64Array.from(given, (value, i) => {
    if (typeof value === "number" && value > 0) return value;
    throw invalidInput(
      "objective.budgets",
      `the risk budget of "${context.assets[i]}" is ${value ?? "missing"}: every asset needs one above 0`,
    );
  });
  const total = budgets.reduce((sum, value) => sum + value, 0);
  if (Math.abs(total - 1) > 1e-9) {
    throw invalidInput("objective.budgets", `the risk budgets sum to ${total}: expected 1`, {
      expected: "sum 1",
      received: String(total),
    });
  }
  return budgets.map((value) => value / total);
}
