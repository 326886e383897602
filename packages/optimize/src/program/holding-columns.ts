import type { CardinalityProgram } from "./cardinality-program.ts";
import type { Charge } from "./charge.ts";
import { type Program, rowScale } from "./program.ts";

/** A function of weights that bends at one point of each: above x max(w - c, 0) + below x max(c - w, 0). */
type Kinked = Pick<Charge, "above" | "below" | "centres">;

interface Line {
  readonly entries: Map<number, number>;
  lower: number;
  upper: number;
}

/**
 * The columns and rows of a bare holding program: the weights, then for each weight and point at which something bends
 * a column p >= max(w - c, 0) of its own, so that above (w - c)+ + below (c - w)+ = (above + below) p - below (w - c), and
 * for each side of a soft limit its violation. Costs come out by column.
 */
export class HoldingColumns {
  /** Cost of a unit of each column. */
  readonly cost: number[];
  /** Upper bounds of the columns after the weights; their lower bounds are 0. */
  readonly room: number[] = [];
  constant: number = 0;
  readonly #size: number;
  readonly #range: { readonly lower: Float64Array; readonly upper: Float64Array };
  readonly #lines: Line[] = [];
  /** Column of each weight and centre. */
  readonly #excess = new Map<string, number>();

  /** `range`: all values that each weight may take, 0 included where it may be out. */
  constructor(
    program: Program,
    charges: readonly Charge[],
    linear: Float64Array,
    range: { readonly lower: Float64Array; readonly upper: Float64Array },
  ) {
    this.#size = program.size;
    this.#range = range;
    this.cost = Array.from(linear);
    for (const { coefficients, lower, upper, penalty } of program.rows) {
      const entries = new Map<number, number>();
      coefficients.forEach((value, i) => value !== 0 && entries.set(i, value));
      this.#line(entries, lower, upper, penalty);
    }
    for (const row of program.absolutes) {
      const entries = new Map<number, number>();
      const offset = this.#bend(row, (column, value) => entries.set(column, (entries.get(column) ?? 0) + value));
      this.#line(entries, -Infinity, row.upper - offset, row.penalty);
    }
    for (const charge of charges)
      this.constant += this.#bend(charge, (column, value) => (this.cost[column] = this.cost[column]! + value));
  }

  /** Number of columns. */
  get count(): number {
    return this.cost.length;
  }

  /** The rows, each divided by its largest coefficient. */
  rows(): Pick<CardinalityProgram, "rows"> {
    const count = this.#lines.length;
    if (count === 0) return {};
    const matrix = new Float64Array(count * this.count);
    const lower = new Float64Array(count);
    const upper = new Float64Array(count);
    this.#lines.forEach((line, k) => {
      const largest = rowScale(Float64Array.from(line.entries.values()), line.lower, line.upper);
      for (const [column, value] of line.entries) matrix[k * this.count + column] = value / largest;
      lower[k] = line.lower / largest;
      upper[k] = line.upper / largest;
    });
    return { rows: { count, matrix, lower, upper } };
  }

  #line(entries: Map<number, number>, lower: number, upper: number, penalty: number): void {
    if (penalty < Infinity) {
      // a violation is at most what the columns can reach
      let least = 0;
      let most = 0;
      for (const [column, value] of entries) {
        const low = column < this.#size ? this.#range.lower[column]! : 0;
        const high = column < this.#size ? this.#range.upper[column]! : this.room[column - this.#size]!;
        least += Math.min(value * low, value * high);
        most += Math.max(value * low, value * high);
      }
      if (lower > -Infinity) entries.set(this.#column(penalty, Math.max(0, lower - least)), 1);
      if (upper < Infinity) entries.set(this.#column(penalty, Math.max(0, most - upper)), -1);
    }
    this.#lines.push({ entries, lower, upper });
  }

  /** Adds a bent function by column; returns its constant. */
  #bend({ above, below, centres }: Kinked, add: (column: number, value: number) => void): number {
    let constant = 0;
    for (let i = 0; i < this.#size; i += 1) {
      const centre = centres[i]!;
      const rising = above[i]!;
      const falling = below[i]!;
      if (rising === 0 && falling === 0) continue;
      const slope = this.#range.lower[i]! >= centre || rising === -falling ? rising : -falling;
      add(i, slope);
      constant -= slope * centre;
      if (rising === slope || this.#range.upper[i]! <= centre) continue;
      add(this.#excessOf(i, centre), rising + falling);
    }
    return constant;
  }

  /** p >= max(w - centre, 0). */
  #excessOf(asset: number, centre: number): number {
    const key = `${asset} ${centre}`;
    let column = this.#excess.get(key);
    if (column === undefined) {
      column = this.#column(0, this.#range.upper[asset]! - centre);
      this.#excess.set(key, column);
      const entries = new Map([
        [column, 1],
        [asset, -1],
      ]);
      this.#lines.push({ entries, lower: -centre, upper: Infinity });
    }
    return column;
  }

  #column(cost: number, room: number): number {
    this.room.push(room);
    return this.cost.push(cost) - 1;
  }
}
