import { gemv, gemvTransposed } from "@plimsoll/numeric";
import type { Scenarios } from "../../problem/context.ts";
import { columnCosts, type Polyhedron, weightsOf } from "../../program/polyhedron.ts";
import { withScaledColumns } from "../scaled-columns.ts";
import type { RiskMinimum } from "../risk-minimum.ts";

/** What a measure reads: returns by period, or the cumulated return before the first and after each period. */
export type ScenarioPoints = "returns" | "path";

/**
 * Minimise R(points x + offset) + linear'x over a polyhedron's columns, R homogeneous of degree 1. Each column is counted in
 * the typical size of its asset's returns and values in one common unit, so that tolerances mean the same in any unit, and
 * for assets whose volatilities are orders of magnitude apart.
 */
export interface ScenarioProgram {
  /** In the program's own columns. */
  readonly polyhedron: Polyhedron;
  readonly columns: number;
  /** What each of the given polyhedron's columns was multiplied by. */
  readonly scales: Float64Array;
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
  const { unit, sizes } = typicalReturns(values, size);
  const count = kind === "path" ? periods + 1 : periods;
  const points = new Float64Array(count * columns);
  const offset = new Float64Array(count);
  const anchored = gemv(values, periods, size, anchor);
  const owned = owner.indexOf(-1) < 0 ? columns : owner.indexOf(-1);
  const perSize = Float64Array.from(owner, (i) => 1 / (i < 0 ? unit : sizes[i]!));
  for (let t = 0; t < periods; t += 1) {
    const row = kind === "path" ? t + 1 : t;
    const from = row * columns;
    for (let j = 0; j < owned; j += 1) points[from + j] = values[t * size + owner[j]!]! * perSize[j]!;
    offset[row] = anchored[t]! / unit;
    if (kind === "path") {
      for (let j = 0; j < columns; j += 1) points[from + j]! += points[from - columns + j]!;
      offset[row] += offset[row - 1]!;
    }
  }
  const costs = columnCosts(polyhedron, linear);
  const scales = perSize.map((inverse) => 1 / (inverse * unit));
  return {
    polyhedron: withScaledColumns(polyhedron, scales),
    columns,
    scales,
    kind,
    periods,
    count,
    points,
    offset,
    linear: costs.map((value, j) => (value * perSize[j]!) / coefficient),
    factor: coefficient * unit,
  };
}

/** Root mean square return of all assets, and of each; assets without returns count as all do. */
function typicalReturns(values: Float64Array, size: number): { readonly unit: number; readonly sizes: Float64Array } {
  const squares = new Float64Array(size);
  const rows = values.length / size;
  for (let t = 0; t < rows; t += 1)
    for (let i = 0, at = t * size; i < size; i += 1, at += 1) squares[i] = squares[i]! + values[at]! * values[at]!;
  const unit = Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / values.length) || 1;
  const sizes = squares.map((sum) => Math.sqrt(sum / rows));
  return { unit, sizes: sizes.map((value) => (value > smallest * unit ? value : unit)) };
}

/** Size of returns, in the typical one, below which an asset counts as having none. */
const smallest = 1e-9;

/** The same program with values, and so columns, counted in a unit `times` as large. */
export function inLargerUnit(program: ScenarioProgram, times: number): ScenarioProgram {
  const { polyhedron, scales, offset, factor } = program;
  const { lower, upper, rows, rowScales } = polyhedron;
  const divided = (values: Float64Array): Float64Array => values.map((value) => value / times);
  return {
    ...program,
    polyhedron: {
      ...polyhedron,
      lower: divided(lower),
      upper: divided(upper),
      rows: { ...rows, lower: divided(rows.lower), upper: divided(rows.upper) },
      // a row's limits are divided: so is what it takes to come back to them
      rowScales: rowScales.map((scale) => scale * times),
    },
    scales: divided(scales),
    offset: divided(offset),
    factor: factor * times,
  };
}

/** Weights of a point in the program's columns. */
export function weightsAt({ polyhedron, scales }: ScenarioProgram, x: Float64Array): Float64Array {
  return weightsOf(
    polyhedron,
    x.map((value, j) => value / scales[j]!),
  );
}

/** points x + offset. */
export function valuesAt({ points, count, columns, offset }: ScenarioProgram, x: Float64Array): Float64Array {
  const values = gemv(points, count, columns, x);
  for (let i = 0; i < count; i += 1) values[i]! += offset[i]!;
  return values;
}

/** Values of equal weights: what a risk is measured against where there is hardly any. */
export function equalValues({ points, count, columns, polyhedron, scales }: ScenarioProgram): Float64Array {
  const equal = scales.map((scale, j) => (polyhedron.owner[j]! < 0 ? 0 : scale / polyhedron.size));
  return gemv(points, count, columns, equal);
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
    weights: weightsAt(program, x),
    rowDuals: Float64Array.from(polyhedron.rowScales, (scale, k) => (rowDuals[k]! * factor) / scale),
    iterations,
    proof: { prices: Array.from(lossPrices(program, prices)) },
  };
}

/** An answer that is none. */
export function failedMinimum(
  program: ScenarioProgram,
  status: "infeasible" | "unbounded" | "not-converged",
  iterations: number,
  x?: Float64Array,
): RiskMinimum {
  return {
    status,
    weights: x === undefined ? new Float64Array(program.polyhedron.size) : weightsAt(program, x),
    rowDuals: new Float64Array(program.polyhedron.rows.count),
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
