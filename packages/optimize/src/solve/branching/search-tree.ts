import type { ChoiceProof, ChoiceRecord } from "../../program/choices/choice-proof.ts";
import type { Cut } from "../../program/choices/rule-family.ts";

/** More numbers than this aren't kept: the bound is then the search's word. */
const mostNumbers = 2e7;

/** The tree of choices as it grows, with the records that prove bounds. */
export class SearchTree {
  readonly cuts: Cut[] = [];
  /** Whether every closed node has what proves it. */
  complete = true;
  readonly #choice: number[] = [-1];
  readonly #states: number[] = [0];
  readonly #first: number[] = [-1];
  readonly #parent: number[] = [-1];
  readonly #records = new Map<number, { readonly record: ChoiceRecord; readonly bound: number }>();
  #numbers = 0;

  /** Splits a node; returns the number of the branch with `states`, the rest is the one after it. */
  split(node: number, choice: number, states: number): number {
    const first = this.#choice.length;
    for (let branch = 0; branch < 2; branch += 1) {
      this.#choice.push(-1);
      this.#states.push(0);
      this.#first.push(-1);
      this.#parent.push(node);
    }
    this.#choice[node] = choice;
    this.#states[node] = states;
    this.#first[node] = first;
    return first;
  }

  /** Keeps the best record of a node. */
  keep(node: number, record: ChoiceRecord, bound: number): void {
    const held = this.#records.get(node);
    if (held !== undefined && held.bound >= bound) return;
    if (this.#numbers > mostNumbers) {
      this.complete = false;
      return;
    }
    this.#numbers += sizeOf(record) - (held === undefined ? 0 : sizeOf(held.record));
    this.#records.set(node, { record, bound });
  }

  /** Position of a cut that may be there already. */
  addCut(cut: Cut): number {
    const at = this.cuts.findIndex(
      ({ rule, members }) =>
        rule === cut.rule &&
        members.length === cut.members.length &&
        members.every((member, i) => member === cut.members[i]),
    );
    return at >= 0 ? at : this.cuts.push(cut) - 1;
  }

  /** The tree with the records that leaves need: for each the best one on the way to it. */
  proof(diagonal: Float64Array | undefined): ChoiceProof {
    const needed = new Map<number, ChoiceRecord>();
    for (let leaf = 0; leaf < this.#choice.length; leaf += 1) {
      if (this.#choice[leaf]! >= 0) continue;
      let best = -1;
      let bound = -Infinity;
      for (let node = leaf; node >= 0; node = this.#parent[node]!) {
        const held = this.#records.get(node);
        if (held === undefined || held.bound <= bound) continue;
        bound = held.bound;
        best = node;
      }
      if (best >= 0) needed.set(best, this.#records.get(best)!.record);
    }
    return {
      diagonal,
      cuts: this.cuts,
      choice: this.#choice,
      states: this.#states,
      first: this.#first,
      records: needed,
    };
  }
}

/** Numbers that the records of a proof hold, about. */
export function proofSize({ records }: ChoiceProof): number {
  let size = 0;
  for (const record of records.values()) size += sizeOf(record);
  return size;
}

function sizeOf({ weights, rows, absolutes, caps, apart, cuts, proof }: ChoiceRecord): number {
  return (
    weights.length + rows.length + absolutes.length + caps.length + apart.length + cuts.length + countNumbers(proof)
  );
}

function countNumbers(json: unknown): number {
  if (typeof json !== "object" || json === null) return 1;
  let count = 0;
  for (const value of Object.values(json)) count += countNumbers(value);
  return count;
}
