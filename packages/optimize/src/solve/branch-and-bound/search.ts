import { ActiveSetSolver } from "@plimsoll/numeric";
import { Counts } from "./counts.ts";
import { separableDiagonal } from "./diagonal.ts";
import { DiagonalOracle } from "./diagonal-oracle.ts";
import { DualBound } from "./dual-bound.ts";
import { Incumbent } from "./incumbent.ts";
import { NodeHeap, type OpenNode } from "./node-heap.ts";
import {
  assertCardinalityProgram,
  type CardinalityProgram,
  type Domains,
  domainsOf,
  IN,
  NEGATIVE,
  OUT,
  POSITIVE,
  UNDECIDED,
} from "./program.ts";
import type { BranchProof } from "./proof.ts";
import { PerspectiveRelaxation, type RelaxationStates } from "./relaxation.ts";
import { BranchTree } from "./tree.ts";

/** Options of {@link searchCardinality}. */
export interface CardinalityOptions {
  /**
   * Stop where (incumbent - bound) <= relativeGap max(|incumbent|, scale).
   * @defaultValue 1e-6
   */
  readonly relativeGap?: number;
  /**
   * Size of the objective, for a gap near 0.
   * @defaultValue 0
   */
  readonly scale?: number;
  /**
   * Stop after so many nodes.
   * @defaultValue Infinity
   */
  readonly maxNodes?: number;
}

/** Where the search is. */
export interface CardinalityProgress {
  readonly bound: number;
  /** Infinity while there is none. */
  readonly incumbent: number;
  readonly nodes: number;
}

/** What the search found. */
export interface CardinalityResult {
  /** `feasible`: stopped early with an incumbent; `unknown`: stopped without one. */
  readonly status: "optimal" | "feasible" | "infeasible" | "unknown";
  readonly x: Float64Array | undefined;
  readonly objective: number;
  readonly bound: number;
  /** (objective - bound) / max(|objective|, |bound|, scale) */
  readonly gap: number;
  readonly nodes: number;
  readonly proof: BranchProof;
}

/**
 * Branch and bound on which variables are in, over the perspective relaxation. A generator: it yields after a bounded
 * amount of work and looks at no clock; sending `"stop"` into it ends the search with what it has. The proof holds
 * the tree with multipliers at its leaves, from which the bound can be computed again (`replayProof`).
 *
 * @yields the bound, the incumbent's value and the number of nodes.
 * @throws RangeError where shapes disagree or a bound is not finite.
 */
export function* searchCardinality(
  program: CardinalityProgram,
  options: CardinalityOptions = {},
): Generator<CardinalityProgress, CardinalityResult, "stop" | undefined> {
  assertCardinalityProgram(program);
  const search = new Search(program, options);
  const pause = Math.max(1, Math.round(4000 / program.size));
  let left = 0;
  while (search.open && search.nodes < (options.maxNodes ?? Infinity)) {
    if (left-- <= 0) {
      if ((yield search.progress()) === "stop") break;
      left = pause;
    }
    // improving the first incumbent takes as long as many nodes
    if (search.step() === "long") left = 0;
  }
  return search.result();
}

/** Nodes after which a better diagonal is worth its search, and again after four times as many. */
const improveAfter = 100;
const sampled = 16;

class Search {
  nodes = 0;
  readonly #program: CardinalityProgram;
  readonly #n: number;
  readonly #domains: Domains;
  readonly #counts: Counts;
  readonly #relaxation: PerspectiveRelaxation;
  readonly #dual: DualBound;
  readonly #incumbent: Incumbent;
  readonly #tree = new BranchTree();
  readonly #heap = new NodeHeap();
  #d: Float64Array;
  readonly #relativeGap: number;
  readonly #scale: number;
  /** The child that the dive goes on with. */
  #next: OpenNode | undefined;
  /** Least bound of a closed leaf. */
  #closed = Infinity;
  readonly #zero: Float64Array;
  /** The multipliers of the last evaluation where they were kept, else -1. */
  #kept = -1;
  #improveAt = improveAfter;
  #oracle: DiagonalOracle | undefined;
  #improvement: Generator<undefined, void> | undefined;
  /** Rounds of exchange still to do, and the order of candidates. */
  #rounds = 0;
  #order: readonly number[] = [];

