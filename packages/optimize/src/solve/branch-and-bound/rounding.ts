import type { Counts } from "./counts.ts";
import type { Incumbent } from "./incumbent.ts";
import type { NodeBound } from "./node-bound.ts";
import type { OpenNode } from "./node-heap.ts";
import { IN, OUT, UNDECIDED } from "./program.ts";

/** After so many nodes that gave no better support only every few of them are rounded. */
const patience = 100;
const sparing = 8;

/** Supports for the incumbent from the relaxation of a node. */
export class Rounding {
  readonly #bounds: NodeBound;
  readonly #counts: Counts;
  readonly #incumbent: Incumbent;
  /** Nodes in a row that gave no better support. */
  #idle = 0;
  /** z of undecided variables. */
  readonly #share: Float64Array;

  constructor(n: number, bounds: NodeBound, counts: Counts, incumbent: Incumbent) {
    this.#bounds = bounds;
    this.#counts = counts;
    this.#incumbent = incumbent;
    this.#share = new Float64Array(n);
  }

  /** Tries those in, and the undecided with the most to gain, until the counts are satisfied. */
  round(node: OpenNode, least: number, most: number): void {
    const before = this.#incumbent.value;
    this.#idle++;
    if (before < Infinity && this.#idle > patience && this.#idle % sparing !== 0) return;
    this.#try(node, least, most);
    if (this.#incumbent.value < before) this.#idle = 0;
  }

  #try(node: OpenNode, least: number, most: number): void {
    const { branches } = node;
    const { gains } = this.#bounds.dual;
    const trial = branches.slice();
    const share = this.#share;
    const open: number[] = [];
    const rest: number[] = [];
    let shares = 0;
    for (let j = 0; j < this.#share.length; j++) {
      if (branches[j] !== UNDECIDED) continue;
      share[j] = this.#bounds.relaxation.share(j, branches, node.states);
      shares += share[j]!;
      if (share[j]! > 0) open.push(j);
      else rest.push(j);
    }
    open.sort((a, b) => share[b]! - share[a]! || gains[b]! - gains[a]!);
    // as many as the relaxation has in, by shares
    let left = Math.min(most, Math.max(least, Math.round(shares)));
    let ordered = false;
    for (let at = 0; left > 0; at++) {
      if (at === open.length) {
        if (ordered || rest.length === 0) break;
        rest.sort((a, b) => gains[b]! - gains[a]!);
        open.push(...rest);
        ordered = true;
      }
      const j = open[at]!;
      if (share[j]! <= 0 && gains[j]! <= 0 && this.#counts.satisfied(trial)) break;
      trial[j] = IN;
      if (this.#counts.possible(trial)) left--;
      else trial[j] = UNDECIDED;
    }
    if (!this.#counts.satisfied(trial)) return;
    if (!this.#incumbent.trySupport(trial, this.#bounds.relaxation.x)) this.#thinOut(trial, open);
  }

  // while there is no incumbent: least sizes that don't fit together may, once the weakest choices are out
  #thinOut(trial: Int8Array, open: readonly number[]): void {
    if (this.#incumbent.value < Infinity) return;
    let chosen = open.filter((j) => trial[j] === IN);
    while (chosen.length > 1) {
      const kept = Math.floor(0.7 * chosen.length);
      for (const j of chosen.slice(kept)) trial[j] = OUT;
      chosen = chosen.slice(0, kept);
      if (!this.#counts.satisfied(trial)) return;
      if (this.#incumbent.trySupport(trial, this.#bounds.relaxation.x)) return;
    }
  }
}
