import type { ConvexGoal } from "../program/goal.ts";
import { varianceTerm } from "../risks/variance.ts";

/**
 * The feasible portfolio nearest to `target` in Euclidean distance: the target itself wherever the constraints allow it.
 * The goal of rules that name a portfolio rather than an objective. Minimises |w - target|^2 - |target|^2.
 */
export function nearestTo(target: Float64Array): ConvexGoal {
  const size = target.length;
  const specificVariance = new Float64Array(size).fill(1);
  const identity = {
    form: "factor",
    size,
    factors: 0,
    loadings: new Float64Array(0),
    factorCovariance: new Float64Array(0),
    specificVariance,
  } as const;
  return {
    form: "convex",
    sense: "minimize",
    risk: varianceTerm(identity),
    coefficient: 1,
    linear: target.map((weight) => -2 * weight),
  };
}