  constructor(program: CardinalityProgram, options: CardinalityOptions) {
    const n = program.size;
    this.#program = program;
    this.#n = n;
    this.#domains = domainsOf(program);
    this.#counts = new Counts(program);
    this.#d = separableDiagonal(program.hessian, n);
    this.#relaxation = new PerspectiveRelaxation(program, this.#domains, this.#d);
    this.#dual = new DualBound(n);
    this.#incumbent = new Incumbent(program, this.#domains);
    this.#tree.useDiagonal(this.#d);
    this.#relativeGap = options.relativeGap ?? 1e-6;
    this.#scale = options.scale ?? 0;
    this.#zero = new Float64Array(n);
    const branches = new Int8Array(n);
    for (let j = 0; j < n; j++) {
      const { counted, positiveLow, positiveHigh, negativeLow, negativeHigh } = this.#domains;
      if (counted[j] === 0) branches[j] = IN;
      else if (positiveLow[j]! > positiveHigh[j]! && negativeLow[j]! > negativeHigh[j]!) branches[j] = UNDECIDED;
    }
    this.#next = { at: 0, branches, states: this.#relaxation.initialStates(), bound: -Infinity, multipliers: -1 };
  }

  get open(): boolean {
    return this.#rounds > 0 || this.#next !== undefined || this.#heap.size > 0;
  }

