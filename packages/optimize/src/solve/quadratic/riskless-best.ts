import type { QuadraticForm } from "../../problem/quadratic-form.ts";
import { columnsOf, type Polyhedron } from "../../program/polyhedron.ts";
import type { RootProof } from "../../risks/root-proof.ts";
import type { RiskMinimum } from "../risk-minimum.ts";
import { formValue } from "./minimize-quadratic.ts";
import { QuadraticFamily } from "./quadratic-family.ts";

/** Distance from a limit, in columns, at which it binds. */
const touching = 1e-9;

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
  const { tangent, prices } = tangentAt(polyhedron, weights);
  const { status, weights: direction, rowDuals, iterations } = new QuadraticFamily(tangent, form).solve(linear, 1);
  if (status !== "optimal") return undefined;
  const risk = Math.sqrt(formValue({ form, centre: undefined, root: true }, direction));
  if (!(risk <= coefficient * (1 + 1e-9))) return undefined;
  const length = direction.reduce((most, move) => Math.max(most, Math.abs(move)), 0);
  const step = length > 0 ? 1 / length : 0;
  const proof: RootProof = {
    at: Array.from(weights, (weight, i) => weight + step * direction[i]!),
    share: Math.min(1, risk / coefficient),
  };
  const duals = rowDuals.map((dual, k) => dual + prices[k]!);
  return { status: "optimal", weights, rowDuals: duals, iterations, proof: { ...proof } };
}

/**
 * The directions from a portfolio that stay inside a polyhedron for some way. Limits that it breaks cost their price, as
 * `prices` of the rows say, and bind no direction.
 */
function tangentAt(
  polyhedron: Polyhedron,
  weights: Float64Array,
): { readonly tangent: Polyhedron; readonly prices: Float64Array } {
  const { columns, owner, lower, upper, rows, size } = polyhedron;
  const x = columnsOf(polyhedron, weights);
  const values = new Float64Array(rows.count);
  const firstViolation = owner.indexOf(-1);
  const pieces = firstViolation < 0 ? columns : firstViolation;
  for (let k = 0; k < rows.count; k += 1) {
    for (let j = 0; j < pieces; j += 1) values[k] = values[k]! + rows.matrix[k * columns + j]! * x[j]!;
    // what is missing is made up by the violations, each of which has a row of its own
    for (let j = pieces; j < columns; j += 1) {
      const sign = rows.matrix[k * columns + j]!;
      if (sign === 0) continue;
      x[j] = Math.max(0, sign > 0 ? rows.lower[k]! - values[k]! : values[k]! - rows.upper[k]!);
    }
  }
  const binds = (value: number, limit: number): boolean =>
    Number.isFinite(limit) && Math.abs(value - limit) <= touching * Math.max(1, Math.abs(limit));
  const cost = polyhedron.cost.slice();
  const prices = new Float64Array(rows.count);
  const low = rows.lower.map((limit, k) => (binds(values[k]!, limit) ? 0 : -Infinity));
  const high = rows.upper.map((limit, k) => (binds(values[k]!, limit) ? 0 : Infinity));
  for (let j = pieces; j < columns; j += 1) {
    if (x[j]! <= touching) continue;
    for (let k = 0; k < rows.count; k += 1) {
      const sign = rows.matrix[k * columns + j]!;
      if (sign === 0) continue;
      prices[k] = (sign * polyhedron.cost[j]!) / polyhedron.rowScales[k]!;
      for (let i = 0; i < pieces; i += 1) cost[i]! -= sign * polyhedron.cost[j]! * rows.matrix[k * columns + i]!;
    }
  }
  const held = (j: number): boolean => j >= pieces && x[j]! > touching;
  const tangent = {
    ...polyhedron,
    cost,
    anchor: new Float64Array(size),
    lower: lower.map((limit, j) => (held(j) || binds(x[j]!, limit) ? 0 : -Infinity)),
    upper: upper.map((limit, j) => (held(j) || binds(x[j]!, limit) ? 0 : Infinity)),
    rows: { ...rows, lower: low, upper: high },
  };
  return { tangent, prices };
}
