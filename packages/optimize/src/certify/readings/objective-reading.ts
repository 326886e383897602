import type { Json } from "../../problem/normalize.ts";
import type { Objective } from "../../objectives/table.ts";
import type { ProblemContext } from "../../problem/context.ts";
import type { Reading } from "../../constraints/constraint-kind.ts";
import type { Constraint } from "../../constraints/table.ts";
import { riskScale } from "../../risks/risk-scale.ts";
import { bindRisk } from "../../risks/table.ts";
import { diagonalOfForm } from "../../problem/quadratic-form.ts";
import type { CompiledProblem } from "../../program/compile.ts";
import { readConstraint } from "./constraint-reading.ts";
import { readLossAverse, readProspectValue, readRegret } from "./behavioural-reading.ts";
import { readCost } from "./cost-reading.ts";
import { readGrowthLoss, readRisk } from "./risk-reading.ts";

type Read = Pick<CompiledProblem, "objective" | "context" | "costs" | "constraints" | "program">;

const variance = { kind: "variance" } as const;

/**
 * The objective of weights in the user's sense, from the problem's own numbers: objective, costs and soft limits, without
 * the program. `multiplier`: what a budget of risk weighs its logarithms by; without one it is the risk alone.
 */
export function readObjective(problem: Read, weights: Float64Array, multiplier?: number): number {
  const { objective, context } = problem;
  const paid = (): number => readPaid(problem, weights);
  switch (objective.kind) {
    case "min-risk":
      return readRisk(objective.risk ?? variance, context, weights) + paid();
    case "max-return":
      return meanReturn(context, weights) - paid();
    case "max-utility": {
      const risk = objective.risk ?? variance;
      const aversion = risk.kind === "variance" ? objective.riskAversion / 2 : objective.riskAversion;
      return meanReturn(context, weights) - aversion * readRisk(risk, context, weights) - paid();
    }
    case "max-ratio": {
      const risk = objective.risk ?? variance;
      return (excessReturn(objective, context, weights) - paid()) / readRisk(risk, context, weights, true);
    }
    case "risk-budget": {
      const risk = readRisk(objective.risk ?? variance, context, weights, true);
      return multiplier === undefined ? risk : risk - multiplier * budgetedLogs(objective, context, weights);
    }
    case "max-diversification": {
      const variances = diagonalOfForm(context.requireCovariance("objective"));
      const largest = variances.reduce((most, value) => Math.max(most, value), 0);
      // cash, whose variance in a sample may be rounding
      const undiversified = weights.reduce(
        (sum, weight, i) => sum + weight * (variances[i]! <= 1e-24 * largest ? 0 : Math.sqrt(variances[i]!)),
        0,
      );
      return (undiversified - paid()) / readRisk(variance, context, weights, true);
    }
    case "min-tracking-error":
      return readRisk({ kind: "standard-deviation", relativeTo: "benchmark" }, context, weights) + paid();
    case "kelly":
      return 0 - readGrowthLoss(context, weights) - paid();
    case "mental-accounts":
      return meanReturn(context, weights);
    case "prospect-utility":
      return readProspectValue(objective, context, weights);
    case "linear-loss-aversion":
      return readLossAverse(objective, context, weights) - paid();
    case "minimax-regret":
      return readRegret(objective, problem, weights) + paid();
    case "equal-weight":
      return distance(weights, new Float64Array(weights.length).fill(exactBudget(problem) / weights.length)) + paid();
    case "inverse-volatility": {
      const inverse = diagonalOfForm(context.requireCovariance("objective")).map((value) => 1 / Math.sqrt(value));
      const total = inverse.reduce((sum, value) => sum + value, 0);
      const budget = exactBudget(problem);
      const target = inverse.map((value) => (budget * value) / total);
      return distance(weights, target) + paid();
    }
  }
}

function meanReturn(context: ProblemContext, weights: Float64Array): number {
  const mean = context.requireMean("objective");
  return weights.reduce((sum, weight, i) => sum + weight * mean[i]!, 0);
}

