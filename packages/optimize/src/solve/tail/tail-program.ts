import { gemv } from "@plimsoll/numeric";
import type { Highs } from "highs";
import type { Scenarios } from "../../problem/context.ts";
import { columnCosts, type Polyhedron, weightsOf } from "../../program/polyhedron.ts";
import { type TailSpec, tailLosses } from "../../risks/tail-spec.ts";

type ModelData = Parameters<ReturnType<Highs["createModel"]>["passModel"]>[0];

/** A scenario of a tail: tail x number of scenarios + scenario. */
export type TailScenario = number;

/**
 * The dual of min coefficient x tails + linear'w over a polyhedron. Its rows are the columns of the polyhedron, counted
 * from a finite bound, and one for each tail with a total; its columns are the polyhedron's rows, the upper bounds, and
 * scenarios with the share of their largest weight. Losses are divided by the typical size of a return, so that
 * tolerances mean the same in any unit. Row duals are the portfolio.
 */
export class TailProgram {
  readonly scenarios: Scenarios;
  readonly tails: readonly TailSpec[];
  readonly polyhedron: Polyhedron;
  /** What a loss is divided by. */
  readonly unit: number;
  /** Multiplies an objective of this program into one of the problem. */
  readonly factor: number;
  /** Columns of the model before those of scenarios. */
  readonly fixedColumns: number;
  readonly #base: Float64Array;
  readonly #flips: Float64Array;
  readonly #baseWeights: Float64Array;
  readonly #baseLosses: readonly Float64Array[];
  readonly #rowOfTail: Int32Array;
  readonly #linear: Float64Array;
  readonly #multipliers: { readonly row: number; readonly side: "equal" | "lower" | "upper" }[] = [];
  readonly #caps: number[] = [];

  constructor(
    scenarios: Scenarios,
    tails: readonly TailSpec[],
    polyhedron: Polyhedron,
    coefficient: number,
    linear: Float64Array,
  ) {
    this.scenarios = scenarios;
    this.tails = tails;
    this.polyhedron = polyhedron;
    this.unit = typicalReturn(scenarios);
    this.factor = coefficient * this.unit * tails[0]!.upper;
    this.#linear = columnCosts(polyhedron, linear).map((value) => value / this.factor);
    const { columns, lower, upper, rows } = polyhedron;
    this.#base = new Float64Array(columns);
    this.#flips = new Float64Array(columns).fill(1);
    for (let j = 0; j < columns; j += 1) {
      if (lower[j]! > -Infinity) {
        this.#base[j] = lower[j]!;
        if (upper[j]! < Infinity) this.#caps.push(j);
      } else if (upper[j]! < Infinity) {
        this.#base[j] = upper[j]!;
        this.#flips[j] = -1;
      }
    }
    for (let k = 0; k < rows.count; k += 1) {
      if (rows.lower[k] === rows.upper[k]) this.#multipliers.push({ row: k, side: "equal" });
      else {
        if (rows.lower[k]! > -Infinity) this.#multipliers.push({ row: k, side: "lower" });
        if (rows.upper[k]! < Infinity) this.#multipliers.push({ row: k, side: "upper" });
      }
    }
    this.fixedColumns = this.#multipliers.length + this.#caps.length;
    this.#baseWeights = weightsOf(polyhedron, this.#base);
    this.#baseLosses = this.lossesOf(this.#baseWeights);
    let row = columns;
    this.#rowOfTail = Int32Array.from(tails, (tail) => (tail.total === undefined ? -1 : row++));
  }

  /** Losses of a portfolio, by tail. */
  lossesOf(weights: Float64Array): readonly Float64Array[] {
    const { rows, values } = this.scenarios;
    const series = gemv(values, rows, this.polyhedron.size, weights);
    return this.tails.map((tail) => tailLosses(tail, series, weights));
  }

  /** How many scenarios of a tail count in full, where its total says so. */
  countOf(tail: TailSpec): number | undefined {
    return tail.total === undefined ? undefined : tail.total / tail.upper;
  }

