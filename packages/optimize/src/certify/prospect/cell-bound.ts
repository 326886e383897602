import type { ProspectGoal } from "../../program/goal.ts";
import { RankWeights } from "./rank-weights.ts";
import { type Worth, worthOf } from "./worth.ts";

/** A box of weights, cut by the budget where there is one. */
export interface Cell {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Outcomes nearer to 0, relative to a typical one, count by a chord: the slope of a power is infinite there. */
const nearest = 1e-10;
/** What sums lose to rounding, relative to the size of the value. */
const rounding = 1e-12;

/**
 * Upper bounds of the prospect value over cells. The value rises with every outcome, so it is at most that of each
 * scenario's best outcome in the cell. And by the mean value theorem it is at most the value at the centre plus the
 * greatest change at any slopes that occur in the cell: the slope by an outcome is its weight by rank times the slope
 * of its worth, both within ranges that the ranges of all outcomes leave. The second is exact to second order.
 */
export class CellBounds {
  readonly #goal: ProspectGoal;
  readonly #size: number;
  readonly #budget: number | undefined;
  readonly #gains: RankWeights;
  readonly #losses: RankWeights;
  readonly #worth: Worth;
  /** Assets of each scenario, the worst first. */
  readonly #order: Uint32Array;
  /** Half the width of the chord around 0, its slope, and how far it may be from the value function. */
  readonly #chord: number;
  readonly #chordSlope: number;
  readonly #chordError: number;
  readonly #low: Float64Array;
  readonly #high: Float64Array;
  readonly #middle: Float64Array;

  constructor(goal: ProspectGoal, budget: number | undefined) {
    const { rows, values } = goal.scenarios;
    const size = values.length / rows;
    this.#goal = goal;
    this.#size = size;
    this.#budget = budget;
    this.#gains = new RankWeights(rows, goal.gamma);
    this.#losses = new RankWeights(rows, goal.delta);
    this.#worth = worthOf(goal.worth);
    this.#order = new Uint32Array(rows * size);
    for (let s = 0; s < rows; s += 1) {
      const order = Array.from({ length: size }, (_, i) => i);
      order.sort((a, b) => values[s * size + a]! - values[s * size + b]!);
      this.#order.set(order, s * size);
    }
    this.#chord = nearest * (values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length || 1);
    const rise = this.#worth.value(this.#chord) - this.#worth.value(-this.#chord);
    this.#chordSlope = rise / (2 * this.#chord);
    this.#chordError = rise;
    this.#low = new Float64Array(rows);
    this.#high = new Float64Array(rows);
    this.#middle = new Float64Array(rows);
  }

