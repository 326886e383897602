import { ChoiceModel, type Relaxation } from "../../program/choices/choice-model.ts";
import type { ChoiceProof } from "../../program/choices/choice-proof.ts";
import type { Branching } from "../../program/choices/rule-family.ts";
import { isOpen } from "../../program/choices/states.ts";
import type { ConvexGoal, RatioGoal } from "../../program/goal.ts";
import type { Program } from "../../program/program.ts";
import { NodeHeap } from "../branch-and-bound/node-heap.ts";
import { isSolved, type Outcome, type Solved } from "../outcome.ts";
import type { Solving } from "../solving.ts";
import { isFeasible, portfolioValue } from "./portfolio-value.ts";
import { relaxationBound } from "./relaxation-bound.ts";
import { SearchTree } from "./search-tree.ts";
import { type Built, proveEmpty, proveNoExcess, recordOf, solveRelaxation } from "./solve-relaxation.ts";

/** Solves of one node: more rows, and once other pools. */
const mostRounds = 12;
/** Options of a {@link ChoiceSearch}. */
export interface ChoiceSearchOptions {
  /** Stop where (incumbent - bound) <= relativeGap x max(|incumbent|, scale). */
  readonly relativeGap: number;
  /** Size of the objective, for a gap near 0. */
  readonly scale: number;
  /** As in {@link ChoiceModel}. */
  readonly diagonal?: Float64Array | undefined;
}

/** What a search found. */
export interface ChoiceResult {
  /** `feasible`: stopped early; `unknown`: stopped without a portfolio. */
  readonly status: "optimal" | "feasible" | "infeasible" | "unbounded" | "no-excess" | "unknown";
  readonly weights: Float64Array | undefined;
  /** Minimised: the goal's value, or the negative of the ratio. */
  readonly value: number;
  readonly bound: number;
  readonly nodes: number;
  readonly iterations: number;
  /** Undefined where some node's bound is the solver's word. */
  readonly proof: ChoiceProof | undefined;
  /** With `no-excess`: the most that a portfolio earns. */
  readonly largest: number;
}

interface Node {
  readonly at: number;
  readonly states: Uint8Array;
  bound: number;
  readonly built: Built;
  readonly start: Float64Array | undefined;
}

/** The solution of a node that bounds it best. */
interface Relaxed {
  readonly weights: Float64Array | undefined;
  readonly built: Built;
}

/**
 * Branch and bound over the choices of a problem: each node relaxes what is undecided and is solved by the convex solvers,
 * its bound is what the checker's Lagrangian makes of the multipliers. Dives into the states nearest to the relaxation,
 * then takes up the node with the least bound.
 */
export class ChoiceSearch {
  nodes: number = 0;
  iterations: number = 0;
  value: number = Infinity;
  weights: Float64Array | undefined;
  readonly #model: ChoiceModel;
  readonly #options: ChoiceSearchOptions;
  readonly #tree = new SearchTree();
  readonly #heap = new NodeHeap<Node>();
  readonly #tried = new Set<string>();
  #next: Node | undefined;
  /** Least bound of a closed node. */
  #closed = Infinity;
  #unbounded = false;
  #largest = -Infinity;

  constructor(goal: ConvexGoal | RatioGoal, program: Program, options: ChoiceSearchOptions) {
    this.#model = new ChoiceModel(goal, program, options.diagonal);
    this.#options = options;
    const built = { cuts: [], apart: [] };
    this.#next = { at: 0, states: this.#model.start(), bound: -Infinity, built, start: undefined };
  }

  get open(): boolean {
    return !this.#unbounded && (this.#next !== undefined || this.#heap.size > 0);
  }

