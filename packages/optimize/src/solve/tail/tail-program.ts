import { gemv } from "@plimsoll/numeric";
import type { Scenarios } from "../../problem/context.ts";
import { columnCosts, type Polyhedron, weightsOf } from "../../program/polyhedron.ts";
import { type TailSpec, tailLosses } from "../../risks/tail-spec.ts";
import { sparseSeries } from "./sparse-series.ts";

/** A scenario of a tail: tail x number of scenarios + scenario. */
export type TailScenario = number;

/** A multiplier of one side of a row of the polyhedron. */
export interface SideMultiplier {
  readonly row: number;
  readonly side: "equal" | "lower" | "upper";
}

/**
 * min coefficient x tails + linear'w over a polyhedron, as its dual sees it: columns are counted from a finite bound, their
 * base, and losses are divided by the typical size of a return, so that tolerances mean the same in any unit.
 */
export class TailProgram {
  readonly scenarios: Scenarios;
  readonly tails: readonly TailSpec[];
  readonly polyhedron: Polyhedron;
  /** What a loss is divided by. */
  readonly unit: number;
  /** Multiplies an objective of this program into one of the problem. */
  readonly factor: number;
  /** Of each column the bound it is counted from, 0 where it has none. */
  readonly base: Float64Array;
  /** -1 where a column is counted downwards. */
  readonly flips: Float64Array;
  /** Linear objective by column. */
  readonly linear: Float64Array;
  readonly multipliers: readonly SideMultiplier[];
  /** Row of the dual that holds each tail's total; -1 where it has none. */
  readonly rowOfTail: Int32Array;
  /** How many rows of the dual hold totals: the first ones. */
  readonly totals: number;
  /** Losses of each tail at the base. */
  readonly baseLosses: readonly Float64Array[];

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
    this.linear = columnCosts(polyhedron, linear).map((value) => value / this.factor);
    const { columns, lower, upper, rows } = polyhedron;
    this.base = new Float64Array(columns);
    this.flips = new Float64Array(columns).fill(1);
    for (let j = 0; j < columns; j += 1) {
      if (lower[j]! > -Infinity) this.base[j] = lower[j]!;
      else if (upper[j]! < Infinity) {
        this.base[j] = upper[j]!;
        this.flips[j] = -1;
      }
    }
    const multipliers: SideMultiplier[] = [];
    for (let row = 0; row < rows.count; row += 1) {
      if (rows.lower[row] === rows.upper[row]) multipliers.push({ row, side: "equal" });
      else {
        if (rows.lower[row]! > -Infinity) multipliers.push({ row, side: "lower" });
        if (rows.upper[row]! < Infinity) multipliers.push({ row, side: "upper" });
      }
    }
    this.multipliers = multipliers;
    let totals = 0;
    this.rowOfTail = Int32Array.from(tails, (tail) => (tail.total === undefined ? -1 : totals++));
    this.totals = totals;
    this.baseLosses = this.lossesOf(weightsOf(polyhedron, this.base));
  }

  /** Losses of a portfolio, by tail. */
  lossesOf(weights: Float64Array): readonly Float64Array[] {
    const { rows, values } = this.scenarios;
    const { size } = this.polyhedron;
    const series = sparseSeries(values, rows, size, weights) ?? gemv(values, rows, size, weights);
    return this.tails.map((tail) => tailLosses(tail, series, weights));
  }

  /** How many scenarios of a tail count in full, where its total says so. */
  countOf(tail: TailSpec): number | undefined {
    return tail.total === undefined ? undefined : tail.total / tail.upper;
  }

  /** Largest weight of a tail's scenarios, in those of the first. */
  shareOf(k: number): number {
    return this.tails[k]!.upper / this.tails[0]!.upper;
  }

  /** Whether a column has a bound, so that its row of the dual is an inequality. */
  isBounded(j: number): boolean {
    return this.polyhedron.lower[j]! > -Infinity || this.polyhedron.upper[j]! < Infinity;
  }

  /** Whether a column has two finite bounds: the far one has a multiplier of its own. */
  isBoxed(j: number): boolean {
    return this.polyhedron.lower[j]! > -Infinity && this.polyhedron.upper[j]! < Infinity;
  }

  /** The tail and the scenario in it. */
  placeOf(scenario: TailScenario): readonly [tail: number, scenario: number] {
    const k = Math.floor(scenario / this.scenarios.rows);
    return [k, scenario - k * this.scenarios.rows];
  }

  /** What scenarios with these shares of their largest weight pull at each weight: a sum of returns. */
  pullOf(chosen: readonly TailScenario[], shares?: Float64Array): Float64Array {
    const { values } = this.scenarios;
    const { size } = this.polyhedron;
    const pull = new Float64Array(size);
    chosen.forEach((scenario, position) => {
      const share = shares?.[position] ?? 1;
      if (share === 0) return;
      const [k, s] = this.placeOf(scenario);
      const { sign, centre } = this.tails[k]!;
      const factor = (share * sign * this.shareOf(k)) / this.unit;
      const from = s * size;
      if (centre === undefined) for (let i = 0; i < size; i += 1) pull[i] = pull[i]! + factor * values[from + i]!;
      else for (let i = 0; i < size; i += 1) pull[i] = pull[i]! + factor * (values[from + i]! - centre[i]!);
    });
    return pull;
  }

  /** Slope of the objective along each column from its base, in the dual's unit, less what multipliers take off it. */
  slopesOf(pull: Float64Array, multiplierValues?: Float64Array): Float64Array {
    const { columns, owner, rows } = this.polyhedron;
    const slopes = new Float64Array(columns);
    for (let j = 0; j < columns; j += 1) slopes[j] = this.linear[j]! - (owner[j]! < 0 ? 0 : pull[owner[j]!]!);
    if (multiplierValues !== undefined) {
      this.multipliers.forEach(({ row }, position) => {
        const price = multiplierValues[position]!;
        if (price === 0) return;
        for (let j = 0; j < columns; j += 1) slopes[j] = slopes[j]! - price * rows.matrix[row * columns + j]!;
      });
    }
    for (let j = 0; j < columns; j += 1) slopes[j] = slopes[j]! * this.flips[j]!;
    return slopes;
  }

  /** Multipliers of the polyhedron's rows from those of its sides, in the problem's unit. */
  rowDualsOf(multiplierValues: Float64Array): Float64Array {
    const duals = new Float64Array(this.polyhedron.rows.count);
    this.multipliers.forEach(({ row }, position) => {
      duals[row] = duals[row]! + (multiplierValues[position]! * this.factor) / this.polyhedron.rowScales[row]!;
    });
    return duals;
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
