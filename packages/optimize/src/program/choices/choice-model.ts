import type { ConvexGoal, RatioGoal } from "../goal.ts";
import type { Program } from "../program.ts";
import { Holdings } from "./holdings.ts";
import { impliedBounds } from "./implied-bounds.ts";
import { IssuerSizes } from "./large-issuers.ts";
import { type Pool, PooledRisk } from "./pooled-risk.ts";
import type { Branching, Cut, Refinement, RuleFamily } from "./rule-family.ts";
import { Trades } from "./trades.ts";

/** What a relaxation needs beside the states: rows that were found to help, and weights that no pool takes in. */
export interface RelaxationExtras {
  readonly cuts: readonly Cut[];
  /** Assets whose squares stay apart from the pools ({@link PooledRisk}). */
  readonly apart: readonly number[];
}

/** A convex problem that is no worse than any portfolio of some states. */
export interface Relaxation {
  readonly program: Program;
  readonly goal: ConvexGoal | RatioGoal;
  /** Added to the costs that the goal counts. */
  readonly constant: number;
}

/**
 * The integer rules and fixed costs of a problem as choices with a few states each. It says what the rules imply for
 * states that are partly decided, and which convex problem relaxes them. Search and checker both read it: the search to
 * solve the relaxations, the checker to rebuild each of them and to see what its multipliers prove.
 */
export class ChoiceModel {
  readonly goal: ConvexGoal | RatioGoal;
  readonly program: Program;
  readonly #bounds: { readonly lower: Float64Array; readonly upper: Float64Array };
  readonly #holdings: Holdings;
  readonly #families: readonly { readonly family: RuleFamily; readonly at: number }[];
  readonly #count: number;
  readonly #pooled: PooledRisk | undefined;
  /** What a unit of each weight matters by, to compare weights. */
  readonly #importance: Float64Array;

  /** `diagonal`: part of a quadratic risk's diagonal that may be taken out of it. */
  constructor(goal: ConvexGoal | RatioGoal, program: Program, diagonal?: Float64Array) {
    this.goal = goal;
    this.program = program;
    this.#bounds = impliedBounds(program);
    this.#holdings = new Holdings(program, this.#bounds);
    const families = [
      this.#holdings,
      new IssuerSizes(program, this.#bounds),
      new Trades(goal.tickets ?? [], this.#bounds),
    ];
    let at = 0;
    this.#families = families.map((family) => {
      const entry = { family, at };
      at += family.start.length;
      return entry;
    });
    this.#count = at;
    this.#pooled = diagonal === undefined ? undefined : PooledRisk.of(goal, diagonal);
    this.#importance = new Float64Array(program.size).fill(1);
    this.#pooled?.diagonal.forEach((value, i) => (this.#importance[i] = Math.sqrt(Math.max(value, 1e-300))));
  }

  /** A quadratic risk without its diagonal, which a proof has to show positive semidefinite; undefined where none is taken out. */
  restOfRisk(): Float64Array | undefined {
    return this.#pooled?.rest();
  }

