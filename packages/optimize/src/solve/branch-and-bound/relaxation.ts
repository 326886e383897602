import { gainOf } from "./dual-bound.ts";
import type { CardinalityProgram } from "../../program/cardinality-program.ts";
import { type Domains, IN, OUT, POSITIVE, UNDECIDED } from "./program.ts";
import { PerspectivePenalty } from "./perspective-penalty.ts";
import { AT_FAR, AT_NEAR, type RelaxationStates, WHOLE, ZERO } from "./relaxation-states.ts";
import { priceBetween } from "./price-between.ts";
import { RelaxationSystem } from "./relaxation-system.ts";
import { seedStates } from "./seed-states.ts";

/** Sum of the cubed sizes of the systems after which a node's set is left as it is: some tens of milliseconds. */
const mostWork = 1e8;
/** The same between yields. */
const workAtOnce = 5e6;

/**
 * The perspective relaxation of a node, min 1/2 x'Rx + c'x + sum of 1/2 d x^2 / z with the z projected out
 * (Frangioni & Gentile 2006; Gao & Li 2013), by a primal-dual active set.
 *
 * Variables that are out take no part: `r` holds the others' alone.
 * A set that doesn't settle is no error: every x and y gives a valid bound.
 */
export class PerspectiveRelaxation {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** A'y - Rx - c */
  readonly r: Float64Array;
  /** x'Rx */
  curvature = 0;
  /** What rounding can make of x'Rx where R is singular: 4e-15 (sum of |x| sqrt(R_jj))^2. */
  margin = 0;
  /** Whether the last solve ended in states that hold. */
  settled = false;
  readonly #n: number;
  readonly #m: number;
  readonly #program: CardinalityProgram;
  readonly #domains: Domains;
  readonly #penalty: PerspectivePenalty;
  readonly #system: RelaxationSystem;
  /** Variables that aren't out. */
  #live: Int32Array;
  readonly #room: Int32Array;
  readonly #remainder: Float64Array;
  readonly #product: Float64Array;
  readonly #dense: Float64Array;
  readonly #gains: Float64Array;
  readonly #held: Int32Array;

  constructor(program: CardinalityProgram, domains: Domains, d: Float64Array) {
    const n = program.size;
    const m = program.rows?.count ?? 0;
    this.#n = n;
    this.#m = m;
    this.#program = program;
    this.#domains = domains;
    this.#remainder = program.hessian.slice();
    this.#penalty = new PerspectivePenalty(domains, n);
    this.#room = Int32Array.from({ length: n }, (_, j) => j);
    this.#live = this.#room;
    this.x = new Float64Array(n);
    this.y = new Float64Array(m);
    this.r = new Float64Array(n);
    this.#product = new Float64Array(n);
    this.#dense = new Float64Array(n);
    this.#system = new RelaxationSystem(program, this.#penalty, { x: this.x, y: this.y, remainder: this.#remainder });
    this.#gains = new Float64Array(n);
    this.#held = new Int32Array(n);
    this.setDiagonal(d);
  }

  /** Splits Q into R + diag(d) anew. */
  setDiagonal(d: Float64Array): void {
    const n = this.#n;
    this.#penalty.setDiagonal(d);
    for (let j = 0; j < n; j++) this.#remainder[j * n + j] = this.#program.hessian[j * n + j]! - d[j]!;
  }

