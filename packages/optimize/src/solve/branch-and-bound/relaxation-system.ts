import type { PerspectivePenalty } from "./perspective-penalty.ts";
import type { CardinalityProgram } from "../../program/cardinality-program.ts";
import { POSITIVE, UNDECIDED } from "./program.ts";
import { AT_FAR, AT_NEAR, FAR, NEAR, type RelaxationStates, SHARED, WHOLE, ZERO } from "./relaxation-states.ts";
import { SmallKkt } from "./small-kkt.ts";

/** What the relaxation and its linear systems share. */
export interface RelaxationVectors {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** R, n x n. */
  readonly remainder: Float64Array;
}

/**
 * The stationary point of a relaxation for given states. The limit on the count turns the common price of the
 * variables in between into a rank-one term s s' / (what is left of the count), s = sqrt(d).
 */
export class RelaxationSystem {
  /** Variables of the last system. */
  size = 0;
  /** Rows of it. */
  #count = 0;
  readonly #n: number;
  readonly #m: number;
  readonly #program: CardinalityProgram;
  readonly #penalty: PerspectivePenalty;
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #remainder: Float64Array;
  readonly #free: Int32Array;
  readonly #active: Int32Array;
  readonly #kkt: SmallKkt;
  readonly #countRow: Float64Array;
  readonly #freedoms: Float64Array;
  readonly #turns: Float64Array;

  constructor(program: CardinalityProgram, penalty: PerspectivePenalty, vectors: RelaxationVectors) {
    const n = program.size;
    const m = program.rows?.count ?? 0;
    this.#n = n;
    this.#m = m;
    this.#program = program;
    this.#penalty = penalty;
    this.#x = vectors.x;
    this.#y = vectors.y;
    this.#remainder = vectors.remainder;
    this.#free = new Int32Array(n);
    this.#active = new Int32Array(m + 1);
    this.#kkt = new SmallKkt(n, m + 1);
    this.#countRow = new Float64Array(n);
    this.#freedoms = new Float64Array(n);
    this.#turns = new Float64Array(n);
  }