  /** All states of all choices. */
  start(): Uint8Array {
    const states = new Uint8Array(this.#count);
    for (const { family, at } of this.#families) states.set(family.start, at);
    return states;
  }

  /** Takes out states that the rules exclude; false where none are left. */
  propagate(states: Uint8Array): boolean {
    return this.#families.every(({ family, at }) => family.propagate(part(states, family, at)));
  }

  /** The relaxation of some states; undefined where their bounds contradict each other. */
  relaxation(states: Uint8Array, { cuts, apart }: RelaxationExtras): Relaxation | undefined {
    const { program, goal } = this;
    const into = this.#refinement(states, cuts);
    for (let i = 0; i < program.size; i += 1) if (into.lower[i]! > into.upper[i]!) return undefined;
    const risk = this.#poolRisk(states, apart, into);
    const { lower, upper, rows, absolutes, charges, constant } = into;
    const own = { charges, tickets: [], ...(risk === undefined ? {} : { risk }) };
    const free = { counts: [], floors: [], implications: [], largeIssuers: [] };
    const relaxed = { ...program, lower, upper, rows, absolutes, ...free };
    if (goal.form === "convex") return { program: relaxed, goal: { ...goal, ...own }, constant };
    if (constant === 0) return { program: relaxed, goal: { ...goal, ...own }, constant: 0 };
    // costs are paid out of what a ratio earns: with an exact budget a constant is a share of each unit of weight
    const paid = constant / (program.budget ?? 0);
    const numerator = Number.isFinite(paid) ? goal.numerator.map((value) => value - paid) : goal.numerator;
    const offset = (goal.offset ?? 0) + (Number.isFinite(paid) ? 0 : constant);
    return { program: relaxed, goal: { ...goal, ...own, numerator, offset }, constant: 0 };
  }

  #refinement(states: Uint8Array, cuts: readonly Cut[]): Refinement {
    const { program, goal } = this;
    const into: Refinement = {
      lower: this.#bounds.lower.slice(),
      upper: this.#bounds.upper.slice(),
      rows: [...program.rows],
      absolutes: [...program.absolutes],
      charges: [...goal.charges],
      constant: 0,
    };
    for (const { family, at } of this.#families) family.refine(part(states, family, at), cuts, into);
    return into;
  }

  /** The choice that weights break a rule by most; undefined where they break none. */
  broken(states: Uint8Array, weights: Float64Array): Branching | undefined {
    for (const { family, at } of this.#families) {
      const found = family.broken(part(states, family, at), weights, this.#importance);
      if (found !== undefined) return { ...found, choice: found.choice + at };
    }
    return undefined;
  }

  /** Every open choice with the states nearest to the weights. */
  nearest(states: Uint8Array, weights: Float64Array): readonly Branching[] {
    return this.#families.flatMap(({ family, at }) =>
      family
        .nearest(part(states, family, at), weights, this.#importance)
        .map((found) => ({ ...found, choice: found.choice + at })),
    );
  }

  /** Rows that every portfolio of the states satisfies and the weights break. */
  separate(states: Uint8Array, weights: Float64Array): readonly Cut[] {
    return this.#families.flatMap(({ family, at }) => {
      const cut = family.cut?.(part(states, family, at), weights);
      return cut === undefined ? [] : [cut];
    });
  }

  /**
   * The assets that are better left out of the pools for the given weights: a square apart is larger than its share of a
   * pool where the weight is more than twice the pool's sum over k.
   */
  apart(states: Uint8Array, weights: Float64Array): readonly number[] {
    if (this.#pooled === undefined) return [];
    const { lower, upper } = this.#refinement(states, []);
    return this.#pools(states, [], lower, upper).flatMap(({ assets, most }) => {
      const size = (i: number): number => this.#importance[i]! * Math.abs(weights[i]!);
      const order = [...assets].sort((a, b) => size(a) - size(b));
      let sum = 0;
      let inside = 0;
      while (
        inside < order.length &&
        (size(order[inside]!) === 0 || size(order[inside]!) * (most - 1) <= 2 * sum || inside < 1)
      ) {
        sum += size(order[inside]!);
        inside += 1;
      }
      return order.slice(inside);
    });
  }

  #poolRisk(states: Uint8Array, apart: readonly number[], { lower, upper }: Refinement): PooledTerm {
    if (this.#pooled === undefined) return undefined;
    const pools = this.#pools(states, apart, lower, upper);
    if (pools.length === 0) return undefined;
    return this.#pooled.term(
      pools,
      Int8Array.from(lower, (low) => (low >= 0 ? 1 : -1)),
    );
  }

  /** Open holdings of one sign under a count that doesn't leave room for all of them. */
  #pools(states: Uint8Array, apart: readonly number[], lower: Float64Array, upper: Float64Array): readonly Pool[] {
    const taken = new Set(apart);
    const { counts, assets: assetOf } = this.#holdings;
    return counts.flatMap((count) => {
      const { held, open } = this.#holdings.tally(part(states, this.#holdings, 0), count);
      const most = count.max - held;
      const assets = open
        .map((choice) => assetOf[choice]!)
        .filter((i) => !taken.has(i) && this.#pooled!.diagonal[i]! > 0 && (lower[i]! >= 0 || upper[i]! <= 0));
      if (most <= 0 || assets.length <= most) return [];
      for (const i of assets) taken.add(i);
      return [{ assets, most }];
    });
  }
}

type PooledTerm = ReturnType<PooledRisk["term"]> | undefined;

function part(states: Uint8Array, { start }: RuleFamily, at: number): Uint8Array {
  return states.subarray(at, at + start.length);
}
