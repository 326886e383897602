import { gainOf } from "./dual-bound.ts";
import { type CardinalityProgram, type Domains, IN, NEGATIVE, OUT, POSITIVE, UNDECIDED } from "./program.ts";
import { SmallKkt } from "./small-kkt.ts";

// where a variable is in the relaxation
const ZERO = 0;
/** 0 < z < 1 and x / z between its bounds. */
const SHARED = 1;
/** 0 < z < 1 and x / z at the near bound. */
const NEAR = 2;
/** 0 < z < 1 and x / z at the far bound. */
const FAR = 3;
/** z = 1 between the bounds. */
const WHOLE = 4;
const AT_NEAR = 5;
const AT_FAR = 6;

/** The states of a relaxation, handed from a node to its children. */
export interface RelaxationStates {
  readonly variables: Int8Array;
  readonly signs: Int8Array;
  readonly rows: Int8Array;
  theta: number;
}

/**
 * The perspective relaxation of a node, min 1/2 x'Rx + c'x + sum of 1/2 d x^2 / z with the z projected out
 * (Frangioni & Gentile 2006; Gao & Li 2013), by a primal-dual active set.
 *
 * With a price theta for being in, an undecided variable costs a linear p |x| up to s and 1/2 d x^2 + theta beyond,
 * s = sqrt(2 theta / d) cut to the bounds, p = 1/2 d s + theta / s. The limit on the count turns the common price of
 * the variables in between into a rank-one term s s' / (what is left of the count), s = sqrt(d).
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
  theta = 0;
  /** Rounds of the last solve. */
  rounds = 0;
  readonly #n: number;
  readonly #m: number;
  readonly #program: CardinalityProgram;
  readonly #domains: Domains;
  #d: Float64Array;
  readonly #remainder: Float64Array;
  readonly #free: Int32Array;
  readonly #product: Float64Array;
  readonly #active: Int32Array;
  readonly #kkt: SmallKkt;
  readonly #countRow: Float64Array;
  readonly #gains: Float64Array;

  constructor(program: CardinalityProgram, domains: Domains, d: Float64Array) {
    const n = program.size;
    const m = program.rows?.count ?? 0;
    this.#n = n;
    this.#m = m;
    this.#program = program;
    this.#domains = domains;
    this.#remainder = program.hessian.slice();
    this.#d = new Float64Array(n);
    this.x = new Float64Array(n);
    this.y = new Float64Array(m);
    this.r = new Float64Array(n);
    this.#free = new Int32Array(n);
    this.#product = new Float64Array(n);
    this.#active = new Int32Array(m + 1);
    this.#kkt = new SmallKkt(n, m + 1);
    this.#countRow = new Float64Array(n);
    this.#gains = new Float64Array(n);
    this.setDiagonal(d);
  }

  /** Splits Q into R + diag(d) anew. */
  setDiagonal(d: Float64Array): void {
    const n = this.#n;
    this.#d = d;
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

  /** Solves a node; true where the states settled. `least` and `most` bound how many undecided variables are in. */
  solve(branches: Int8Array, states: RelaxationStates, least: number, most: number, limit: number): boolean {
    this.#adopt(branches, states, most);
    this.theta = states.theta;
    let settled = false;
    let round = 0;
    for (; round < limit; round++) {
      const counting = this.#equations(branches, states, least, most);
      this.refresh();
      this.#price(branches, states, counting, least, most);
      if (this.#update(branches, states, most) === 0) {
        settled = true;
        round++;
        break;
      }
    }
    this.rounds = round;
    states.theta = this.theta;
    return settled && this.#rowsHold();
  }

  // a row that depends on others got no multiplier and may be broken
  #rowsHold(): boolean {
    const rows = this.#program.rows;
    const n = this.#n;
    for (let i = 0; i < this.#m; i++) {
      let activity = 0,
        size = 0;
      for (let j = 0; j < n; j++) {
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
    const s = this.#turn(j, states.signs[j]!);
    return s > 0 ? Math.min(1, Math.max(0, Math.abs(this.x[j]!) / s)) : 0;
  }

  #near(j: number, sign: number): number {
    return sign > 0 ? this.#domains.positiveLow[j]! : -this.#domains.negativeHigh[j]!;
  }

  #far(j: number, sign: number): number {
    return sign > 0 ? this.#domains.positiveHigh[j]! : -this.#domains.negativeLow[j]!;
  }

  // s: where being shared ends
  #turn(j: number, sign: number): number {
    const near = this.#near(j, sign);
    if (this.theta <= 0) return near;
    const far = this.#far(j, sign);
    const d = this.#d[j]!;
    const s = d > 0 ? Math.sqrt((2 * this.theta) / d) : far;
    return s < near ? near : s > far ? far : s;
  }

  #slope(j: number, s: number): number {
    return s > 0 ? 0.5 * this.#d[j]! * s + this.theta / s : 0;
  }

  /** Ends of the hull of what variable j may be when it is in. */
  #low(j: number, branch: number): number {
    const { positiveLow, negativeLow, negativeHigh } = this.#domains;
    return branch === POSITIVE || !(negativeLow[j]! <= negativeHigh[j]!) ? positiveLow[j]! : negativeLow[j]!;
  }

  #high(j: number, branch: number): number {
    const { positiveLow, positiveHigh, negativeHigh } = this.#domains;
    return branch === NEGATIVE || positiveLow[j]! > positiveHigh[j]! ? negativeHigh[j]! : positiveHigh[j]!;
  }

  // makes inherited states fit the branches
  #adopt(branches: Int8Array, states: RelaxationStates, most: number): void {
    const { variables, signs } = states;
    for (let j = 0; j < this.#n; j++) {
      const branch = branches[j]!;
      if (this.#domains.counted[j] === 0) {
        if (variables[j]! < WHOLE) variables[j] = WHOLE;
      } else if (branch === OUT || (branch === UNDECIDED && most === 0)) variables[j] = ZERO;
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

  // one solve for the present states; returns whether a row for the count was used
  #equations(branches: Int8Array, states: RelaxationStates, least: number, most: number): boolean {
    const n = this.#n;
    const { variables, signs } = states;
    const { linear } = this.#program;
    const d = this.#d;
    const R = this.#remainder;
    const free = this.#free;
    const x = this.x;
    let f = 0,
      whole = 0,
      shared = 0,
      split = 0,
      taken = 0;
    for (let j = 0; j < n; j++) {
      const own = variables[j]!;
      const undecided = branches[j] === UNDECIDED && this.#domains.counted[j] !== 0;
      if (own === ZERO) x[j] = 0;
      else if (own === AT_NEAR)
        x[j] = undecided
          ? signs[j]! * this.#near(j, signs[j]!)
          : this.#low(j, this.#domains.counted[j] === 0 ? POSITIVE : branches[j]!);
      else if (own === AT_FAR)
        x[j] = undecided
          ? signs[j]! * this.#far(j, signs[j]!)
          : this.#high(j, this.#domains.counted[j] === 0 ? POSITIVE : branches[j]!);
      else free[f++] = j;
      if (!undecided) continue;
      if (own >= WHOLE) whole++;
      else if (own === SHARED) shared++;
      else if (own === NEAR || own === FAR) {
        split++;
        taken += Math.abs(x[j]!) / (own === NEAR ? this.#near(j, signs[j]!) : this.#far(j, signs[j]!));
      }
    }
    const left = most - whole - taken;
    const rankOne = shared > 0 && left > 0.02;
    const target = this.theta < 0 ? least : most;
    const counting = shared === 0 && split > 0 && this.theta !== 0 && target - whole > 0;
    this.#kkt.reserve(f, 0);
    const { matrix: H, right, floors } = this.#kkt;
    const share = rankOne ? 1 / left : 0;
    for (let a = 0; a < f; a++) {
      const i = free[a]!;
      const own = variables[i]!;
      const row = i * n;
      const to = a * f;
      for (let b = 0; b <= a; b++) H[to + b] = R[row + free[b]!]!;
      if (own === WHOLE) H[to + a] = H[to + a]! + d[i]!;
      else if (own === SHARED && rankOne) {
        const root = Math.sqrt(d[i]!) * signs[i]! * share;
        for (let b = 0; b <= a; b++) {
          const j = free[b]!;
          if (variables[j] === SHARED) H[to + b] = H[to + b]! + root * signs[j]! * Math.sqrt(d[j]!);
        }
      }
      floors[a] = 1e-9 * this.#program.hessian[row + i]!;
      let value = -linear[i]!;
      if (own < WHOLE && !(own === SHARED && rankOne)) {
        const s =
          own === NEAR ? this.#near(i, signs[i]!) : own === FAR ? this.#far(i, signs[i]!) : this.#turn(i, signs[i]!);
        value -= signs[i]! * (counting ? 0.5 * d[i]! * s : this.#slope(i, s));
        this.#countRow[i] = s > 0 ? signs[i]! / s : 0;
      } else this.#countRow[i] = 0;
      right[a] = value;
    }
    // variables at a bound
    for (let j = 0; j < n; j++) {
      if (variables[j]! < AT_NEAR || x[j] === 0) continue;
      for (let a = 0; a < f; a++) right[a] = right[a]! - R[j * n + free[a]!]! * x[j]!;
    }
    const w = this.#rows(states, f, counting ? target - whole : undefined);
    this.#kkt.solve(f, w);
    for (let a = 0; a < f; a++) x[free[a]!] = right[a]!;
    this.y.fill(0);
    for (let a = 0; a < w; a++) if (this.#active[a]! < this.#m) this.y[this.#active[a]!] = this.#kkt.limits[a]!;
    if (rankOne) {
      let sum = 0;
      for (let a = 0; a < f; a++) {
        const j = free[a]!;
        if (variables[j] === SHARED) sum += Math.sqrt(d[j]!) * signs[j]! * x[j]!;
      }
      const tau = Math.max(0, sum * share);
      this.theta = 0.5 * tau * tau;
      return true;
    }
    if (counting) {
      this.theta = -this.#kkt.limits[w - 1]!;
      return true;
    }
    return false;
  }

  // the active rows, and the count as one more, against what the fixed variables leave
  #rows(states: RelaxationStates, f: number, count: number | undefined): number {
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
      for (let j = 0; j < n; j++) if (states.variables[j]! >= AT_NEAR) shortage -= matrix[i * n + j]! * this.x[j]!;
      this.#kkt.limits[a] = shortage;
    }
    return w;
  }

  /** Brings x back between its bounds. */
  clip(): void {
    const { lower, upper } = this.#program;
    for (let j = 0; j < this.#n; j++) {
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
    const R = this.#remainder;
    const product = this.#product.fill(0);
    for (let j = 0; j < n; j++) {
      const value = x[j]!;
      if (value === 0) continue;
      const row = j * n;
      for (let i = 0; i < n; i++) product[i] = product[i]! + value * R[row + i]!;
    }
    let sum = 0,
      size = 0;
    for (let j = 0; j < n; j++) {
      sum += x[j]! * product[j]!;
      if (x[j] !== 0) size += Math.abs(x[j]!) * Math.sqrt(Math.max(0, R[j * n + j]!));
      r[j] = -product[j]! - this.#program.linear[j]!;
    }
    this.curvature = sum;
    this.margin = 4e-15 * size * size;
    const rows = this.#program.rows;
    for (let i = 0; i < this.#m; i++) {
      const value = y[i]!;
      if (value === 0) continue;
      const row = i * n;
      for (let j = 0; j < n; j++) r[j] = r[j]! + value * rows!.matrix[row + j]!;
    }
  }

  // without a variable in between, the price lies between the last gain that is in and the first that is out
  #price(branches: Int8Array, states: RelaxationStates, counting: boolean, least: number, most: number): void {
    if (counting) return;
    let count = 0,
      positive = 0;
    for (let j = 0; j < this.#n; j++) {
      if (branches[j] !== UNDECIDED || this.#domains.counted[j] === 0) continue;
      const gain = gainOf(this.#domains, IN, j, this.r[j]!, this.#d[j]!);
      this.#gains[count++] = gain;
      if (gain > 0) positive++;
    }
    if (positive >= least && positive <= most) {
      this.theta = 0;
      return;
    }
    const take = positive > most ? most : least;
    const sorted = this.#gains.slice(0, count).sort();
    if (take >= count) {
      // everyone has to come in: a price below each gain
      this.theta = count > 0 ? 2 * Math.min(sorted[0]!, 0) : 0;
      return;
    }
    const inside = take > 0 ? sorted[count - take]! : sorted[count - 1]!;
    const outside = sorted[count - take - 1]!;
    this.theta = take > 0 ? 0.5 * (inside + outside) : inside;
  }

  #update(branches: Int8Array, states: RelaxationStates, most: number): number {
    const n = this.#n;
    const { variables, signs } = states;
    const { x, r } = this;
    const d = this.#d;
    let scale = 0;
    for (let j = 0; j < n; j++)
      scale = Math.max(scale, Math.abs(this.#product[j]!), Math.abs(this.#program.linear[j]!));
    const flat = 1e-11 * scale;
    let changes = 0;
    for (let j = 0; j < n; j++) {
      const own = variables[j]!;
      const branch = branches[j]!;
      let next = own;
      if (this.#domains.counted[j] === 0 || (branch !== UNDECIDED && branch !== OUT)) {
        const side = this.#domains.counted[j] === 0 ? POSITIVE : branch;
        const low = this.#low(j, side);
        const high = this.#high(j, side);
        if (own === WHOLE) next = x[j]! < low - 1e-13 ? AT_NEAR : x[j]! > high + 1e-13 ? AT_FAR : WHOLE;
        else if (low < high) {
          if (own === AT_NEAR && r[j]! > d[j]! * low + flat) next = WHOLE;
          else if (own === AT_FAR && r[j]! < d[j]! * high - flat) next = WHOLE;
        }
      } else if (branch === UNDECIDED && most > 0) next = this.#moved(j, own, signs, flat);
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
        for (let j = 0; j < n; j++) {
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

  // where an undecided variable goes
  #moved(j: number, own: number, signs: Int8Array, flat: number): number {
    const { r, x } = this;
    if (own === ZERO) {
      const wanted = r[j]! > 0 ? 1 : -1;
      if (wanted !== signs[j] && this.#near(j, wanted) <= this.#far(j, wanted)) signs[j] = wanted;
    }
    const sign = signs[j]!;
    const near = this.#near(j, sign);
    const far = this.#far(j, sign);
    // nothing it could be
    if (near > far) return ZERO;
    const s = this.#turn(j, sign);
    const p = this.#slope(j, s);
    const d = this.#d[j]!;
    const pull = sign * r[j]!;
    const length = sign * x[j]!;
    const between = s <= 0 ? WHOLE : s >= far ? FAR : s <= near ? NEAR : SHARED;
    switch (own) {
      case ZERO:
        return pull > p + flat ? between : ZERO;
      case SHARED:
      case NEAR:
      case FAR:
        if (length < -1e-14) return ZERO;
        if (length > s * (1 + 1e-10)) return s >= far ? AT_FAR : s <= near && near > 0 ? AT_NEAR : WHOLE;
        return between === WHOLE ? (length > 0 ? WHOLE : ZERO) : between;
      case WHOLE:
        if (length > far + 1e-13) return AT_FAR;
        if (length < s - 1e-13) return s <= near ? (near > 0 ? AT_NEAR : ZERO) : between;
        return WHOLE;
      case AT_NEAR:
        if (s > near) return between;
        if (pull > d * near + flat) return near < far ? WHOLE : AT_NEAR;
        return pull < p - flat ? NEAR : AT_NEAR;
      default:
        if (s >= far) return pull < p - flat ? FAR : AT_FAR;
        return pull < d * far - flat ? WHOLE : AT_FAR;
    }
  }
}
