import type { Highs } from "highs";
import { columnCosts, type Polyhedron, weightsOf } from "../../program/polyhedron.ts";
import { requireHighs, type Solving } from "../solving.ts";

/** A minimiser of linear'w over a polyhedron. */
export interface LinearPoint {
  readonly status: "optimal" | "infeasible" | "unbounded" | "not-converged";
  readonly weights: Float64Array;
  /** One for each row of the polyhedron: d(objective)/d(limit). */
  readonly rowDuals: Float64Array;
  readonly iterations: number;
  readonly solver: string;
}

/** Minimises linear'w and the polyhedron's own costs over it: in closed form where there is one row of ones, else by HiGHS. */
export function* solveLinear(polyhedron: Polyhedron, linear: Float64Array): Solving<LinearPoint> {
  const filled = fillBudget(polyhedron, linear);
  if (filled !== undefined) return filled;
  return solveByHighs(yield* requireHighs(), polyhedron, linear);
}

/** The continuous knapsack: one exact budget and finite lower bounds. Undefined where that isn't the shape. */
function fillBudget(polyhedron: Polyhedron, linear: Float64Array): LinearPoint | undefined {
  const { size, columns, rows, lower, upper, rowScales, cost } = polyhedron;
  if (columns !== size || cost.some((value) => value !== 0) || rows.count !== 1 || rows.lower[0] !== rows.upper[0])
    return undefined;
  for (let i = 0; i < size; i += 1) if (rows.matrix[i] !== 1 || lower[i] === -Infinity) return undefined;
  const weights = lower.slice();
  let left = rows.lower[0]! - weights.reduce((sum, weight) => sum + weight, 0);
  if (left < 0) return undefined;
  const order = Array.from(linear.keys()).sort((a, b) => linear[a]! - linear[b]!);
  let marginal = order[0]!;
  for (const i of order) {
    if (left <= 0) break;
    marginal = i;
    const amount = Math.min(left, upper[i]! - lower[i]!);
    weights[i]! += amount;
    left -= amount;
  }
  if (left > 0) return undefined;
  return {
    status: "optimal",
    weights,
    rowDuals: Float64Array.of(linear[marginal]! / rowScales[0]!),
    iterations: 1,
    solver: "closed form",
  };
}

function solveByHighs(highs: Highs, polyhedron: Polyhedron, linear: Float64Array): LinearPoint {
  const { columns, rowScales } = polyhedron;
  const costs = columnCosts(polyhedron, linear);
  const scale = costs.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  for (let j = 0; j < columns; j += 1) costs[j]! /= scale;
  return highs.withModel(linearModel(polyhedron, costs), (model): LinearPoint => {
    model.options.set({ output_flag: false, primal_feasibility_tolerance: 1e-10, dual_feasibility_tolerance: 1e-10 });
    model.run();
    const status = statusOf(highs, model.getModelStatus());
    const iterations = Number(model.info.get("simplex_iteration_count"));
    if (status !== "optimal") {
      return {
        status,
        weights: new Float64Array(polyhedron.size),
        rowDuals: new Float64Array(rowScales.length),
        iterations,
        solver: "highs",
      };
    }
    const { colValue, rowDual } = model.getSolution();
    return {
      status,
      weights: weightsOf(polyhedron, clamped(colValue.subarray(0, columns), polyhedron)),
      rowDuals: rowDual.map((dual, k) => (dual * scale) / rowScales[k]!),
      iterations,
      solver: "highs",
    };
  });
}

function statusOf(highs: Highs, code: number): LinearPoint["status"] {
  const { modelStatus } = highs.constants;
  if (code === modelStatus.optimal) return "optimal";
  if (code === modelStatus.infeasible) return "infeasible";
  return code === modelStatus.unbounded || code === modelStatus.unboundedOrInfeasible ? "unbounded" : "not-converged";
}

/** HiGHS may step over a bound by its tolerance. */
function clamped(x: Float64Array, { lower, upper }: Polyhedron): Float64Array {
  return x.map((value, j) => Math.min(Math.max(value, lower[j]!), upper[j]!));
}

/** A polyhedron and costs by column as a HiGHS model. */
export function linearModel(polyhedron: Polyhedron, costs: Float64Array): Parameters<Highs["createModel"]>[0] & object {
  const { columns, lower, upper, rows } = polyhedron;
  const starts = new Int32Array(rows.count + 1);
  const indices: number[] = [];
  const values: number[] = [];
  for (let k = 0; k < rows.count; k += 1) {
    for (let j = 0; j < columns; j += 1) {
      const value = rows.matrix[k * columns + j]!;
      if (value === 0) continue;
      indices.push(j);
      values.push(value);
    }
    starts[k + 1] = indices.length;
  }
  return {
    numCols: columns,
    numRows: rows.count,
    colCost: costs,
    colLower: lower,
    colUpper: upper,
    rowLower: rows.lower,
    rowUpper: rows.upper,
    matrix: {
      format: "csr",
      numRows: rows.count,
      numCols: columns,
      starts,
      indices: Int32Array.from(indices),
      values: Float64Array.from(values),
    },
  };
}
