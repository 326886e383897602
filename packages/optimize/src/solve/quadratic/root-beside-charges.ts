import { plusDiagonal } from "../../problem/quadratic-form.ts";
import { type Charge, hasImpact, smoothSlopes } from "../../program/charge.ts";
import type { Polyhedron } from "../../program/polyhedron.ts";
import type { QuadraticRisk } from "../../risks/risk-shape.ts";
import type { RiskMinimum } from "../risk-minimum.ts";
import { minimizeRoot, type SquareFamily } from "../root-of-square.ts";
import type { Solving } from "../solving.ts";
import { curvesOf } from "./absorb-charges.ts";
import { formValue, isNegligible, undiversified } from "./form-value.ts";
import { centreTerm, combined, failed, minimizeQuadratic } from "./minimize-quadratic.ts";
import { QuadraticFamily } from "./quadratic-family.ts";

/**
 * Minimises coefficient x root of a form + linear'w + charges that bend + the polyhedron's own costs: quadratic charges
 * join the form by the parameter at which they weigh against its root. Undefined where a three-halves charge draws away
 * from the portfolio without risk, or there is none.
 */
export function* minimizeRootBesideCharges(
  polyhedron: Polyhedron,
  risk: QuadraticRisk,
  coefficient: number,
  linear: Float64Array,
  charges: readonly Charge[],
): Solving<RiskMinimum | undefined> {
  const riskless = yield* minimizeRiskless(polyhedron, risk, coefficient, linear, charges);
  if (riskless !== undefined || charges.some(hasImpact)) return riskless;
  const centred = centreTerm(risk);
  const { curvature, slopes } = curvesOf(charges, linear);
  const family: SquareFamily = {
    solve(parameter) {
      const form = plusDiagonal(
        risk.form,
        curvature.map((value) => 2 * parameter * value),
      );
      const point = new QuadraticFamily(polyhedron, form).solve(combined(slopes, parameter, centred), parameter);
      return point.status === "optimal" ? { ...point, status: "optimal" } : failed(point);
    },
    squareOf: (weights: Float64Array) => formValue(risk, weights),
    sizeOf: (weights: Float64Array) => undiversified(risk, weights),
  };
  return yield* minimizeRoot(family, coefficient);
}

/** A portfolio without risk, where it is best: at it charges weigh by their slope alone. Undefined where another is better. */
function* minimizeRiskless(
  polyhedron: Polyhedron,
  risk: QuadraticRisk,
  coefficient: number,
  linear: Float64Array,
  charges: readonly Charge[],
): Solving<RiskMinimum | undefined> {
  const least = new QuadraticFamily(polyhedron, risk.form).solve(centreTerm(risk), 0);
  if (least.status !== "optimal" || !isNegligible(risk, least.weights)) return undefined;
  const bent = smoothSlopes(charges, least.weights);
  const best = yield* minimizeQuadratic(
    polyhedron,
    risk,
    coefficient,
    linear.map((slope, i) => slope + bent[i]!),
  );
  if (best.status !== "optimal" || !isNegligible(risk, best.weights)) return undefined;
  const moved = best.weights.some((weight, i) => Math.abs(weight - least.weights[i]!) > 1e-9);
  return moved ? undefined : { ...best, weights: least.weights };
}
