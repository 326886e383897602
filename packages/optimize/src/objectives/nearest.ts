import { identityForm } from "../problem/quadratic-form.ts";
import type { ConvexGoal } from "../program/goal.ts";
import { varianceTerm } from "../risks/variance.ts";

/**
 * The feasible portfolio nearest to `target` in Euclidean distance: the target itself wherever the constraints allow it.
 * The goal of rules that name a portfolio rather than an objective. Minimises |w - target|^2 - |target|^2.
 */
export function nearestTo(target: Float64Array): ConvexGoal {
  return {
    form: "convex",
    sense: "minimize",
    risk: varianceTerm(identityForm(target.length)),
    coefficient: 1,
    linear: target.map((weight) => -2 * weight),
    charges: [],
  };
}
