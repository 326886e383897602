import type { Highs } from "highs";
import type { Polyhedron } from "../../program/polyhedron.ts";
import { linearModel } from "../linear/solve-linear.ts";

/** A vertex of a growing program. */
export interface GrowingPoint {
  readonly status: "optimal" | "infeasible" | "unbounded" | "not-converged";
  /** The polyhedron's columns, then the added ones. */
  readonly x: Float64Array;
  /** The polyhedron's rows, then the added ones. */
  readonly rowDuals: Float64Array;
  readonly value: number;
}

/** A row to add: coefficients'x[polyhedron's columns] + sum of some added columns >= lower. */
export interface GrowingRow {
  readonly coefficients: Float64Array;
  /** Positions among the added columns, coefficient 1. */
  readonly added: readonly number[];
  readonly lower: number;
}

/** Whether a column without a bound has run away. */
export function ranAway({ lower, upper, columns }: Polyhedron, x: Float64Array): boolean {
  for (let j = 0; j < columns; j += 1) {
    const open = x[j]! > 0 ? upper[j] === Infinity : lower[j] === -Infinity;
    if (open && Math.abs(x[j]!) >= farAway * (1 - 1e-9)) return true;
  }
  return false;
}

type Model = ReturnType<Highs["createModel"]>;

/** Columns without a bound stay inside this one until enough rows hold them: weights are of the order of 1. */
const farAway = 1e5;
/** What HiGHS returns where a call failed. */
const failedCall = -1;

/**
 * A linear program over a polyhedron that rows and columns are added to; each solve starts from the last basis by the
 * dual simplex. Owns memory: call {@link GrowingProgram.dispose}.
 */
export class GrowingProgram {
  readonly #highs: Highs;
  readonly #model: Model;
  readonly #polyhedron: Polyhedron;
  #added = 0;
  #rows = 0;
  iterations = 0;

  constructor(highs: Highs, polyhedron: Polyhedron, costs: Float64Array) {
    this.#highs = highs;
    this.#polyhedron = polyhedron;
    const model = highs.createModel(
      linearModel(
        {
          ...polyhedron,
          lower: polyhedron.lower.map((value) => Math.max(value, -farAway)),
          upper: polyhedron.upper.map((value) => Math.min(value, farAway)),
        },
        costs,
      ),
    );
    model.options.set({
      output_flag: false,
      presolve: "off",
      solver: "simplex",
      primal_feasibility_tolerance: 1e-10,
      dual_feasibility_tolerance: 1e-10,
    });
    this.#model = model;
  }

  /** Number of added columns. */
  get added(): number {
    return this.#added;
  }

  /** Number of added rows. */
  get rowCount(): number {
    return this.#rows;
  }

  /** Adds a column; returns its position among the added ones. */
  column(cost: number, lower: number): number {
    this.#model.addCol(cost, lower, Infinity, { indices: new Int32Array(0), values: new Float64Array(0) });
    this.#added += 1;
    return this.#added - 1;
  }

  /** Adds rows at once. */
  rows(rows: readonly GrowingRow[]): void {
    if (rows.length === 0) return;
    this.#rows += rows.length;
    const { columns } = this.#polyhedron;
    let entries = 0;
    for (const row of rows) entries += columns + row.added.length;
    const starts = new Int32Array(rows.length + 1);
    const indices = new Int32Array(entries);
    const values = new Float64Array(entries);
    let at = 0;
    rows.forEach((row, k) => {
      for (let j = 0; j < columns; j += 1) {
        const value = row.coefficients[j]!;
        if (value === 0) continue;
        indices[at] = j;
        values[at] = value;
        at += 1;
      }
      for (const column of row.added) {
        indices[at] = columns + column;
        values[at] = 1;
        at += 1;
      }
      starts[k + 1] = at;
    });
    this.#model.addRows({
      lower: Float64Array.from(rows, (row) => row.lower),
      upper: new Float64Array(rows.length).fill(Infinity),
      matrix: {
        format: "csr",
        numRows: rows.length,
        numCols: columns + this.#added,
        starts,
        indices: indices.subarray(0, at),
        values: values.subarray(0, at),
      },
    });
  }

  /** Solves from the last basis. `unbounded` where a weight without a bound ran away. */
  solve(): GrowingPoint {
    if (this.#model.raw.run().status === failedCall) {
      // a basis that can't be continued: from the beginning
      this.#model.clearSolver();
      this.#model.raw.run();
    }
    const { modelStatus } = this.#highs.constants;
    const code = this.#model.getModelStatus();
    this.iterations += Number(this.#model.info.get("simplex_iteration_count"));
    if (code !== modelStatus.optimal) {
      const status = code === modelStatus.infeasible ? "infeasible" : "not-converged";
      return { status, x: new Float64Array(0), rowDuals: new Float64Array(0), value: Number.NaN };
    }
    const { colValue, rowDual } = this.#model.getSolution();
    const { lower, upper, columns } = this.#polyhedron;
    const x = colValue.slice();
    const away = ranAway(this.#polyhedron, x);
    for (let j = 0; j < columns; j += 1) x[j] = Math.min(Math.max(x[j]!, lower[j]!), upper[j]!);
    return {
      status: away ? "unbounded" : "optimal",
      x,
      rowDuals: rowDual.slice(),
      value: this.#model.getObjectiveValue(),
    };
  }

  dispose(): void {
    this.#model.dispose();
  }
}