  /** States to start the root from. */
  initialStates(): RelaxationStates {
    const rows = new Int8Array(this.#m);
    const limits = this.#program.rows;
    for (let i = 0; i < this.#m; i++) if (limits!.lower[i] === limits!.upper[i]) rows[i] = 1;
    const variables = new Int8Array(this.#n);
    for (let j = 0; j < this.#n; j++) variables[j] = this.#domains.counted[j] === 0 ? WHOLE : ZERO;
    return { variables, signs: new Int8Array(this.#n).fill(1), rows, theta: 0 };
  }

  /**
   * Solves a node; true where the states settled. `least` and `most` bound how many undecided variables are in.
   *
   * @yields after some milliseconds of work.
   */
  *solve(
    branches: Int8Array,
    states: RelaxationStates,
    least: number,
    most: number,
    limit: number,
  ): Generator<undefined, boolean> {
    this.enter(branches);
    this.#adopt(branches, states, most);
    const penalty = this.#penalty;
    penalty.theta = states.theta;
    let settled = false;
    let work = 0,
      since = 0;
    for (let round = 0; round < limit && work < mostWork; round++) {
      if (since > workAtOnce) {
        since = 0;
        yield;
      }
      const counting = this.#system.solve(branches, states, this.#live, least, most);
      work += this.#system.size ** 3;
      since += this.#system.size ** 3 + this.#system.size * this.#live.length;
      this.refresh();
      this.#price(branches, counting, least, most);
      if (this.#update(branches, states, most) === 0) {
        settled = true;
        break;
      }
    }
    states.theta = penalty.theta;
    this.settled = settled && this.#rowsHold();
    return this.settled;
  }

  /** Takes up the variables that aren't out; the others become 0. */
  enter(branches: Int8Array): void {
    let count = 0;
    for (let j = 0; j < this.#n; j++) {
      if (branches[j] === OUT) this.x[j] = 0;
      else this.#room[count++] = j;
    }
    this.#live = this.#room.subarray(0, count);
  }

  // a row that depends on others got no multiplier and may be broken
  #rowsHold(): boolean {
    const rows = this.#program.rows;
    const n = this.#n;
    const live = this.#live;
    for (let i = 0; i < this.#m; i++) {
      let activity = 0,
        size = 0;
      for (const j of live) {
        const term = rows!.matrix[i * n + j]! * this.x[j]!;
        activity += term;
        size += Math.abs(term);
      }
      const limit =
        activity < rows!.lower[i]! ? rows!.lower[i]! : activity > rows!.upper[i]! ? rows!.upper[i]! : activity;
      if (Math.abs(limit - activity) > 1e-8 * Math.max(size, Math.abs(limit))) return false;
    }
    return true;
  }

  /** Sum of the z of undecided variables, and the z of one. */
  share(j: number, branches: Int8Array, states: RelaxationStates): number {
    if (branches[j] !== UNDECIDED) return branches[j] === OUT ? 0 : 1;
    const own = states.variables[j]!;
    if (own === ZERO) return 0;
    if (own >= WHOLE) return 1;
    const s = this.#penalty.turn(j, states.signs[j]!);
    return s > 0 ? Math.min(1, Math.max(0, Math.abs(this.x[j]!) / s)) : 0;
  }

  // makes inherited states fit the branches
  #adopt(branches: Int8Array, states: RelaxationStates, most: number): void {
    const { variables, signs } = states;
    for (let j = 0; j < this.#n; j++) if (branches[j] === OUT) variables[j] = ZERO;
    for (const j of this.#live) {
      const branch = branches[j]!;
      if (this.#domains.counted[j] === 0) {
        if (variables[j]! < WHOLE) variables[j] = WHOLE;
      } else if (branch === UNDECIDED && most === 0) variables[j] = ZERO;
      else if (branch !== UNDECIDED) {
        if (variables[j] === AT_NEAR || variables[j] === AT_FAR) continue;
        variables[j] = WHOLE;
      } else if (
        signs[j]! > 0
          ? this.#domains.positiveLow[j]! > this.#domains.positiveHigh[j]!
          : this.#domains.negativeLow[j]! > this.#domains.negativeHigh[j]!
      ) {
        signs[j] = -signs[j]!;
        variables[j] = ZERO;
      }
    }
  }

  /** What each variable costs where it goes out, as far as the last system tells. */
  leaving(out: Float64Array): void {
    this.#system.leaving(out);
  }

  /** States for the present x and y, with the price at which x would fill the count; false where that can't be. */
  seed(branches: Int8Array, states: RelaxationStates, least: number, most: number): boolean {
    return seedStates(this.#program, this.#penalty, branches, states, this, least, most);
  }

  /** Brings x back between its bounds. */
  clip(): void {
    const { lower, upper } = this.#program;
    for (const j of this.#live) {
      const low = this.#domains.counted[j] === 0 ? lower[j]! : Math.min(0, lower[j]!);
      const high = this.#domains.counted[j] === 0 ? upper[j]! : Math.max(0, upper[j]!);
      this.x[j] = Math.min(Math.max(this.x[j]!, low), high);
    }
    this.refresh();
  }

  /** r and x'Rx for the present x and y. */
  refresh(): void {
    const n = this.#n;
    const { x, y, r } = this;
    const live = this.#live;
    const count = live.length;
    const R = this.#remainder;
    const product = this.#product;
    const { linear } = this.#program;
    const dense = this.#dense;
    for (let t = 0; t < count; t++) dense[t] = 0;
    const held = this.#held;
    let size = 0,
      holds = 0;
    for (let t = 0; t < count; t++) {
      const j = live[t]!;
      const value = x[j]!;
      if (value === 0) continue;
      held[holds++] = j;
      size += Math.abs(value) * Math.sqrt(Math.max(0, R[j * n + j]!));
    }
    // four columns at a time
    let h = 0;
    for (; h + 3 < holds; h += 4) {
      const a = held[h]!,
        b = held[h + 1]!,
        c = held[h + 2]!,
        d = held[h + 3]!;
      const xa = x[a]!,
        xb = x[b]!,
        xc = x[c]!,
        xd = x[d]!;
      const ra = a * n,
        rb = b * n,
        rc = c * n,
        rd = d * n;
      for (let u = 0; u < count; u++) {
        const j = live[u]!;
        dense[u] = dense[u]! + (xa * R[ra + j]! + xb * R[rb + j]! + xc * R[rc + j]! + xd * R[rd + j]!);
      }
    }
    for (; h < holds; h++) {
      const value = x[held[h]!]!;
      const row = held[h]! * n;
      for (let u = 0; u < count; u++) dense[u] = dense[u]! + value * R[row + live[u]!]!;
    }
    let sum = 0;
    for (let t = 0; t < count; t++) {
      const j = live[t]!;
      product[j] = dense[t]!;
      sum += x[j]! * dense[t]!;
      r[j] = -dense[t]! - linear[j]!;
    }
    this.curvature = sum;
    this.margin = 4e-15 * size * size;
    const rows = this.#program.rows;
    for (let i = 0; i < this.#m; i++) {
      const value = y[i]!;
      if (value === 0) continue;
      const row = i * n;
      for (let t = 0; t < count; t++) {
        const j = live[t]!;
        r[j] = r[j]! + value * rows!.matrix[row + j]!;
      }
    }
  }

  // without a variable in between, the price comes from the gains
  #price(branches: Int8Array, counting: boolean, least: number, most: number): void {
    if (counting) return;
    let count = 0;
    for (const j of this.#live) {
      if (branches[j] !== UNDECIDED || this.#domains.counted[j] === 0) continue;
      this.#gains[count++] = gainOf(this.#domains, IN, j, this.r[j]!, this.#penalty.d[j]!);
    }
    this.#penalty.theta = priceBetween(this.#gains.subarray(0, count), least, most);
  }

  #update(branches: Int8Array, states: RelaxationStates, most: number): number {
    const n = this.#n;
    const { variables, signs } = states;
    const { x, r } = this;
    const penalty = this.#penalty;
    const { d } = penalty;
    const live = this.#live;
    let scale = 0;
    for (const j of live) scale = Math.max(scale, Math.abs(this.#product[j]!), Math.abs(this.#program.linear[j]!));
    const flat = 1e-11 * scale;
    let changes = 0;
    for (const j of live) {
      const own = variables[j]!;
      const branch = branches[j]!;
      let next = own;
      if (this.#domains.counted[j] === 0 || (branch !== UNDECIDED && branch !== OUT)) {
        const side = this.#domains.counted[j] === 0 ? POSITIVE : branch;
        const low = penalty.low(j, side);
        const high = penalty.high(j, side);
        if (own === WHOLE) next = x[j]! < low - 1e-13 ? AT_NEAR : x[j]! > high + 1e-13 ? AT_FAR : WHOLE;
        else if (low < high) {
          if (own === AT_NEAR && r[j]! > d[j]! * low + flat) next = WHOLE;
          else if (own === AT_FAR && r[j]! < d[j]! * high - flat) next = WHOLE;
        }
      } else if (branch === UNDECIDED && most > 0) next = penalty.moved(j, own, signs, x[j]!, r[j]!, flat);
      if (next !== own) {
        variables[j] = next;
        changes++;
      }
    }
    const rows = this.#program.rows;
    for (let i = 0; i < this.#m; i++) {
      const low = rows!.lower[i]!;
      const high = rows!.upper[i]!;
      if (low === high) continue;
      const own = states.rows[i]!;
      let next = own;
      if (own === 0) {
        let activity = 0,
          size = 0;
        for (const j of live) {
          const term = rows!.matrix[i * n + j]! * x[j]!;
          activity += term;
          size += Math.abs(term);
        }
        next = activity < low - 1e-12 * size ? 1 : activity > high + 1e-12 * size ? 2 : 0;
      } else if (own === 1 ? this.y[i]! < 0 : this.y[i]! > 0) next = 0;
      if (next !== own) {
        states.rows[i] = next;
        changes++;
      }
    }
    return changes;
  }
}