  /** No portfolio of the cell has a greater value. */
  boundOf(cell: Cell): number {
    const { rows } = this.#goal.scenarios;
    const centre = this.#centreOf(cell);
    for (let s = 0; s < rows; s += 1) this.#rangeOf(s, cell, centre);
    const lows = this.#low.slice().sort();
    const highs = this.#high.slice().sort();
    const crude = this.#valueOf(highs);
    const middle = this.#valueOf(this.#middle.slice().sort());
    const slopes = new Float64Array(this.#size);
    let spread = 0;
    for (let s = 0; s < rows; s += 1) {
      const [least, most] = this.#slopesOf(s, lows, highs);
      const mean = (least + most) / 2;
      const { values } = this.#goal.scenarios;
      for (let i = 0; i < this.#size; i += 1) slopes[i] = slopes[i]! + mean * values[s * this.#size + i]!;
      spread += ((most - least) / 2) * Math.max(this.#high[s]! - this.#middle[s]!, this.#middle[s]! - this.#low[s]!);
    }
    // the chord stands for the value function at both ends; weights of gains and of losses sum to 1 at most
    const fine = middle + this.#greatestChange(slopes, cell, centre) + spread + 4 * this.#chordError;
    const bound = Math.min(crude, fine);
    return bound + rounding * Math.max(Math.abs(crude), Math.abs(middle));
  }

  /** A point of the cell, on the budget. */
  #centreOf({ lower, upper }: Cell): Float64Array {
    let share = 0.5;
    if (this.#budget !== undefined) {
      let least = 0;
      let width = 0;
      for (let i = 0; i < this.#size; i += 1) {
        least += lower[i]!;
        width += upper[i]! - lower[i]!;
      }
      share = width > 0 ? Math.min(Math.max((this.#budget - least) / width, 0), 1) : 0;
    }
    return lower.map((value, i) => value + share * (upper[i]! - value));
  }

  /** Least, greatest and central outcome of a scenario: weights are filled from the worst asset or from the best. */
  #rangeOf(s: number, { lower, upper }: Cell, centre: Float64Array): void {
    const size = this.#size;
    const { values } = this.#goal.scenarios;
    const from = s * size;
    const reference = this.#goal.references[s]!;
    let base = -reference;
    let middle = -reference;
    let left = this.#budget ?? 0;
    for (let i = 0; i < size; i += 1) {
      base += lower[i]! * values[from + i]!;
      middle += centre[i]! * values[from + i]!;
      left -= lower[i]!;
    }
    let high = base;
    let low = base;
    if (this.#budget === undefined) {
      for (let i = 0; i < size; i += 1) {
        const change = (upper[i]! - lower[i]!) * values[from + i]!;
        if (change > 0) high += change;
        else low += change;
      }
    } else {
      let rest = left;
      for (let k = size - 1; k >= 0 && rest > 0; k -= 1) {
        const i = this.#order[from + k]!;
        const amount = Math.min(rest, upper[i]! - lower[i]!);
        high += amount * values[from + i]!;
        rest -= amount;
      }
      rest = left;
      for (let k = 0; k < size && rest > 0; k += 1) {
        const i = this.#order[from + k]!;
        const amount = Math.min(rest, upper[i]! - lower[i]!);
        low += amount * values[from + i]!;
        rest -= amount;
      }
    }
    this.#low[s] = Math.min(low, middle);
    this.#high[s] = Math.max(high, middle);
    this.#middle[s] = middle;
  }

  #valueOf(sorted: Float64Array): number {
    const count = sorted.length;
    let value = 0;
    for (let k = 0; k < count; k += 1) {
      const outcome = sorted[k]!;
      const weight = outcome < 0 ? this.#losses.weights[k]! : this.#gains.weights[count - 1 - k]!;
      value += weight * this.#worth.value(outcome);
    }
    return value;
  }

  /** Least and greatest slope of the value by one outcome that the ranges of all outcomes allow. */
  #slopesOf(s: number, lows: Float64Array, highs: Float64Array): readonly [number, number] {
    const count = lows.length;
    const low = this.#low[s]!;
    const high = this.#high[s]!;
    // others surely above and surely below; all that may be
    const surelyBelow = countBelow(highs, low);
    const surelyAbove = count - countUpTo(lows, high);
    let least = Infinity;
    let most = 0;
    const take = (weights: RankWeights, from: number, to: number, one: number, other: number): void => {
      least = Math.min(least, weights.least(from, to) * Math.min(one, other));
      most = Math.max(most, weights.most(from, to) * Math.max(one, other));
    };
    const near = low < this.#chord && high > -this.#chord;
    const slopeNear = this.#chordSlope;
    if (high > -this.#chord) {
      const one = high > this.#chord ? this.#worth.gainSlope(Math.max(low, this.#chord)) : slopeNear;
      const other = high > this.#chord ? this.#worth.gainSlope(high) : slopeNear;
      take(this.#gains, surelyAbove, count - 1 - surelyBelow, one, other);
      if (near) take(this.#gains, surelyAbove, count - 1 - surelyBelow, slopeNear, slopeNear);
    }
    if (low < this.#chord) {
      const one = low < -this.#chord ? this.#worth.lossSlope(Math.max(-high, this.#chord)) : slopeNear;
      const other = low < -this.#chord ? this.#worth.lossSlope(-low) : slopeNear;
      take(this.#losses, surelyBelow, count - 1 - surelyAbove, one, other);
      if (near) take(this.#losses, surelyBelow, count - 1 - surelyAbove, slopeNear, slopeNear);
    }
    return [least, most];
  }

  /** The greatest slopes'(w - centre) in the cell. */
  #greatestChange(slopes: Float64Array, { lower, upper }: Cell, centre: Float64Array): number {
    let change = 0;
    for (let i = 0; i < this.#size; i += 1) change -= slopes[i]! * centre[i]!;
    if (this.#budget === undefined) {
      for (let i = 0; i < this.#size; i += 1) change += slopes[i]! * (slopes[i]! > 0 ? upper[i]! : lower[i]!);
      return change;
    }
    let left = this.#budget;
    for (let i = 0; i < this.#size; i += 1) {
      change += slopes[i]! * lower[i]!;
      left -= lower[i]!;
    }
    const order = Array.from(slopes.keys()).sort((a, b) => slopes[b]! - slopes[a]!);
    for (const i of order) {
      if (!(left > 0)) break;
      const amount = Math.min(left, upper[i]! - lower[i]!);
      change += slopes[i]! * amount;
      left -= amount;
    }
    return change;
  }
}

/** How many are below a value. */
function countBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many are at most a value. */
function countUpTo(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
