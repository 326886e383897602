import type { Charge } from "../program/charge.ts";
import type { ConvexGoal } from "../program/goal.ts";
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

/** The goal that a point of the frontier minimises: what its certificate is about. */
export function goalAt({ form, mean }: LineData, riskTolerance: number): ConvexGoal {
  return {
    form: "convex",
    sense: "minimize",
    risk: varianceTerm(form),
    coefficient: 0.5,
    linear: mean.map((value) => -riskTolerance * value),
    charges: none,
  };
}