  /** x and y for the present states, and the price where a row for the count was used; returns whether one was. */
  solve(branches: Int8Array, states: RelaxationStates, live: Int32Array, least: number, most: number): boolean {
    const n = this.#n;
    const penalty = this.#penalty;
    const { counted } = penalty.domains;
    const { d, root } = penalty;
    const { variables, signs } = states;
    const { linear } = this.#program;
    const R = this.#remainder;
    const free = this.#free;
    const x = this.#x;
    let f = 0,
      whole = 0,
      shared = 0,
      split = 0,
      taken = 0;
    for (const j of live) {
      const own = variables[j]!;
      const undecided = branches[j] === UNDECIDED && counted[j] !== 0;
      if (own === ZERO) x[j] = 0;
      else if (own === AT_NEAR)
        x[j] = undecided
          ? signs[j]! * penalty.near(j, signs[j]!)
          : penalty.low(j, counted[j] === 0 ? POSITIVE : branches[j]!);
      else if (own === AT_FAR)
        x[j] = undecided
          ? signs[j]! * penalty.far(j, signs[j]!)
          : penalty.high(j, counted[j] === 0 ? POSITIVE : branches[j]!);
      else free[f++] = j;
      if (!undecided) continue;
      if (own >= WHOLE) whole++;
      else if (own === SHARED) shared++;
      else if (own === NEAR || own === FAR) {
        split++;
        taken += Math.abs(x[j]!) / (own === NEAR ? penalty.near(j, signs[j]!) : penalty.far(j, signs[j]!));
      }
    }
    const left = most - whole - taken;
    const rankOne = shared > 0 && left > 0.02;
    const target = penalty.theta < 0 ? least : most;
    const counting = shared === 0 && split > 0 && penalty.theta !== 0 && target - whole > 0;
    this.#kkt.reserve(f, 0);
    const { matrix: H, right, floors } = this.#kkt;
    const share = rankOne ? 1 / left : 0;
    // s of the variables in between
    const turns = this.#turns;
    for (let a = 0; a < f; a++) {
      const i = free[a]!;
      const own = variables[i]!;
      const row = i * n;
      const to = a * f;
      const turn = own === SHARED && rankOne ? root[i]! * signs[i]! : 0;
      turns[a] = turn;
      if (turn !== 0) {
        const scaled = turn * share;
        for (let b = 0; b <= a; b++) H[to + b] = R[row + free[b]!]! + scaled * turns[b]!;
      } else {
        for (let b = 0; b <= a; b++) H[to + b] = R[row + free[b]!]!;
        if (own === WHOLE) H[to + a] = H[to + a]! + d[i]!;
      }
      floors[a] = 1e-9 * this.#program.hessian[row + i]!;
      let value = -linear[i]!;
      if (own < WHOLE && !(own === SHARED && rankOne)) {
        const s =
          own === NEAR
            ? penalty.near(i, signs[i]!)
            : own === FAR
              ? penalty.far(i, signs[i]!)
              : penalty.turn(i, signs[i]!);
        value -= signs[i]! * (counting ? 0.5 * d[i]! * s : penalty.slope(i, s));
        this.#countRow[i] = s > 0 ? signs[i]! / s : 0;
      } else this.#countRow[i] = 0;
      right[a] = value;
    }
    // variables at a bound
    for (const j of live) {
      if (variables[j]! < AT_NEAR || x[j] === 0) continue;
      for (let a = 0; a < f; a++) right[a] = right[a]! - R[j * n + free[a]!]! * x[j]!;
    }
    const w = this.#rows(states, live, f, counting ? target - whole : undefined);
    this.#kkt.solve(f, w);
    this.size = f;
    this.#count = w;
    for (let a = 0; a < f; a++) x[free[a]!] = right[a]!;
    this.#y.fill(0);
    for (let a = 0; a < w; a++) if (this.#active[a]! < this.#m) this.#y[this.#active[a]!] = this.#kkt.limits[a]!;
    if (rankOne) {
      let sum = 0;
      for (let a = 0; a < f; a++) {
        const j = free[a]!;
        if (variables[j] === SHARED) sum += root[j]! * signs[j]! * x[j]!;
      }
      const tau = Math.max(0, sum * share);
      penalty.theta = 0.5 * tau * tau;
      return true;
    }
    if (counting) {
      penalty.theta = -this.#kkt.limits[w - 1]!;
      return true;
    }
    return false;
  }

  /** What each variable of the last system costs, to second order, where it goes to 0; 0 for the others. */
  leaving(out: Float64Array): void {
    const freedoms = this.#freedoms;
    this.#kkt.freedoms(this.size, this.#count, freedoms);
    out.fill(0);
    for (let a = 0; a < this.size; a++) {
      const j = this.#free[a]!;
      const freedom = freedoms[a]!;
      out[j] = freedom > 0 ? (0.5 * this.#x[j]! * this.#x[j]!) / freedom : Infinity;
    }
  }

  // the active rows, and the count as one more, against what the fixed variables leave
  #rows(states: RelaxationStates, live: Int32Array, f: number, count: number | undefined): number {
    const n = this.#n;
    const m = this.#m;
    const limits = this.#program.rows;
    const free = this.#free;
    const active = this.#active;
    let w = 0;
    for (let i = 0; i < m; i++) if (states.rows[i] !== 0) active[w++] = i;
    if (count !== undefined) active[w++] = m;
    this.#kkt.reserve(f, w);
    for (let a = 0; a < w; a++) {
      const i = active[a]!;
      const row = this.#kkt.rows[a]!;
      if (i === m) {
        for (let b = 0; b < f; b++) row[b] = this.#countRow[free[b]!]!;
        this.#kkt.limits[a] = count!;
        continue;
      }
      const { matrix } = limits!;
      for (let b = 0; b < f; b++) row[b] = matrix[i * n + free[b]!]!;
      let shortage = states.rows[i] === 2 ? limits!.upper[i]! : limits!.lower[i]!;
      for (const j of live) if (states.variables[j]! >= AT_NEAR) shortage -= matrix[i * n + j]! * this.#x[j]!;
      this.#kkt.limits[a] = shortage;
    }
    return w;
  }
}
