import type { QuadraticForm } from "../../problem/quadratic-form.ts";
import { columnsOf, type Polyhedron } from "../../program/polyhedron.ts";
import { QuadraticFamily } from "./quadratic-family.ts";

/** Distance from a limit, in columns, at which it binds. */
const touching = 1e-9;

/** A direction of weights that leads away from a portfolio, with the multipliers of the rows. */
export interface Direction {
  readonly direction: Float64Array;
  readonly rowDuals: Float64Array;
  readonly iterations: number;
}

/**
 * The direction d that minimises 1/2 d'Qd + linear'd + the polyhedron's own costs, among those that stay inside the
 * polyhedron for some way; undefined where there is none.
 */
export function bestDirection(
  polyhedron: Polyhedron,
  form: QuadraticForm,
  linear: Float64Array,
  weights: Float64Array,
): Direction | undefined {
  const { tangent, prices } = tangentAt(polyhedron, weights);
  const { status, weights: direction, rowDuals, iterations } = new QuadraticFamily(tangent, form).solve(linear, 1);
  if (status !== "optimal") return undefined;
  return { direction, rowDuals: rowDuals.map((dual, k) => dual + prices[k]!), iterations };
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
