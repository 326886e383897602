import type { RiskTerm } from "../risks/risk-kind.ts";

/** Minimise coefficient x risk + linear'w. */
export interface ConvexGoal {
  readonly form: "convex";
  /** `maximize`: the user's objective is the negative of what is minimised. */
  readonly sense: "minimize" | "maximize";
  readonly risk: RiskTerm | undefined;
  readonly coefficient: number;
  readonly linear: Float64Array;
}

/** Maximise numerator'w / risk(w), risk homogeneous of degree 1. */
export interface RatioGoal {
  readonly form: "ratio";
  readonly sense: "maximize";
  readonly numerator: Float64Array;
  readonly risk: RiskTerm;
}

/** Spend the risk, homogeneous of degree 1, in proportion to budgets (definition 28). */
export interface BudgetGoal {
  readonly form: "risk-budget";
  readonly sense: "minimize";
  readonly risk: RiskTerm;
  /** Positive, sum 1. */
  readonly budgets: Float64Array;
}

/** The canonical objectives: what every objective lowers to, and what the solvers and the checker read. */
export type Goal = ConvexGoal | RatioGoal | BudgetGoal;