  /** No portfolio is better than this. */
  get bound(): number {
    return Math.min(this.#closed, this.value, this.#heap.least, this.#next?.bound ?? Infinity);
  }

  /** Takes up one node. */
  *step(): Solving<void> {
    const node = this.#next ?? this.#heap.pop()!;
    this.#next = undefined;
    if (this.#pruned(node.bound)) this.#close(node.bound);
    else {
      this.nodes += 1;
      yield* this.#process(node);
    }
  }

  result(): ChoiceResult {
    const { value, bound, weights, nodes, iterations } = this;
    const gap = value === bound ? 0 : (value - bound) / Math.max(Math.abs(value), this.#options.scale);
    const proof = this.#tree.complete ? this.#tree.proof(this.#options.diagonal) : undefined;
    const status = this.#unbounded
      ? "unbounded"
      : weights !== undefined
        ? gap <= this.#options.relativeGap * (1 + 1e-9)
          ? "optimal"
          : "feasible"
        : this.open || this.#closed < 0
          ? "unknown"
          : this.#closed === Infinity
            ? "infeasible"
            : "no-excess";
    return { status, weights, value, bound, nodes, iterations, proof, largest: this.#largest };
  }

  get #cutoff(): number {
    const { relativeGap, scale } = this.#options;
    return this.value - relativeGap * Math.max(Math.abs(this.value), scale);
  }

  #pruned(bound: number): boolean {
    return bound === Infinity || (this.value < Infinity && bound >= this.#cutoff);
  }

  #close(bound: number): void {
    this.#closed = Math.min(this.#closed, bound);
  }

  *#process(node: Node): Solving<void> {
    const { states } = node;
    const model = this.#model;
    if (!model.propagate(states)) return;
    const found = yield* this.#relax(node);
    if (found === "closed") return;
    const { weights, built } = found;
    if (weights !== undefined) yield* this.#complete(states, weights);
    if (this.#pruned(node.bound)) {
      this.#close(node.bound);
      return;
    }
    const near = weights ?? node.start ?? new Float64Array(model.program.size);
    const branching =
      model.broken(states, near) ?? model.nearest(states, near).find(({ choice }) => isOpen(states[choice]!));
    if (branching === undefined) {
      this.#close(node.bound);
      return;
    }
    this.#divide(node, branching, built, weights ?? node.start);
  }

  /**
   * Solves the node's relaxation, with more rows as long as some are broken, then once with other pools: all assets or
   * those that fit the weights, whichever wasn't tried. `closed` where nothing is left to do.
   */
  *#relax(node: Node): Solving<"closed" | Relaxed> {
    const model = this.#model;
    const { states } = node;
    let best: Relaxed = { weights: undefined, built: node.built };
    let { built, start } = node;
    let repooled = false;
    for (let round = 0; round < mostRounds; round += 1) {
      const cutRows = built.cuts.map((cut) => this.#tree.cuts[cut]!);
      const relaxation = model.relaxation(states, { cuts: cutRows, apart: built.apart });
      if (relaxation === undefined) return "closed";
      const outcome = yield* solveRelaxation(relaxation, start);
      if (!isSolved(outcome)) {
        if (yield* this.#closes(outcome, relaxation, node, built)) return "closed";
        break;
      }
      this.iterations += outcome.iterations;
      const { weights } = outcome;
      if (!isFeasible(relaxation.program, weights)) {
        // a solver that ran into its limit may hold a point that no limit allows
        const record = yield* proveEmpty(relaxation, built);
        if (record !== undefined) {
          this.#tree.keep(node.at, record, Infinity);
          return "closed";
        }
      }
      const better = this.#record(node, relaxation, outcome, built);
      if (better || best.weights === undefined) best = { weights, built };
      if (this.#pruned(node.bound)) {
        this.#close(node.bound);
        return "closed";
      }
      start = weights;
      const cuts = model.separate(states, weights).map((cut) => this.#tree.addCut(cut));
      const added = cuts.filter((cut) => !built.cuts.includes(cut));
      if (added.length > 0) {
        built = { ...built, cuts: [...built.cuts, ...added] };
        best = { weights, built };
        continue;
      }
      const apart = built.apart.length > 0 ? [] : model.apart(states, weights);
      if (repooled || (apart.length === 0 && built.apart.length === 0)) break;
      repooled = true;
      built = { ...built, apart };
    }
    return best;
  }

  /** Whether a solution proves a better bound than the node had. */
  #record(node: Node, relaxation: Relaxation, outcome: Solved, built: Built): boolean {
    const record = recordOf(outcome, built);
    const bound = relaxationBound(relaxation, record);
    if (bound <= node.bound) return false;
    node.bound = bound;
    this.#tree.keep(node.at, record, bound);
    return true;
  }

  /** Whether an outcome without a portfolio closes a node. */
  *#closes(outcome: Exclude<Outcome, Solved>, relaxation: Relaxation, node: Node, built: Built): Solving<boolean> {
    switch (outcome.status) {
      case "infeasible": {
        const record = yield* proveEmpty(relaxation, built);
        if (record === undefined) this.#tree.complete = false;
        else this.#tree.keep(node.at, record, Infinity);
        return true;
      }
      case "no-excess": {
        const record = yield* proveNoExcess(relaxation, built);
        if (record === undefined) this.#tree.complete = false;
        else this.#tree.keep(node.at, record, 0);
        this.#largest = Math.max(this.#largest, outcome.largest);
        this.#close(0);
        return true;
      }
      case "unbounded":
        this.#unbounded = node.states.every((states) => !isOpen(states));
        return this.#unbounded;
      case "not-converged":
        return false;
    }
  }

  /** Decides everything as the weights suggest, and solves what is left: a portfolio. */
  *#complete(states: Uint8Array, weights: Float64Array): Solving<void> {
    const chosen = this.#decided(states, weights);
    if (chosen === undefined) return;
    const key = chosen.join("");
    if (this.#tried.has(key)) return;
    this.#tried.add(key);
    const relaxation = this.#model.relaxation(chosen, { cuts: [], apart: [] });
    if (relaxation === undefined) return;
    const outcome = yield* solveRelaxation(relaxation, weights);
    if (!isSolved(outcome)) return;
    this.iterations += outcome.iterations;
    const { lower, upper } = relaxation.program;
    const portfolio = outcome.weights.map((weight, i) => Math.min(Math.max(weight, lower[i]!), upper[i]!) + 0);
    const { goal, program } = this.#model;
    const value = portfolioValue(goal, program, portfolio);
    const sound = isFeasible(relaxation.program, portfolio) && this.#model.broken(chosen, portfolio) === undefined;
    if (!sound || !(value < this.value)) return;
    this.value = value;
    this.weights = portfolio;
  }

  /** The states nearest to the weights that the rules allow; undefined where a choice in that order leads nowhere. */
  #decided(states: Uint8Array, weights: Float64Array): Uint8Array | undefined {
    const model = this.#model;
    const wishes = model.nearest(states, weights);
    const all = states.slice();
    for (const { choice, states: wanted } of wishes) all[choice] = all[choice]! & wanted;
    if (model.propagate(all)) return all;
    const chosen = states.slice();
    for (const { choice, states: wanted } of wishes) {
      const left = chosen[choice]!;
      if (!isOpen(left)) continue;
      const trial = chosen.slice();
      trial[choice] = left & wanted;
      if ((left & wanted) !== 0 && model.propagate(trial)) {
        chosen.set(trial);
        continue;
      }
      chosen[choice] = left & ~wanted;
      if (!model.propagate(chosen)) return undefined;
    }
    return chosen;
  }

  #divide(node: Node, { choice, states: wanted }: Branching, built: Built, start: Float64Array | undefined): void {
    const left = node.states[choice]!;
    // some of what is left, but not all
    const kept = (left & wanted) !== 0 && (left & ~wanted) !== 0 ? left & wanted : left & -left;
    const first = this.#tree.split(node.at, choice, kept);
    const branch = (at: number, states: number): Node => {
      const own = node.states.slice();
      own[choice] = states;
      return { at, states: own, bound: node.bound, built, start };
    };
    this.#next = branch(first, kept);
    this.#heap.push(branch(first + 1, left & ~kept));
  }
}