  /** The model with the columns of `active`; scenarios that are `full` enter the right-hand sides. */
  model(active: readonly TailScenario[], full: readonly TailScenario[]): ModelData {
    const { columns, rows, lower, upper } = this.polyhedron;
    const cost: number[] = [];
    const columnLower: number[] = [];
    const columnUpper: number[] = [];
    const starts: number[] = [0];
    const indices: number[] = [];
    const values: number[] = [];
    for (const { row, side } of this.#multipliers) {
      const limit = side === "upper" ? rows.upper[row]! : rows.lower[row]!;
      let offset = 0;
      for (let j = 0; j < columns; j += 1) {
        const value = rows.matrix[row * columns + j]!;
        if (value === 0) continue;
        offset += value * this.#base[j]!;
        indices.push(j);
        values.push(value * this.#flips[j]!);
      }
      starts.push(indices.length);
      cost.push(offset - limit);
      columnLower.push(side === "lower" ? 0 : -Infinity);
      columnUpper.push(side === "upper" ? 0 : Infinity);
    }
    for (const j of this.#caps) {
      indices.push(j);
      values.push(-1);
      starts.push(indices.length);
      cost.push(upper[j]! - lower[j]!);
      columnLower.push(0);
      columnUpper.push(Infinity);
    }
    const count = columns + this.#rowOfTail.reduce((sum, row) => sum + (row < 0 ? 0 : 1), 0);
    const added = this.columnsOf(active);
    const fixed = values.length;
    const allIndices = new Int32Array(fixed + added.matrix.indices.length);
    const allValues = new Float64Array(allIndices.length);
    allIndices.set(indices);
    allIndices.set(added.matrix.indices, fixed);
    allValues.set(values);
    allValues.set(added.matrix.values, fixed);
    const { rowLower, rowUpper } = this.limits(full);
    return {
      numCols: this.fixedColumns + active.length,
      numRows: count,
      colCost: Float64Array.from([...cost, ...added.cost]),
      colLower: Float64Array.from([...columnLower, ...added.lower]),
      colUpper: Float64Array.from([...columnUpper, ...added.upper]),
      rowLower,
      rowUpper,
      matrix: {
        format: "csc",
        numRows: count,
        numCols: this.fixedColumns + active.length,
        starts: Int32Array.from([...starts, ...Array.from(added.matrix.starts.subarray(1), (at) => at + fixed)]),
        indices: allIndices,
        values: allValues,
      },
    };
  }

  /** Limits of the model's rows when some scenarios count in full. */
  limits(full: readonly TailScenario[]): { readonly rowLower: Float64Array; readonly rowUpper: Float64Array } {
    const { columns, lower, upper } = this.polyhedron;
    const count = columns + this.#rowOfTail.reduce((sum, row) => sum + (row < 0 ? 0 : 1), 0);
    const rowUpper = new Float64Array(count);
    for (let j = 0; j < columns; j += 1) rowUpper[j] = this.#linear[j]! * this.#flips[j]!;
    this.tails.forEach((tail, k) => {
      if (tail.total !== undefined) rowUpper[this.#rowOfTail[k]!] = tail.total / this.tails[0]!.upper;
    });
    const entries = new Float64Array(count);
    for (const scenario of full) {
      this.#fill(scenario, entries);
      for (let j = 0; j < count; j += 1) rowUpper[j] = rowUpper[j]! - entries[j]!;
    }
    const rowLower = rowUpper.map((value, j) =>
      j < columns && (lower[j]! > -Infinity || upper[j]! < Infinity) ? -Infinity : value,
    );
    return { rowLower, rowUpper };
  }

  /** Columns of scenarios. */
  columnsOf(active: readonly TailScenario[]): {
    readonly cost: Float64Array;
    readonly lower: Float64Array;
    readonly upper: Float64Array;
    readonly matrix: {
      readonly format: "csc";
      readonly numRows: number;
      readonly numCols: number;
      readonly starts: Int32Array;
      readonly indices: Int32Array;
      readonly values: Float64Array;
    };
  } {
    const { columns } = this.polyhedron;
    const count = columns + this.#rowOfTail.reduce((sum, row) => sum + (row < 0 ? 0 : 1), 0);
    const cost = new Float64Array(active.length);
    const starts = new Int32Array(active.length + 1);
    const indices = new Int32Array(active.length * count);
    const values = new Float64Array(active.length * count);
    const entries = new Float64Array(count);
    const { rows } = this.scenarios;
    let at = 0;
    active.forEach((scenario, position) => {
      const k = Math.floor(scenario / rows);
      cost[position] = (-this.#share(k) * this.#baseLosses[k]![scenario - k * rows]!) / this.unit;
      this.#fill(scenario, entries);
      for (let j = 0; j < count; j += 1) {
        if (entries[j] === 0) continue;
        indices[at] = j;
        values[at] = entries[j]!;
        at += 1;
      }
      starts[position + 1] = at;
    });
    return {
      cost,
      lower: new Float64Array(active.length),
      upper: new Float64Array(active.length).fill(1),
      matrix: {
        format: "csc",
        numRows: count,
        numCols: active.length,
        starts,
        indices: indices.subarray(0, at),
        values: values.subarray(0, at),
      },
    };
  }

  /** Columns of the polyhedron from row duals of the model. */
  pointOf(rowDual: Float64Array): Float64Array {
    const { columns, lower, upper } = this.polyhedron;
    const x = new Float64Array(columns);
    for (let j = 0; j < columns; j += 1)
      x[j] = Math.min(Math.max(this.#base[j]! - this.#flips[j]! * rowDual[j]!, lower[j]!), upper[j]!);
    return x;
  }

  /** Loss at which a tail begins: 0 where it has no total. */
  thresholdOf(k: number, rowDual: Float64Array): number {
    const row = this.#rowOfTail[k]!;
    return row < 0 ? 0 : -rowDual[row]! * this.unit;
  }

  /** Multipliers of the polyhedron's rows from column values of the model, in the problem's unit. */
  multipliersOf(columnValue: Float64Array): Float64Array {
    const duals = new Float64Array(this.polyhedron.rows.count);
    this.#multipliers.forEach(({ row }, position) => {
      duals[row] = duals[row]! + (columnValue[position]! * this.factor) / this.polyhedron.rowScales[row]!;
    });
    return duals;
  }

  /** Entries of a scenario's column. */
  #fill(scenario: TailScenario, entries: Float64Array): void {
    const { rows, values } = this.scenarios;
    const { columns, owner, size } = this.polyhedron;
    const k = Math.floor(scenario / rows);
    const from = (scenario - k * rows) * size;
    const { sign, centre } = this.tails[k]!;
    const factor = (sign * this.#share(k)) / this.unit;
    for (let j = 0; j < columns; j += 1) {
      const i = owner[j]!;
      if (i < 0) {
        entries[j] = 0;
        continue;
      }
      const value = values[from + i]! - (centre === undefined ? 0 : centre[i]!);
      entries[j] = factor * this.#flips[j]! * value;
    }
    for (let row = columns; row < entries.length; row += 1) entries[row] = 0;
    if (this.#rowOfTail[k]! >= 0) entries[this.#rowOfTail[k]!] = this.#share(k);
  }

  /** Largest weight of a tail's scenarios, in those of the first. */
  #share(k: number): number {
    return this.tails[k]!.upper / this.tails[0]!.upper;
  }
}

/** Root mean square of the returns, over at most some thousand scenarios. */
function typicalReturn({ rows, values }: Scenarios): number {
  const columns = values.length / rows;
  const step = Math.max(1, Math.floor(rows / 2000));
  let squares = 0;
  let count = 0;
  for (let row = 0; row < rows; row += step) {
    for (let i = 0; i < columns; i += 1) squares += values[row * columns + i]! ** 2;
    count += columns;
  }
  return Math.sqrt(squares / count) || 1;
}
