import type { RiskTerm } from "../risks/risk-kind.ts";
import type { Charge } from "./charge.ts";
import type { Ticket } from "./ticket.ts";

/** Minimise coefficient x risk + linear'w + charges. */
export interface ConvexGoal {
  readonly form: "convex";
  /** `maximize`: the user's objective is the negative of what is minimised. */
  readonly sense: "minimize" | "maximize";
  readonly risk: RiskTerm | undefined;
  readonly coefficient: number;
  readonly linear: Float64Array;
  /** Costs and penalties of single weights. */
  readonly charges: readonly Charge[];
  /** Fixed costs of trades. @defaultValue none */
  readonly tickets?: readonly Ticket[];
}

/** Maximise (numerator'w - offset - charges) / risk(w), risk convex; homogeneous of degree 1 unless it is counted from a benchmark. */
export interface RatioGoal {
  readonly form: "ratio";
  readonly sense: "maximize";
  readonly numerator: Float64Array;
  /** Return from which the numerator is counted: the benchmark's, beside a risk relative to it. @defaultValue 0 */
  readonly offset?: number;
  readonly risk: RiskTerm;
  /** Costs and penalties of single weights, paid out of the numerator. */
  readonly charges: readonly Charge[];
  /** Fixed costs of trades, paid out of the numerator. @defaultValue none */
  readonly tickets?: readonly Ticket[];
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
