import type { Highs, Model } from "highs";
import { polyhedronOf } from "../program/polyhedron.ts";
import { writeRules } from "./elastic-rules.ts";
import { type Limit, type Program, type Row, rowScale, withoutSoftLimits } from "../program/program.ts";

/** How far a limit moves in the least relaxation. */
export interface Relaxation {
  readonly constraint: string;
  readonly from: number;
  readonly to: number;
}

const slackTolerance = 1e-9;
/** Nodes of a search for the least relaxation, and what HiGHS takes for no limit. */
const mostNodes = 1000;
const unlimited = 2 ** 31 - 1;
/** `primal_solution_status` of a feasible point. */
const feasiblePoint = 2;
/** Defaults give way last: the user never wrote them. */
const defaultPrice = 1000;

interface ElasticRow {
  readonly entries: Map<number, number>;
  readonly lower: number;
  readonly upper: number;
}

/**
 * The linear and integer part of a program in which every number that the user wrote may give way at a price: one slack
 * for each limit, counted by what it moves in weights. Limits that may be broken anyway take no part. With slacks fixed at 0 or freed by constraint it also answers
 * whether any subset of the constraints can hold together.
 */
export class ElasticProgram {
  readonly #highs: Highs;
  readonly #model: Model;
  readonly #limits: readonly Limit[];
  readonly #defaults: ReadonlySet<string>;
  readonly #slacks: readonly {
    readonly limit: number;
    readonly sign: 1 | -1;
    readonly unit: number;
    readonly column: number;
  }[];
  /** Names of the constraints that have a limit here. */
  readonly names: readonly string[];

  constructor(highs: Highs, program: Program, defaults: ReadonlySet<string>) {
    this.#defaults = defaults;
    this.#highs = highs;
    this.#limits = program.limits;
    const builder = new ElasticBuilder(withoutSoftLimits(program));
    this.#slacks = builder.slacks;
    this.names = [...new Set(builder.slacks.map((slack) => program.limits[slack.limit]!.constraint))];
    this.#model = highs.createModel(builder.model());
    this.#model.options.set({
      output_flag: false,
      primal_feasibility_tolerance: 1e-9,
      dual_feasibility_tolerance: 1e-9,
    });
  }

  /** Frees the native memory. */
  dispose(): void {
    this.#model.dispose();
  }

  /**
   * The least weighted 1-norm of changes to the limits that makes the program feasible, or the least found where rules
   * about holdings leave too many ways to be sure of it; empty where the program is feasible.
   */
  relax(): readonly Relaxation[] {
    for (const { column, limit } of this.#slacks) {
      this.#model.changeColCost(column, this.#defaults.has(this.#limits[limit]!.constraint) ? defaultPrice : 1);
      this.#model.changeColBounds(column, 0, Infinity);
    }
    this.#model.options.set({ mip_max_nodes: mostNodes });
    this.#run(true);
    this.#model.options.set({ mip_max_nodes: unlimited });
    const { colValue } = this.#model.getSolution();
    const moved = new Map<number, number>();
    for (const { limit, sign, column, unit } of this.#slacks) {
      const amount = colValue[column]!;
      if (amount > slackTolerance) moved.set(limit, (moved.get(limit) ?? 0) + (sign * amount) / unit);
    }
    return [...moved].map(([limit, amount]) => {
      const { constraint, value } = this.#limits[limit]!;
      return { constraint, from: value, to: tidy(value + amount) };
    });
  }

  /** Whether the named constraints can hold together, all others left out. */
  canHold(names: ReadonlySet<string>): boolean {
    for (const { limit, column } of this.#slacks) {
      this.#model.changeColCost(column, 0);
      this.#model.changeColBounds(column, 0, names.has(this.#limits[limit]!.constraint) ? 0 : Infinity);
    }
    return this.#run();
  }

  /** Whether the model is feasible; `mayStop`: at the limit on nodes with any solution. */
  #run(mayStop = false): boolean {
    this.#model.run();
    const status = this.#model.getModelStatus();
    const { optimal, infeasible, unboundedOrInfeasible, solutionLimit } = this.#highs.constants.modelStatus;
    if (status === optimal) return true;
    if (mayStop && status === solutionLimit && Number(this.#model.info.get("primal_solution_status")) === feasiblePoint)
      return true;
    if (status === infeasible || status === unboundedOrInfeasible) return false;
    throw new Error(`HiGHS ended with status ${status} on a feasibility problem`);
  }
}

