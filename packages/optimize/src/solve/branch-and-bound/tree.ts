import type { BranchProof, LeafMultipliers } from "../../program/branch-proof.ts";

/** The branch tree as it grows. */
export class BranchTree {
  #variable: number[] = [];
  #bySign: number[] = [];
  #first: number[] = [];
  #second: number[] = [];
  #leaf: number[] = [];
  #empty: number[] = [];
  readonly #multipliers: LeafMultipliers[] = [];
  readonly #diagonals: Float64Array[] = [];

  constructor() {
    this.#add();
  }

  #add(): number {
    this.#variable.push(-1);
    this.#bySign.push(0);
    this.#first.push(-1);
    this.#second.push(-1);
    this.#leaf.push(-1);
    this.#empty.push(0);
    return this.#variable.length - 1;
  }

  /** Splits node `at`; returns the number of the first branch, the second follows it. */
  split(at: number, variable: number, bySign: boolean): number {
    const first = this.#add();
    this.#add();
    this.#variable[at] = variable;
    this.#bySign[at] = bySign ? 1 : 0;
    this.#first[at] = first;
    this.#second[at] = first + 1;
    return first;
  }

  /** Gives node `at` the multipliers that bound it, should it stay a leaf. */
  mark(at: number, multipliers: number, empty = false): void {
    this.#leaf[at] = multipliers;
    this.#empty[at] = empty ? 1 : 0;
  }

  /** Keeps a copy of x and y. */
  keep(x: Float64Array, y: Float64Array): number {
    let count = 0;
    for (let j = 0; j < x.length; j++) if (x[j] !== 0) count++;
    const support = new Int32Array(count);
    const values = new Float64Array(count);
    for (let j = 0, t = 0; j < x.length; j++) {
      if (x[j] === 0) continue;
      support[t] = j;
      values[t++] = x[j]!;
    }
    this.#multipliers.push({ diagonal: this.#diagonals.length - 1, support, values, y: y.slice() });
    return this.#multipliers.length - 1;
  }

  /** What later multipliers refer to. */
  useDiagonal(d: Float64Array): void {
    this.#diagonals.push(d.slice());
  }

  proof(): BranchProof {
    return {
      diagonals: this.#diagonals,
      variable: Int32Array.from(this.#variable),
      bySign: Uint8Array.from(this.#bySign),
      first: Int32Array.from(this.#first),
      second: Int32Array.from(this.#second),
      leaf: Int32Array.from(this.#leaf),
      empty: Uint8Array.from(this.#empty),
      multipliers: this.#multipliers,
    };
  }
}
