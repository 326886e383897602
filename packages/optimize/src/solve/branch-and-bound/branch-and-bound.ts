import { chooseBranch, signless } from "./branch-choice.ts";
import { Counts } from "./counts.ts";
import { DiagonalOracle } from "./diagonal-oracle.ts";
import type { DualBound } from "./dual-bound.ts";
import { exchange } from "./exchange.ts";
import { fitDiagonal } from "./fit-diagonal.ts";
import { Incumbent } from "./incumbent.ts";
import { NodeBound } from "./node-bound.ts";
import { NodeHeap, type OpenNode } from "./node-heap.ts";
import type { CardinalityProgram } from "../../program/cardinality-program.ts";
import { type Domains, domainsOf, IN, NEGATIVE, OUT, POSITIVE, UNDECIDED } from "./program.ts";
import type { PerspectiveRelaxation } from "./relaxation.ts";
import { copyStates } from "./relaxation-states.ts";
import { Rounding } from "./rounding.ts";
import type { CardinalityOptions, CardinalityProgress, CardinalityResult } from "./search.ts";
import { BranchTree } from "./tree.ts";

/** Nodes after which a better diagonal is worth its search, and again after four times as many. */
const improveAfter = 150;
const sampled = 16;

/** The search itself: open nodes, incumbent and tree; {@link searchCardinality} drives it. */
export class BranchAndBound {
  nodes = 0;
  readonly #program: CardinalityProgram;
  readonly #n: number;
  readonly #domains: Domains;
  readonly #counts: Counts;
  readonly #bounds: NodeBound;
  readonly #relaxation: PerspectiveRelaxation;
  readonly #dual: DualBound;
  readonly #incumbent: Incumbent;
  readonly #tree = new BranchTree();
  readonly #heap = new NodeHeap();
  readonly #relativeGap: number;
  readonly #scale: number;
  readonly #offset: number;
  /** The child that the dive goes on with. */
  #next: OpenNode | undefined;
  readonly #leaving: Float64Array;
  /** Least bound of a closed leaf. */
  #closed = Infinity;
  readonly #zero: Float64Array;
  readonly #rounding: Rounding;
  /** The multipliers of the last evaluation where they were kept, else -1. */
  #kept = -1;
  #improveAt = improveAfter;
  /** Variables by what they gain at the root. */
  #promising: readonly number[] = [];
  /** Whether a node gave an incumbent whose neighbours haven't been tried. */
  #improved = false;
  #oracle: DiagonalOracle | undefined;
  /** What is under way, a piece at each step: a node, or exchanges for the first incumbent and a better diagonal. */
  #work: Generator<undefined, void> | undefined;
  /** The node under way. */
  #current: OpenNode | undefined;

  /** @param diagonal - a diagonal that leaves the Hessian semidefinite when taken off, as {@link findSeparableDiagonal} gives it */
  constructor(program: CardinalityProgram, options: CardinalityOptions, diagonal: Float64Array) {
    const n = program.size;
    this.#program = program;
    this.#n = n;
    this.#domains = domainsOf(program);
    this.#counts = new Counts(program);
    this.#bounds = new NodeBound(program, this.#domains, diagonal);
    this.#relaxation = this.#bounds.relaxation;
    this.#dual = this.#bounds.dual;
    this.#incumbent = new Incumbent(program, this.#domains);
    this.#tree.useDiagonal(this.#bounds.d);
    this.#relativeGap = options.relativeGap ?? 1e-6;
    this.#scale = options.scale ?? 0;
    this.#offset = options.offset ?? 0;
    this.#leaving = new Float64Array(n);
    this.#zero = new Float64Array(n);
    this.#rounding = new Rounding(n, this.#bounds, this.#counts, this.#incumbent);
    const branches = new Int8Array(n);
    for (let j = 0; j < n; j++) if (this.#domains.counted[j] === 0) branches[j] = IN;
    this.#next = { at: 0, branches, states: this.#relaxation.initialStates(), bound: -Infinity, multipliers: -1 };
  }

  get open(): boolean {
    return this.#work !== undefined || this.#next !== undefined || this.#heap.size > 0;
  }

  /** Whether no node is under way. */
  get between(): boolean {
    return this.#current === undefined;
  }

  get #cutoff(): number {
    const value = this.#incumbent.value;
    return value === Infinity ? Infinity : value - this.#relativeGap * this.#size(value);
  }

