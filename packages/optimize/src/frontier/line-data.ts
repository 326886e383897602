import type { Charge } from "../program/charge.ts";
import type { ConvexGoal } from "../program/goal.ts";
import type { Objective } from "../objectives/table.ts";
import type { QuadraticForm } from "../problem/quadratic-form.ts";
import { varianceTerm } from "../risks/variance.ts";

/** A point of a mean-variance frontier: the minimiser of 1/2 variance - riskTolerance x expected return. */
export interface LinePoint {
  readonly riskTolerance: number;
  readonly weights: Float64Array;
  /** One for each row of the program, then for each row of absolute values: d(that objective)/d(limit). */
  readonly rowDuals: Float64Array;
  readonly expectedReturn: number;
  readonly variance: number;
}

/** A corner of a frontier. */
export interface LineCorner extends LinePoint {
  /** Largest of the relative residuals of the optimality conditions. */
  readonly residual: number;
}

/** A mean-variance frontier: weights are linear in the risk tolerance between two corners. */
export interface LineData {
  /** Ascending in risk tolerance, so in expected return and variance too. */
  readonly corners: readonly LineCorner[];
  /** What weights and row duals change by with each unit of risk tolerance beyond the last corner; undefined where they stay. */
  readonly ray: { readonly weights: Float64Array; readonly rowDuals: Float64Array } | undefined;
  readonly mean: Float64Array;
  readonly form: QuadraticForm;
}

const none: readonly Charge[] = [];

/** What a point of the frontier is best at: least variance, or greatest utility at the risk aversion 1 / riskTolerance. */
export interface LineObjective {
  readonly objective: Objective;
  readonly goal: ConvexGoal;
  /** What multipliers of 1/2 variance - riskTolerance x expected return are times, to be those of the goal. */
  readonly factor: number;
}

/** The objective of a point of the frontier: what its certificate is about. */
export function objectiveAt({ form, mean }: LineData, riskTolerance: number): LineObjective {
  const risk = varianceTerm(form);
  if (!(riskTolerance > 0)) {
    const linear = new Float64Array(mean.length);
    return {
      objective: { kind: "min-risk" },
      goal: { form: "convex", sense: "minimize", risk, coefficient: 1, linear, charges: none },
      factor: 2,
    };
  }
  const linear = mean.map((value) => -value);
  return {
    objective: { kind: "max-utility", riskAversion: 1 / riskTolerance },
    goal: { form: "convex", sense: "maximize", risk, coefficient: 0.5 / riskTolerance, linear, charges: none },
    factor: 1 / riskTolerance,
  };
}