/** Twelve significant digits: a limit is for reading, not for its last bits. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

class ElasticBuilder {
  readonly slacks: { limit: number; sign: 1 | -1; unit: number; column: number }[] = [];
  readonly #program: Program;
  readonly #rows: ElasticRow[] = [];
  readonly #lower: number[];
  readonly #upper: number[];
  readonly #integers = new Set<number>();
  readonly #slackColumns = new Map<string, { readonly column: number; readonly unit: number }>();
  readonly #owners: Int32Array;
  readonly #anchor: Float64Array;

  constructor(program: Program) {
    this.#program = program;
    const { size } = program;
    const open = {
      ...program,
      lower: new Float64Array(size).fill(-Infinity),
      upper: new Float64Array(size).fill(Infinity),
    };
    const polyhedron = polyhedronOf(open);
    this.#owners = polyhedron.owner;
    this.#anchor = polyhedron.anchor;
    this.#lower = Array.from(polyhedron.lower);
    this.#upper = Array.from(polyhedron.upper);
    for (const row of program.rows) this.#linear(row);
    for (let i = 0; i < size; i += 1) this.#bounds(i);
    program.absolutes.forEach((row, k) => {
      const entries = new Map<number, number>();
      const scale = polyhedron.rowScales[program.rows.length + k]!;
      const start = (program.rows.length + k) * polyhedron.columns;
      for (let j = 0; j < polyhedron.columns; j += 1) entries.set(j, polyhedron.rows.matrix[start + j]!);
      this.#upperRow(entries, polyhedron.rows.upper[program.rows.length + k]!, row.limit, 1 / scale);
    });
    this.#rules();
  }

  model(): Parameters<Highs["createModel"]>[0] & object {
    const columns = this.#lower.length;
    const starts = new Int32Array(this.#rows.length + 1);
    const indices: number[] = [];
    const values: number[] = [];
    this.#rows.forEach(({ entries }, k) => {
      for (const [column, value] of entries) {
        if (value === 0) continue;
        indices.push(column);
        values.push(value);
      }
      starts[k + 1] = indices.length;
    });
    const integrality = Int32Array.from({ length: columns }, (_, j) => (this.#integers.has(j) ? 1 : 0));
    return {
      numCols: columns,
      numRows: this.#rows.length,
      colCost: new Float64Array(columns),
      colLower: Float64Array.from(this.#lower),
      colUpper: Float64Array.from(this.#upper),
      rowLower: Float64Array.from(this.#rows, (row) => row.lower),
      rowUpper: Float64Array.from(this.#rows, (row) => row.upper),
      matrix: {
        format: "csr",
        numRows: this.#rows.length,
        numCols: columns,
        starts,
        indices: Int32Array.from(indices),
        values: Float64Array.from(values),
      },
      ...(this.#integers.size === 0 ? {} : { integrality }),
    };
  }

  #linear(row: Row): void {
    const scale = rowScale(row.coefficients, row.lower, row.upper);
    const { entries, offset } = this.#weightsEntries(row.coefficients, 1 / scale);
    const step = row.limitScale / scale;
    if (row.lowerLimit >= 0 && row.lowerLimit === row.upperLimit) {
      this.#slack(entries, row.lowerLimit, 1, step, -1);
      this.#slack(entries, row.lowerLimit, -1, step, 1);
      this.#rows.push({ entries, lower: row.lower / scale - offset, upper: row.upper / scale - offset });
      return;
    }
    if (row.lowerLimit >= 0) this.#lowerRow(new Map(entries), row.lower / scale - offset, row.lowerLimit, step);
    if (row.upperLimit >= 0) this.#upperRow(new Map(entries), row.upper / scale - offset, row.upperLimit, step);
  }

  #bounds(i: number): void {
    const { lower, upper, lowerLimit, upperLimit, lowerScale, upperScale, hiddenBounds } = this.#program;
    const one = new Float64Array(this.#program.size);
    one[i] = 1;
    const { entries, offset } = this.#weightsEntries(one, 1);
    if (lowerLimit[i]! >= 0) this.#lowerRow(new Map(entries), lower[i]! - offset, lowerLimit[i]!, lowerScale[i]!);
    if (upperLimit[i]! >= 0) this.#upperRow(new Map(entries), upper[i]! - offset, upperLimit[i]!, upperScale[i]!);
    for (const { asset, side, value, limit, scale } of hiddenBounds) {
      if (asset !== i) continue;
      if (side === "lower") this.#lowerRow(new Map(entries), value - offset, limit, scale);
      else this.#upperRow(new Map(entries), value - offset, limit, scale);
    }
  }

  #rules(): void {
    const column = (upper: number): number => {
      this.#upper.push(upper);
      return this.#lower.push(0) - 1;
    };
    writeRules(this.#program, {
      binary: () => {
        const added = column(1);
        this.#integers.add(added);
        return added;
      },
      continuous: () => column(Infinity),
      weight: (asset, factor) => {
        const one = new Float64Array(this.#program.size);
        one[asset] = 1;
        return this.#weightsEntries(one, factor);
      },
      row: (entries, lower, upper) => {
        this.#rows.push({ entries, lower, upper });
      },
      lowerRow: (entries, lower, limit) => this.#lowerRow(entries, lower, limit, 1),
      upperRow: (entries, upper, limit) => this.#upperRow(entries, upper, limit, 1),
    });
  }

  #lowerRow(entries: Map<number, number>, lower: number, limit: number, step: number): void {
    this.#slack(entries, limit, step > 0 ? -1 : 1, Math.abs(step), 1);
    this.#rows.push({ entries, lower, upper: Infinity });
  }

  #upperRow(entries: Map<number, number>, upper: number, limit: number, step: number): void {
    this.#slack(entries, limit, step > 0 ? 1 : -1, Math.abs(step), -1);
    this.#rows.push({ entries, lower: -Infinity, upper });
  }

  /**
   * Lets a limit move by sign x slack, slack counted in weights: one unit of the user's number moves the row, whose
   * largest coefficient is 1, by `step`. So all slacks have the same price. `help`: which way the row then gives.
   */
  #slack(entries: Map<number, number>, limit: number, sign: 1 | -1, step: number, help: 1 | -1): void {
    const key = `${limit} ${sign}`;
    let slack = this.#slackColumns.get(key);
    if (slack === undefined) {
      slack = { column: this.#lower.push(0) - 1, unit: step };
      this.#upper.push(Infinity);
      this.#slackColumns.set(key, slack);
      this.slacks.push({ limit, sign, ...slack });
    }
    entries.set(slack.column, (help * step) / slack.unit);
  }

  #weightsEntries(
    coefficients: Float64Array,
    factor: number,
  ): { readonly entries: Map<number, number>; readonly offset: number } {
    const entries = new Map<number, number>();
    let offset = 0;
    for (let i = 0; i < coefficients.length; i += 1) offset += coefficients[i]! * this.#anchor[i]! * factor;
    this.#owners.forEach((owner, j) => {
      if (coefficients[owner] !== 0) entries.set(j, coefficients[owner]! * factor);
    });
    return { entries, offset };
  }
}