function excessReturn(
  { risk, riskFreeRate }: Extract<Objective, { readonly kind: "max-ratio" }>,
  context: ProblemContext,
  weights: Float64Array,
): number {
  if (risk?.relativeTo !== undefined)
    return meanReturn(context, weights) - meanReturn(context, context.requireBenchmark("objective"));
  const rate = context.periodRate(riskFreeRate ?? 0, "objective.riskFreeRate");
  return meanReturn(context, weights) - rate * weights.reduce((sum, weight) => sum + weight, 0);
}

function budgetedLogs(
  { budgets }: Extract<Objective, { readonly kind: "risk-budget" }>,
  context: ProblemContext,
  weights: Float64Array,
): number {
  const given = budgets === undefined ? undefined : context.perAsset(budgets, "objective.budgets");
  const total = given?.reduce<number>((sum, value) => sum + (value ?? 0), 0) ?? weights.length;
  return weights.reduce((sum, weight, i) => sum + ((given?.[i] ?? 1) / total) * Math.log(weight), 0);
}

/** Squared distance from a portfolio, less the square of that portfolio. */
function distance(weights: Float64Array, target: Float64Array): number {
  return weights.reduce((sum, weight, i) => sum + weight * (weight - 2 * target[i]!), 0);
}

/** The sum of weights that a budget fixes, or limits on the net exposure of all assets. */
function exactBudget({ constraints, context }: Read): number {
  let total = 1;
  for (const { constraint } of constraints) {
    const ofAll =
      constraint.kind === "budget" ||
      (constraint.kind === "net-exposure" && (constraint.assets?.length ?? context.size) === context.size);
    if (ofAll && typeof constraint.equals === "number") total = constraint.equals;
  }
  return total;
}

/** Costs, penalties, and the price of what soft limits are broken by. */
function readPaid({ costs, constraints, context }: Read, weights: Float64Array): number {
  let paid = 0;
  for (const cost of costs) paid += readCost(cost, context, weights);
  for (const { name, constraint } of constraints) {
    if (constraint.kind !== "soft" || typeof constraint.constraint === "string") continue;
    paid += constraint.penalty * violationOf(constraint.constraint, name, context, weights);
  }
  return paid;
}

/** How far weights are beyond the limits of a constraint, in the numbers that its penalty is for. */
function violationOf(constraint: Constraint, name: string, context: ProblemContext, weights: Float64Array): number {
  let violation = 0;
  for (const { value, min, max } of readConstraint(constraint, name, context, weights)) {
    // an effective number isn't convex itself: its penalty is for the sum of squares or the entropy behind it
    if (constraint.kind === "effective-number")
      violation +=
        constraint.form === "entropy" ? Math.max(0, Math.log(min / value)) : Math.max(0, 1 / value - 1 / min);
    else violation += Math.max(0, min - value, value - max);
  }
  return violation;
}

/** What the objective itself limits: a target return, and risks. */
export function readOwnLimits({ objective, context }: Read, weights: Float64Array): readonly Reading[] {
  if (objective.kind === "min-risk" && objective.targetReturn !== undefined) {
    const mean = context.requireMean("objective.targetReturn");
    const scale = weights.reduce((sum, weight, i) => sum + Math.abs(weight * mean[i]!), 0);
    const value = meanReturn(context, weights);
    return [{ label: "targetReturn", value, min: objective.targetReturn, max: Infinity, scale }];
  }
  if (objective.kind !== "max-return") return [];
  return (objective.riskLimits ?? []).map(({ risk, max, name }) => {
    const value = readRisk(risk, context, weights);
    const scale = riskScale(bindRisk(risk, context, "objective.riskLimits"), value, max, weights);
    return { label: name ?? risk.kind, value, min: -Infinity, max, scale };
  });
}

/** The multiplier that a proof of a risk budget states. */
export function statedMultiplier(proof: Json | undefined): number | undefined {
  const { multiplier } = (proof ?? {}) as { readonly multiplier?: number };
  return typeof multiplier === "number" && multiplier >= 0 ? multiplier : undefined;
}
