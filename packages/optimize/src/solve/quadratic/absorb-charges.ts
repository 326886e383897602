import { diagonalForm, plusDiagonal, scaledForm } from "../../problem/quadratic-form.ts";
import { type Charge, hasImpact, isCurved } from "../../program/charge.ts";
import type { ConvexGoal } from "../../program/goal.ts";
import { varianceTerm } from "../../risks/variance.ts";
import { applyForm } from "./apply-form.ts";

/**
 * The same goal but for a constant, with quadratic charges in the quadratic form of its risk, so that the quadratic
 * solvers serve it; undefined where a charge or the risk bends in another way.
 */
export function absorbCharges(goal: ConvexGoal): ConvexGoal | undefined {
  const { risk, coefficient, linear, charges } = goal;
  if (!charges.some(isCurved)) return goal;
  const present = risk !== undefined && coefficient > 0;
  const quadratic = present ? risk.quadratic : undefined;
  if (charges.some(hasImpact) || (present && (quadratic === undefined || quadratic.root))) return undefined;
  const size = linear.length;
  const { curvature, slopes } = curvesOf(charges, linear);
  if (quadratic?.centre !== undefined) {
    const pull = applyForm(quadratic.form, quadratic.centre);
    for (let i = 0; i < size; i += 1) slopes[i] = slopes[i]! - 2 * coefficient * pull[i]!;
  }
  const form =
    quadratic === undefined
      ? diagonalForm(curvature)
      : plusDiagonal(scaledForm(quadratic.form, coefficient), curvature);
  return {
    ...goal,
    risk: varianceTerm(form),
    coefficient: 1,
    linear: slopes,
    charges: charges.map((charge) => ({ ...charge, quadratic: new Float64Array(size) })),
  };
}

/** Quadratic charges added up as sum curvature_i w_i^2 + slopes'w, a constant left out; `linear` is among the slopes. */
export function curvesOf(
  charges: readonly Charge[],
  linear: Float64Array,
): { readonly curvature: Float64Array; readonly slopes: Float64Array } {
  const curvature = new Float64Array(linear.length);
  const slopes = linear.slice();
  for (const { quadratic, centres } of charges) {
    for (let i = 0; i < linear.length; i += 1) {
      curvature[i] = curvature[i]! + quadratic[i]!;
      slopes[i] = slopes[i]! - 2 * quadratic[i]! * centres[i]!;
    }
  }
  return { curvature, slopes };
}
