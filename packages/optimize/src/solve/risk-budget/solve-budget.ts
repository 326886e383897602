import { invalidInput } from "@plimsoll/core";
import { denseValues, diagonalOfForm } from "../../problem/quadratic-form.ts";
import type { BudgetGoal } from "../../program/goal.ts";
import type { Program } from "../../program/program.ts";
import type { QuadraticRisk } from "../../risks/risk-shape.ts";
import type { Outcome } from "../outcome.ts";
import { formValue } from "../quadratic/form-value.ts";
import type { Solving } from "../solving.ts";
import { budgeted } from "./budgeted.ts";
import { conicBudget } from "./conic-budget.ts";
import { constrainedBudget } from "./constrained-budget.ts";
import { isFeasible } from "./is-feasible.ts";
import { spendRisk } from "./spend-risk.ts";

/** Spends risk by budget (definition 28): in closed direction where the constraints allow it, constrained otherwise. */
export function* solveBudget(goal: BudgetGoal, program: Program): Solving<Outcome> {
  const quadratic = goal.risk.quadratic;
  const budget = program.budget;
  if (budget === undefined || budget <= 0) {
    throw invalidInput(
      "constraints",
      "a risk budget is met by weights above 0 of any sum alike: fix their sum by a budget above 0 that is exact",
      { reason: "no-exact-budget" },
    );
  }
  if (quadratic === undefined || quadratic.centre !== undefined) return yield* conicBudget(goal, program);
  yield { phase: "risk budget", done: 0 };
  const spent = spendRisk(denseValues(quadratic.form), goal.budgets);
  if (isRiskless(quadratic, spent.y)) {
    throw invalidInput(
      "covariance",
      "some long-only portfolio has no risk, so risk can't be budgeted: the covariance is singular, shrink it",
      {
        reason: "riskless",
      },
    );
  }
  if (!spent.converged) return { status: "not-converged", iterations: spent.iterations, residual: spent.residual };
  const total = spent.y.reduce((sum, value) => sum + value, 0);
  const weights = spent.y.map((value) => (value * budget) / total);
  if (isFeasible(program, weights)) {
    const multiplier = Math.sqrt(formValue(quadratic, weights));
    return budgeted(
      program,
      weights,
      new Float64Array(program.rows.length),
      multiplier,
      spent.iterations,
      "coordinate descent",
    );
  }
  const soft = program.rows.some(({ penalty }) => penalty < Infinity);
  if (soft || program.absolutes.length > 0 || program.caps.length > 0)
    return yield* conicBudget(goal, program, weights);
  return yield* constrainedBudget(goal, program, quadratic, weights);
}

/** Whether a portfolio's risk is rounding, or all but: then the search runs off along it. */
function isRiskless(risk: QuadraticRisk, y: Float64Array): boolean {
  const variances = diagonalOfForm(risk.form);
  const largest = variances.reduce((most, variance) => Math.max(most, variance), 0);
  // the variance of cash in a sample may be rounding
  if (variances.some((variance) => variance <= 1e-24 * largest)) return true;
  let terms = 0;
  variances.forEach((variance, i) => (terms += Math.sqrt(variance) * y[i]!));
  return formValue(risk, y) <= 1e-10 * terms * terms;
}
