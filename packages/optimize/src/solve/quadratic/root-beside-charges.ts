import { plusDiagonal } from "../../problem/quadratic-form.ts";
import type { Charge } from "../../program/charge.ts";
import type { Polyhedron } from "../../program/polyhedron.ts";
import type { QuadraticRisk, RiskMinimum } from "../../risks/risk-kind.ts";
import { minimizeRoot, type SquareFamily } from "../root-of-square.ts";
import type { Solving } from "../solving.ts";
import { curvesOf } from "./absorb-charges.ts";
import {
  centreTerm,
  combined,
  failed,
  formValue,
  isNegligible,
  minimizeQuadratic,
  undiversified,
} from "./minimize-quadratic.ts";
import { QuadraticFamily } from "./quadratic-family.ts";

/**
 * Minimises coefficient x root of a form + linear'w + quadratic charges + the polyhedron's own costs: the charges join the
 * form by the parameter at which they weigh against its root.
 */
export function* minimizeRootBesideCharges(
  polyhedron: Polyhedron,
  risk: QuadraticRisk,
  coefficient: number,
  linear: Float64Array,
  charges: readonly Charge[],
): Solving<RiskMinimum> {
  const centred = centreTerm(risk);
  const { curvature, slopes } = curvesOf(charges, linear);
  const riskless = yield* minimizeRiskless(polyhedron, risk, coefficient, { curvature, slopes });
  if (riskless !== undefined) return riskless;
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
  { curvature, slopes }: ReturnType<typeof curvesOf>,
): Solving<RiskMinimum | undefined> {
  const least = new QuadraticFamily(polyhedron, risk.form).solve(centreTerm(risk), 0);
  if (least.status !== "optimal" || !isNegligible(risk, least.weights)) return undefined;
  const linear = slopes.map((slope, i) => slope + 2 * curvature[i]! * least.weights[i]!);
  const best = yield* minimizeQuadratic(polyhedron, risk, coefficient, linear);
  if (best.status !== "optimal" || !isNegligible(risk, best.weights)) return undefined;
  const moved = best.weights.some((weight, i) => Math.abs(weight - least.weights[i]!) > 1e-9);
  return moved ? undefined : { ...best, weights: least.weights };
}
