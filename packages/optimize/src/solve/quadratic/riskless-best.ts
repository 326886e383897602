import type { QuadraticForm } from "../../problem/quadratic-form.ts";
import type { Polyhedron } from "../../program/polyhedron.ts";
import type { RootProof } from "../../risks/root-proof.ts";
import type { RiskMinimum } from "../risk-minimum.ts";
import { bestDirection } from "./best-direction.ts";
import { formValue } from "./form-value.ts";

/**
 * Whether a portfolio without risk is best for coefficient x root of w'Qw + linear'w + the polyhedron's own costs: it is
 * where the direction that minimises 1/2 d'Qd + linear'd + costs, among those that stay inside, has a risk of at most the
 * coefficient; that direction's slope then supports the root at the portfolio. Undefined where another one is better, or
 * none is best.
 */
export function risklessBest(
  polyhedron: Polyhedron,
  form: QuadraticForm,
  coefficient: number,
  linear: Float64Array,
  weights: Float64Array,
): RiskMinimum | undefined {
  const found = bestDirection(polyhedron, form, linear, weights);
  if (found === undefined) return undefined;
  const { direction, rowDuals, iterations } = found;
  const risk = Math.sqrt(formValue({ form, centre: undefined, root: true }, direction));
  if (!(risk <= coefficient * (1 + 1e-9))) return undefined;
  const length = direction.reduce((most, move) => Math.max(most, Math.abs(move)), 0);
  const step = length > 0 ? 1 / length : 0;
  const proof: RootProof = {
    at: Array.from(weights, (weight, i) => weight + step * direction[i]!),
    share: Math.min(1, risk / coefficient),
  };
  return { status: "optimal", weights, rowDuals, iterations, proof: { ...proof } };
}