  /** What a gap at this value is relative to. */
  #size(value: number): number {
    return Math.max(Math.abs(value + this.#offset), this.#scale);
  }

  progress(): CardinalityProgress {
    return { bound: this.#bound(), incumbent: this.#incumbent.value, nodes: this.nodes };
  }

  #bound(): number {
    return Math.min(
      this.#closed,
      this.#incumbent.value,
      this.#heap.least,
      (this.#current ?? this.#next)?.bound ?? Infinity,
    );
  }

  result(): CardinalityResult {
    const bound = this.#bound();
    const { value, x } = this.#incumbent;
    const gap = value === bound ? 0 : (value - bound) / Math.max(this.#size(value), this.#size(bound));
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

  /** A node, or a piece of one or of other work that takes some milliseconds. */
  step(): void {
    this.#work ??= this.#start();
    if (this.#work?.next().done !== true) return;
    this.#work = undefined;
    this.#current = undefined;
  }

  // what comes next; nothing where that node needs no work
  #start(): Generator<undefined, void> | undefined {
    if (this.#improved) {
      this.#improved = false;
      return exchange(this.#incumbent, this.#counts, this.#domains, this.#promising);
    }
    if (this.nodes >= this.#improveAt) {
      this.#improveAt *= 4;
      return this.#improve(this.#heap.sample(sampled));
    }
    let node = this.#next;
    this.#next = undefined;
    if (node === undefined) node = this.#heap.pop();
    if (node === undefined) return undefined;
    if (this.#pruned(node.bound)) {
      this.#close(node.bound);
      return undefined;
    }
    this.nodes++;
    this.#current = node;
    return this.#process(node);
  }

  #pruned(bound: number): boolean {
    // without an incumbent only an empty node may go: Infinity <= bound + Infinity would lose feasible ones
    return bound === Infinity || (this.#incumbent.value < Infinity && bound >= this.#cutoff);
  }

  #close(bound: number): void {
    this.#closed = Math.min(this.#closed, bound);
  }

  *#process(node: OpenNode): Generator<undefined, void> {
    const { branches, states } = node;
    if (!this.#propagate(node)) {
      this.#tree.mark(node.at, -1);
      return;
    }
    const relaxation = this.#relaxation;
    const { least, most } = this.#counts;
    relaxation.enter(branches);
    if (!(yield* relaxation.solve(branches, states, least, most, this.nodes === 1 ? 80 : 15))) relaxation.clip();
    let bound = this.#evaluate(node, least, most);
    if (!relaxation.settled && !this.#pruned(Math.max(bound, node.bound))) {
      if (this.nodes === 1) yield;
      const outcome = this.#robust(node, least, most);
      if (outcome === "empty") return;
      bound = outcome;
      if (this.nodes === 1) yield;
      // from there the states often settle
      if (relaxation.seed(branches, states, least, most)) {
        if (!(yield* relaxation.solve(branches, states, least, most, 15))) relaxation.clip();
        bound = this.#evaluate(node, least, most);
      }
    }
    if (this.#pruned(node.bound)) {
      this.#close(node.bound);
      return;
    }
    const value = this.#incumbent.value;
    if (this.nodes === 1) yield;
    this.#rounding.round(node, least, most);
    this.#improved ||= this.nodes > 2 && this.#incumbent.value < value;
    if (this.#pruned(node.bound)) {
      this.#close(node.bound);
      return;
    }
    if (this.nodes === 1) {
      this.#next = node;
      this.#current = undefined;
      yield* this.#prepare(node);
      return;
    }
    if (bound > -Infinity && this.#fix(node, bound, least, most) && !this.#counts.possible(branches)) {
      this.#tree.mark(node.at, -1);
      return;
    }
    this.#branch(node);
  }

  // a limit on counts that leaves one choice: the other branch is empty; false where no choice is left
  #propagate(node: OpenNode): boolean {
    for (;;) {
      const seen = this.#counts.look(node.branches);
      if (typeof seen === "string") return seen === "possible";
      // the limit on all is in the bound already; branching on it would only make the tree longer
      this.#take(node, seen.variable, seen.branch, -1);
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
    const bound = this.#bounds.evaluate(node.branches, least, most);
    // Infinity: a variable that has to be in has no value to take
    if (bound > node.bound) {
      node.bound = bound;
      node.multipliers = this.#tree.keep(this.#relaxation.x, this.#relaxation.y);
      this.#tree.mark(node.at, node.multipliers);
      this.#kept = node.multipliers;
    } else this.#kept = -1;
    return bound;
  }

  // the plain relaxation where the perspective one doesn't settle: a bound, or a proof that the node is empty
  #robust(node: OpenNode, least: number, most: number): number | "empty" {
    const outcome = this.#bounds.solvePlain(node.branches, least, most);
    // unclear or not: what the multipliers at hand prove, so that bound and gains belong together
    if (outcome.status !== "empty") return this.#evaluate(node, least, most);
    this.#tree.mark(node.at, this.#tree.keep(this.#zero, outcome.y), true);
    return "empty";
  }

  // a better incumbent, where there is one, and a diagonal for the root before it is branched
  *#prepare(root: OpenNode): Generator<undefined, void> {
    const { gains } = this.#dual;
    const order = Array.from(gains, (_, j) => j).filter((j) => root.branches[j] === UNDECIDED);
    order.sort((a, b) => gains[b]! - gains[a]!);
    this.#promising = order;
    if (this.#incumbent.value < Infinity) yield* exchange(this.#incumbent, this.#counts, this.#domains, order);
    yield* this.#improve([root]);
  }

  // another diagonal from here on; what was proven before keeps its own
  *#improve(nodes: readonly OpenNode[]): Generator<undefined, void> {
    const sample = nodes.map(({ branches, states }) => ({
      branches,
      states: copyStates(states),
      ...this.#counts.room(branches),
    }));
    if (sample.length === 0 || !this.#bounds.d.some((value) => value > 0)) return;
    this.#oracle ??= new DiagonalOracle(this.#program.hessian, this.#n);
    yield* fitDiagonal(this.#bounds, this.#oracle, sample, this.#incumbent.value, 4);
    this.#tree.useDiagonal(this.#bounds.d);
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
    const choice = chooseBranch(relaxation, branches, states, gains, this.#leaving);
    let variable = choice.shared;
    if (variable < 0) {
      const bySign = signless(this.#domains, branches, relaxation.x);
      if (bySign >= 0) {
        this.#divide(node, bySign, NEGATIVE, POSITIVE, relaxation.x[bySign]! > 0);
        return;
      }
      variable = choice.spare;
    }
    if (variable < 0) {
      // nothing left to decide: the active set solves what remains exactly
      if (this.#robust(node, 0, 0) === "empty") return;
      this.#incumbent.trySupport(branches, relaxation.x);
      const bySign = this.#pruned(node.bound) ? -1 : signless(this.#domains, branches, relaxation.x);
      if (bySign >= 0) this.#divide(node, bySign, NEGATIVE, POSITIVE, relaxation.x[bySign]! > 0);
      else this.#close(node.bound);
      return;
    }
    this.#divide(node, variable, OUT, IN, true);
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
