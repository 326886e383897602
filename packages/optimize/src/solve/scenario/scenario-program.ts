import { gemv, gemvTransposed } from "@plimsoll/numeric";
import type { Scenarios } from "../../problem/context.ts";
import { columnCosts, type Polyhedron, weightsOf } from "../../program/polyhedron.ts";
import type { RiskMinimum } from "../../risks/risk-kind.ts";

/** What a measure reads: returns by period, or the cumulated return before the first and after each period. */
export type ScenarioPoints = "returns" | "path";

/**
 * Minimise R(points x + offset) + linear'x over a polyhedron's columns, R homogeneous of degree 1. Returns are divided by
 * their typical size, so that tolerances mean the same in any unit.
 */
export interface ScenarioProgram {
  readonly polyhedron: Polyhedron;
  readonly columns: number;
  readonly kind: ScenarioPoints;
  /** Number of periods. */
  readonly periods: number;
  /** `periods` for returns, one more for a path. */
  readonly count: number;
  /** count x columns, row-major. */
  readonly points: Float64Array;
  /** Points of the polyhedron's anchor. */
  readonly offset: Float64Array;
  readonly linear: Float64Array;
  /** Multiplies an objective of this program into one of the problem. */
  readonly factor: number;
}

/** Puts coefficient x R(scenarios w) + linear'w + the polyhedron's own costs into the solvers' form. */
export function scenarioProgramOf(
  polyhedron: Polyhedron,
  scenarios: Scenarios,
  coefficient: number,
  linear: Float64Array,
  kind: ScenarioPoints,
): ScenarioProgram {
  const { rows: periods, values } = scenarios;
  const { size, columns, owner, anchor } = polyhedron;
  let squares = 0;
  for (let i = 0; i < values.length; i += 1) squares += values[i]! * values[i]!;
  const unit = Math.sqrt(squares / values.length) || 1;
  const count = kind === "path" ? periods + 1 : periods;
  const points = new Float64Array(count * columns);
  const offset = new Float64Array(count);
  const anchored = gemv(values, periods, size, anchor);
  for (let t = 0; t < periods; t += 1) {
    const row = kind === "path" ? t + 1 : t;
    const from = row * columns;
    for (let j = 0; j < columns && owner[j]! >= 0; j += 1) points[from + j] = values[t * size + owner[j]!]! / unit;
    offset[row] = anchored[t]! / unit;
    if (kind === "path") {
      for (let j = 0; j < columns; j += 1) points[from + j]! += points[from - columns + j]!;
      offset[row] += offset[row - 1]!;
    }
  }
  const factor = coefficient * unit;
  return {
    polyhedron,
    columns,
    kind,
    periods,
    count,
    points,
    offset,
    linear: columnCosts(polyhedron, linear).map((value) => value / factor),
    factor,
  };
}

/** points x + offset. */
export function valuesAt({ points, count, columns, offset }: ScenarioProgram, x: Float64Array): Float64Array {
  const values = gemv(points, count, columns, x);
  for (let i = 0; i < count; i += 1) values[i]! += offset[i]!;
  return values;
}

/** Values of equal weights: what a risk is measured against where there is hardly any. */
export function equalValues({ points, count, columns, polyhedron }: ScenarioProgram): Float64Array {
  return gemv(points, count, columns, new Float64Array(columns).fill(1 / polyhedron.size));
}

/** A linear function of x that R + linear'x never falls below: gradient'x + constant, from prices on the points. */
export interface Cut {
  readonly gradient: Float64Array;
  readonly constant: number;
  /** One for each point: R(v) >= prices'v for the values v of any portfolio. */
  readonly prices: Float64Array;
}

/** The cut that prices on the points stand for. */
export function cutOf(program: ScenarioProgram, prices: Float64Array): Cut {
  const { points, count, columns, offset, linear } = program;
  const gradient = gemvTransposed(points, count, columns, prices);
  for (let j = 0; j < columns; j += 1) gradient[j]! += linear[j]!;
  return { gradient, constant: dot(prices, offset), prices };
}

/** x'y. */
export function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i += 1) sum += x[i]! * y[i]!;
  return sum;
}

/** An answer in the units of the problem, with the prices of the periods' losses as proof. */
export function minimumOf(
  program: ScenarioProgram,
  x: Float64Array,
  rowDuals: Float64Array,
  prices: Float64Array,
  iterations: number,
): RiskMinimum {
  const { polyhedron, factor } = program;
  return {
    status: "optimal",
    weights: weightsOf(polyhedron, x),
    rowDuals: Float64Array.from(polyhedron.rowScales, (scale, k) => (rowDuals[k]! * factor) / scale),
    iterations,
    proof: { prices: Array.from(lossPrices(program, prices)) },
  };
}

/** An answer that is none. */
export function failedMinimum(
  { polyhedron }: ScenarioProgram,
  status: "infeasible" | "unbounded" | "not-converged",
  iterations: number,
  x?: Float64Array,
): RiskMinimum {
  return {
    status,
    weights: x === undefined ? new Float64Array(polyhedron.size) : weightsOf(polyhedron, x),
    rowDuals: new Float64Array(polyhedron.rows.count),
    iterations,
  };
}

/** Prices of points as prices of each period's loss. */
function lossPrices({ kind, periods }: ScenarioProgram, prices: Float64Array): Float64Array {
  if (kind === "returns") return prices.map((price) => 0 - price);
  const losses = new Float64Array(periods);
  let carried = 0;
  for (let t = periods - 1; t >= 0; t -= 1) {
    carried -= prices[t + 1]!;
    losses[t] = carried;
  }
  return losses;
}