  get #cutoff(): number {
    const value = this.#incumbent.value;
    return value === Infinity ? Infinity : value - this.#relativeGap * Math.max(Math.abs(value), this.#scale);
  }

  progress(): CardinalityProgress {
    return { bound: this.#bound(), incumbent: this.#incumbent.value, nodes: this.nodes };
  }

  #bound(): number {
    return Math.min(this.#closed, this.#incumbent.value, this.#heap.least, this.#next?.bound ?? Infinity);
  }

  result(): CardinalityResult {
    const bound = this.#bound();
    const { value, x } = this.#incumbent;
    const gap = value === bound ? 0 : (value - bound) / Math.max(Math.abs(value), Math.abs(bound), this.#scale);
    const status =
      x === undefined
        ? this.open || this.#closed < Infinity
          ? "unknown"
          : "infeasible"
        : !(gap <= this.#relativeGap * (1 + 1e-9))
          ? "feasible"
          : "optimal";
    return { status, x, objective: value, bound, gap, nodes: this.nodes, proof: this.#tree.proof() };
  }

  /** One node, or one round of improving the incumbent of the root. */
  step(): "node" | "long" {
    if (this.#rounds > 0) {
      this.#rounds = this.#exchange() ? this.#rounds - 1 : 0;
      return "long";
    }
    if (this.nodes >= this.#improveAt) {
      this.#improveAt *= 4;
      this.#improvement = this.#improve();
    }
    if (this.#improvement !== undefined) {
      if (this.#improvement.next().done === true) this.#improvement = undefined;
      return "long";
    }
    let node = this.#next;
    this.#next = undefined;
    if (node === undefined) node = this.#heap.pop()!;
    if (this.#pruned(node.bound)) {
      this.#close(node.bound);
      return "node";
    }
    this.nodes++;
    this.#process(node);
    return this.nodes === 1 ? "long" : "node";
  }

  #pruned(bound: number): boolean {
    // without an incumbent only an empty node may go: Infinity <= bound + Infinity would lose feasible ones
    return bound === Infinity || (this.#incumbent.value < Infinity && bound >= this.#cutoff);
  }

  #close(bound: number): void {
    this.#closed = Math.min(this.#closed, bound);
  }

  #process(node: OpenNode): void {
    const { branches, states } = node;
    if (!this.#counts.possible(branches)) {
      this.#tree.mark(node.at, -1);
      return;
    }
    this.#propagate(node);
    if (!this.#counts.possible(branches)) {
      this.#tree.mark(node.at, -1);
      return;
    }
    const relaxation = this.#relaxation;
    const { least, most } = this.#counts.room(branches);
    const settled = relaxation.solve(branches, states, least, most, this.nodes === 1 ? 80 : 15);
    if (!settled) relaxation.clip();
    let bound = this.#evaluate(node, least, most);
    if (!settled && !this.#pruned(Math.max(bound, node.bound))) {
      const outcome = this.#robust(node, least, most, bound);
      if (outcome === "empty") return;
      bound = outcome;
    }
    if (this.#pruned(node.bound)) {
      this.#close(node.bound);
      return;
    }
    this.#round(node, most);
    if (this.#pruned(node.bound)) {
      this.#close(node.bound);
      return;
    }
    if (bound > -Infinity && this.#fix(node, bound, least, most) && !this.#counts.possible(branches)) {
      this.#tree.mark(node.at, -1);
      return;
    }
    this.#branch(node);
  }

  // a limit on counts that leaves one choice: the other branch is empty
  #propagate(node: OpenNode): void {
    for (;;) {
      const forced = this.#counts.forced(node.branches);
      if (forced === undefined) return;
      // the limit on all is in the bound already; branching on it would only make the tree longer
      this.#take(node, forced.variable, forced.branch, -1);
      if (!this.#counts.possible(node.branches)) return;
    }
  }

  // goes on with one branch of `variable`; the other is a leaf with the given multipliers
  #take(node: OpenNode, variable: number, branch: number, multipliers: number): void {
    const first = this.#tree.split(node.at, variable, false);
    const inside = branch !== OUT;
    this.#tree.mark(inside ? first : first + 1, multipliers);
    node.at = inside ? first + 1 : first;
    if (node.multipliers >= 0) this.#tree.mark(node.at, node.multipliers);
    node.branches[variable] = branch;
  }

  // the bound of the relaxation's x and y; kept where it beats what the node has
  #evaluate(node: OpenNode, least: number, most: number): number {
    const bound = this.#lagrangian(node.branches, least, most);
    if (Number.isFinite(bound) && bound > node.bound) {
      node.bound = bound;
      node.multipliers = this.#tree.keep(this.#relaxation.x, this.#relaxation.y);
      this.#tree.mark(node.at, node.multipliers);
      this.#kept = node.multipliers;
    } else this.#kept = -1;
    return bound;
  }

  #lagrangian(branches: Int8Array, least: number, most: number): number {
    const relaxation = this.#relaxation;
    const rows = this.#program.rows;
    const { y } = relaxation;
    let lost = false;
    let fixed = 0;
    for (let i = 0; i < y.length; i++) {
      const value = y[i]!;
      if (value === 0) continue;
      const limit = value > 0 ? rows!.lower[i]! : rows!.upper[i]!;
      if (Number.isFinite(limit)) fixed += value * limit;
      else {
        y[i] = 0;
        lost = true;
      }
    }
    if (lost) relaxation.refresh();
    fixed -= 0.5 * relaxation.curvature + relaxation.margin;
    return this.#dual.evaluate(this.#domains, branches, relaxation.r, this.#d, fixed, least, most);
  }

  // the plain relaxation by the active set, which always ends: a bound, or a proof that the node is empty
  #robust(node: OpenNode, least: number, most: number, earlier: number): number | "empty" {
    const { branches } = node;
    const n = this.#n;
    const { counted, positiveLow, positiveHigh, negativeLow, negativeHigh } = this.#domains;
    const lower = new Float64Array(n);
    const upper = new Float64Array(n);
    for (let j = 0; j < n; j++) {
      const branch = branches[j]!;
      if (branch === OUT || (branch === UNDECIDED && most <= 0)) continue;
      const positive = branch !== NEGATIVE && positiveLow[j]! <= positiveHigh[j]!;
      const negative = counted[j] !== 0 && branch !== POSITIVE && negativeLow[j]! <= negativeHigh[j]!;
      lower[j] = negative ? negativeLow[j]! : positiveLow[j]!;
      upper[j] = positive ? positiveHigh[j]! : negativeHigh[j]!;
      if (branch === UNDECIDED) {
        lower[j] = Math.min(0, lower[j]!);
        upper[j] = Math.max(0, upper[j]!);
      }
    }
    const { hessian, linear, rows } = this.#program;
    const found = new ActiveSetSolver({
      size: n,
      hessian,
      linear,
      lower,
      upper,
      ...(rows === undefined ? {} : { rows }),
    }).solve();
    const relaxation = this.#relaxation;
    if (found.status === "infeasible") {
      const y = found.certificate!.rows;
      relaxation.r.fill(0);
      let fixed = 0,
        size = 0;
      for (let i = 0; i < y.length; i++) {
        const value = y[i]!;
        if (value === 0) continue;
        const term = value * (value > 0 ? rows!.lower[i]! : rows!.upper[i]!);
        fixed += term;
        size += Math.abs(term);
        for (let j = 0; j < n; j++)
          size += Math.abs(value * rows!.matrix[i * n + j]!) * Math.max(Math.abs(lower[j]!), Math.abs(upper[j]!));
        for (let j = 0; j < n; j++) relaxation.r[j] = relaxation.r[j]! + value * rows!.matrix[i * n + j]!;
      }
      // more than rounding
      if (this.#dual.evaluate(this.#domains, branches, relaxation.r, this.#zero, fixed, least, most) > 1e-10 * size) {
        this.#tree.mark(node.at, this.#tree.keep(this.#zero, y), true);
        return "empty";
      }
      // no proof: back to the multipliers and gains of the relaxation
      relaxation.refresh();
      this.#evaluate(node, least, most);
      return earlier;
    }
    relaxation.x.set(found.x);
    relaxation.y.set(found.y);
    relaxation.refresh();
    return this.#evaluate(node, least, most);
  }

  // a support from the relaxation: those in, and the undecided with the most to gain, until the counts are satisfied
  #round(node: OpenNode, most: number): void {
    const { branches } = node;
    const { gains } = this.#dual;
    const trial = branches.slice();
    const open: number[] = [];
    for (let j = 0; j < this.#n; j++) if (branches[j] === UNDECIDED) open.push(j);
    const share = new Float64Array(this.#n);
    for (const j of open) share[j] = this.#relaxation.share(j, branches, node.states);
    open.sort((a, b) => share[b]! - share[a]! || gains[b]! - gains[a]!);
    let left = most;
    for (const j of open) {
      if (left <= 0) break;
      if (share[j]! <= 0 && gains[j]! <= 0 && this.#counts.satisfied(trial)) break;
      trial[j] = IN;
      if (this.#counts.possible(trial)) left--;
      else trial[j] = UNDECIDED;
    }
    if (!this.#counts.satisfied(trial)) return;
    if (this.#incumbent.trySupport(trial, this.#relaxation.x) && this.nodes <= 1) {
      this.#rounds = 4;
      this.#order = open;
    }
  }

  // swaps of one variable of the incumbent for one that is out; whether that helped
  #exchange(): boolean {
    const x = this.#incumbent.x!;
    const inside: number[] = [];
    for (let j = 0; j < this.#n; j++) if (x[j] !== 0 && this.#domains.counted[j] !== 0) inside.push(j);
    inside.sort((a, b) => Math.abs(x[a]!) - Math.abs(x[b]!));
    const outside = this.#order.filter((j) => x[j] === 0).slice(0, 10);
    const base = new Int8Array(this.#n).fill(OUT);
    for (let j = 0; j < this.#n; j++) if (this.#domains.counted[j] === 0) base[j] = IN;
    for (const j of inside) base[j] = IN;
    let improved = false;
    for (const leaving of inside.slice(0, 5)) {
      for (const entering of outside) {
        base[leaving] = OUT;
        base[entering] = IN;
        if (this.#counts.satisfied(base) && this.#incumbent.trySupport(base, x)) improved = true;
        base[leaving] = IN;
        base[entering] = OUT;
      }
    }
    return improved;
  }

  // a diagonal that serves better where the search is: Frank-Wolfe steps on the mean bound of a sample of open nodes,
  // since one made for a single node serves the others worse
  *#improve(): Generator<undefined, void> {
    const n = this.#n;
    const relaxation = this.#relaxation;
    let d = this.#d;
    const sample = this.#heap
      .sample(sampled)
      .map(({ branches, states }) => ({ branches, states: copyStates(states), ...this.#counts.room(branches) }));
    if (sample.length === 0 || !d.some((value) => value > 0)) return;
    this.#oracle ??= new DiagonalOracle(this.#program.hessian, n);
    const weights = new Float64Array(n);
    const meanBound = (trial: Float64Array): number => {
      this.#d = trial;
      relaxation.setDiagonal(trial);
      weights.fill(0);
      let sum = 0;
      for (const { branches, states, least, most } of sample) {
        if (!relaxation.solve(branches, states, least, most, 40)) relaxation.clip();
        const bound = this.#lagrangian(branches, least, most);
        sum += Math.min(bound, this.#incumbent.value);
        if (bound >= this.#incumbent.value) continue;
        for (let j = 0; j < n; j++) {
          const z = branches[j] === UNDECIDED ? relaxation.share(j, branches, states) : 1;
          if (z > 1e-9) weights[j] = weights[j]! + relaxation.x[j]! ** 2 * (1 / z - 1);
        }
      }
      return sum / sample.length;
    };
    let bound = meanBound(d);
    for (let step = 0; step < 5; step++) {
      const towards = yield* this.#oracle.find(weights);
      if (towards === undefined) break;
      let gained = false;
      for (const share of [0.7, 0.35, 0.15]) {
        const trial = d.map((value, j) => (1 - share) * value + share * towards[j]!);
        yield;
        const next = meanBound(trial);
        if (!(next > bound + 0.005 * Math.abs(this.#incumbent.value - bound))) continue;
        d = trial;
        bound = next;
        gained = true;
        break;
      }
      if (!gained) break;
    }
    this.#d = d;
    relaxation.setDiagonal(d);
    this.#tree.useDiagonal(d);
  }

  // branches that the bound alone rules out, by what the other choice of one variable would cost
  #fix(node: OpenNode, bound: number, least: number, most: number): boolean {
    const cutoff = this.#cutoff;
    if (cutoff === Infinity) return false;
    const { gains, lastIn, firstOut, chosen } = this.#dual;
    const { branches } = node;
    let fixed = false;
    let multipliers = -1;
    const replacement = firstOut > 0 || chosen <= least ? firstOut : 0;
    const removed = chosen >= most || lastIn < 0 ? lastIn : 0;
    for (let j = 0; j < this.#n; j++) {
      if (branches[j] !== UNDECIDED) continue;
      const gain = gains[j]!;
      let branch = UNDECIDED;
      if (gain >= lastIn && bound + gain - replacement >= cutoff) branch = IN;
      else if (gain < lastIn && bound - gain + removed >= cutoff) branch = OUT;
      if (branch === UNDECIDED) continue;
      this.#close(Math.max(cutoff, branch === IN ? bound + gain - replacement : bound - gain + removed));
      // two evaluations may tie in the bound and differ in the gains
      if (multipliers < 0)
        multipliers = this.#kept >= 0 ? this.#kept : this.#tree.keep(this.#relaxation.x, this.#relaxation.y);
      this.#take(node, j, branch, multipliers);
      fixed = true;
      // each fixing is weighed against the same choice of the others; more than one at a time still holds, branch by branch
    }
    return fixed;
  }

  #branch(node: OpenNode): void {
    const { branches, states } = node;
    const { gains } = this.#dual;
    const relaxation = this.#relaxation;
    let variable = -1,
      best = -1,
      spare = -1,
      spareGain = -Infinity;
    for (let j = 0; j < this.#n; j++) {
      if (branches[j] !== UNDECIDED) continue;
      const z = relaxation.share(j, branches, states);
      const score = Math.min(z, 1 - z) * Math.max(gains[j]!, 0);
      if (score > best && z > 1e-9 && z < 1 - 1e-9) {
        best = score;
        variable = j;
      }
      if (gains[j]! > spareGain) {
        spareGain = gains[j]!;
        spare = j;
      }
    }
    if (variable < 0) {
      const bySign = this.#signless(branches);
      if (bySign >= 0) {
        this.#divide(node, bySign, NEGATIVE, POSITIVE, relaxation.x[bySign]! > 0);
        return;
      }
      variable = spare;
    }
    if (variable < 0) {
      // nothing left to decide: the active set solves what remains exactly
      if (this.#robust(node, 0, 0, node.bound) === "empty") return;
      this.#incumbent.trySupport(branches, relaxation.x);
      const bySign = this.#pruned(node.bound) ? -1 : this.#signless(branches);
      if (bySign >= 0) this.#divide(node, bySign, NEGATIVE, POSITIVE, relaxation.x[bySign]! > 0);
      else this.#close(node.bound);
      return;
    }
    this.#divide(node, variable, OUT, IN, true);
  }

  // a variable that is in, between the two intervals it may be in
  #signless(branches: Int8Array): number {
    const { counted, positiveLow, positiveHigh, negativeLow, negativeHigh } = this.#domains;
    for (let j = 0; j < this.#n; j++) {
      if (branches[j] !== IN || counted[j] === 0) continue;
      if (positiveLow[j]! > positiveHigh[j]! || negativeLow[j]! > negativeHigh[j]!) continue;
      const x = this.#relaxation.x[j]!;
      if (x < positiveLow[j]! - 1e-12 && x > negativeHigh[j]! + 1e-12) return j;
    }
    return -1;
  }

  #divide(node: OpenNode, variable: number, firstBranch: number, secondBranch: number, diveSecond: boolean): void {
    const first = this.#tree.split(node.at, variable, firstBranch === NEGATIVE);
    const child = (at: number, branch: number, copy: boolean): OpenNode => {
      const branches = copy ? node.branches.slice() : node.branches;
      branches[variable] = branch;
      this.#tree.mark(at, node.multipliers);
      return {
        at,
        branches,
        states: copy ? copyStates(node.states) : node.states,
        bound: node.bound,
        multipliers: node.multipliers,
      };
    };
    const a = child(first, firstBranch, true);
    const b = child(first + 1, secondBranch, false);
    this.#heap.push(diveSecond ? a : b);
    this.#next = diveSecond ? b : a;
  }
}

function copyStates(states: RelaxationStates): RelaxationStates {
  return {
    variables: states.variables.slice(),
    signs: states.signs.slice(),
    rows: states.rows.slice(),
    theta: states.theta,
  };
}
