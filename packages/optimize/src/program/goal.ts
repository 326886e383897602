import type { Scenarios } from "../problem/context.ts";
import type { QuadraticForm } from "../problem/quadratic-form.ts";
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

/** A part of the wealth with a goal of its own: to fall short of the threshold with at most a given probability. */
export interface Account {
  readonly name: string;
  /** Of the whole wealth; the shares sum to 1. */
  readonly share: number;
  /** Least return, in the unit of the means. */
  readonly threshold: number;
  /** Standard deviations by which the mean has to be above the threshold: the normal quantile of 1 - probability. */
  readonly deviations: number;
}

/**
 * Of each account maximise mean'w where mean'w - deviations x sqrt(w'Qw) >= threshold, each over the whole program; what
 * is held is the mixture by shares.
 */
export interface AccountsGoal {
  readonly form: "accounts";
  readonly sense: "maximize";
  readonly mean: Float64Array;
  readonly covariance: QuadraticForm;
  readonly accounts: readonly Account[];
}

/** What proves one account's portfolio: multipliers of the minimised negative mean. */
export interface AccountProof {
  readonly name: string;
  readonly weights: readonly number[];
  /** -d(mean)/d(threshold), at least 0. */
  readonly price: number;
  readonly rows: readonly number[];
  readonly absolutes: readonly number[];
  /** Where the slope of the volatility is taken, for weights without any. @defaultValue at the weights */
  readonly at?: readonly number[];
}

/** What a gain or a loss is worth: v(0) = 0, increasing. */
export type ValueFunction =
  /** y^alpha for gains, -lambda (-y)^beta for losses. */
  | { readonly kind: "power"; readonly alpha: number; readonly beta: number; readonly lambda: number }
  /** 1 - exp(-gain y) for gains, -lambda (1 - exp(loss y)) for losses. */
  | { readonly kind: "exponential"; readonly gain: number; readonly loss: number; readonly lambda: number };

/** Maximise the cumulative prospect value (definition 47) of the scenarios' returns less the references. Not convex. */
export interface ProspectGoal {
  readonly form: "prospect";
  readonly sense: "maximize";
  readonly scenarios: Scenarios;
  /** Return that is neither gain nor loss, of each scenario. */
  readonly references: Float64Array;
  readonly worth: ValueFunction;
  /** Powers of the weighting of probabilities, of gains and of losses. */
  readonly gamma: number;
  readonly delta: number;
  readonly starts: number;
  readonly seed: number;
}

/** The canonical objectives: what every objective lowers to, and what the solvers and the checker read. */
export type Goal = ConvexGoal | RatioGoal | BudgetGoal | AccountsGoal | ProspectGoal;

/** Goals that costs may be part of. */
export type ChargedGoal = ConvexGoal | RatioGoal;

/** Whether costs, and rules about what is held, may go with a goal. */
export function isCharged(goal: Goal): goal is ChargedGoal {
  return goal.form === "convex" || goal.form === "ratio";
}
