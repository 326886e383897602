import { DenseTail } from "./dense-tail.ts";
import type { SparseMatrix } from "./sparse-matrix.ts";
import { analyse, type Symbolic } from "./symbolic.ts";

/** A pivot of the wrong sign or closer to 0 than `LEAST_PIVOT` becomes `REPAIRED_PIVOT`; refinement makes up for it. */
const LEAST_PIVOT = 1e-13;
const REPAIRED_PIVOT = 2e-7;

/**
 * Factorisation L D L' of a sparse quasi-definite matrix: up-looking (Davis 2005), with signs of pivots known beforehand,
 * a fill-reducing order found once, and a trailing block that is treated as dense where it fills up.
 */
export class SparseLdl {
  readonly #symbolic: Symbolic;
  readonly #signs: Int8Array;
  readonly #values: Float64Array;
  readonly #headRows: Int32Array;
  readonly #headValues: Float64Array;
  readonly #headEnds: Int32Array;
  readonly #tailRows: Int32Array;
  readonly #tailValues: Float64Array;
  readonly #tailEnds: Int32Array;
  readonly #pivots: Float64Array;
  readonly #inverse: Float64Array;
  readonly #work: Float64Array;
  readonly #seen: Int32Array;
  readonly #path: Int32Array;
  readonly #pattern: Int32Array;
  readonly #tail: DenseTail;
  readonly #tailWork: Float64Array;

  /** `upper`: the pattern, upper triangle with its whole diagonal. `signs` of the pivots. */
  constructor(upper: SparseMatrix, signs: Int8Array) {
    const symbolic = analyse(upper, signs);
    const { size, head, headStarts, tailStarts } = symbolic;
    this.#symbolic = symbolic;
    this.#signs = Int8Array.from(symbolic.order, (node) => signs[node]!);
    this.#values = new Float64Array(upper.values.length);
    this.#headRows = new Int32Array(headStarts[head]!);
    this.#headValues = new Float64Array(headStarts[head]!);
    this.#headEnds = new Int32Array(head);
    this.#tailRows = new Int32Array(tailStarts[head]!);
    this.#tailValues = new Float64Array(tailStarts[head]!);
    this.#tailEnds = new Int32Array(head);
    this.#pivots = new Float64Array(head);
    this.#inverse = new Float64Array(head);
    this.#work = new Float64Array(size);
    this.#seen = new Int32Array(size);
    this.#path = new Int32Array(size);
    this.#pattern = new Int32Array(size);
    this.#tail = new DenseTail(size - head, symbolic.positiveTail);
    this.#tailWork = new Float64Array(size - head);
  }

  /** Entries of the factor, the dense block included. */
  get entries(): number {
    const dense = this.#tail.size;
    return this.#headRows.length + this.#tailRows.length + (dense * (dense - 1)) / 2;
  }

  /** Factorises the matrix with these values, in the order of the pattern given first. False for numbers that aren't finite. */
  factor(values: Float64Array): boolean {
    const { size, head, starts, indices, places, headStarts, tailStarts } = this.#symbolic;
    for (let p = 0; p < values.length; p++) this.#values[places[p]!] = values[p]!;
    this.#headEnds.set(headStarts.subarray(0, head));
    this.#tailEnds.set(tailStarts.subarray(0, head));
    this.#seen.fill(-1);
    this.#tail.clear();
    const entries = this.#values;
    const work = this.#work;
    for (let k = 0; k < size; k++) {
      const last = starts[k + 1]! - 1;
      if (k < head) {
        this.#setPivot(
          k,
          this.#eliminateRow(k, starts[k]!, last, entries[last]!, this.#headRows, this.#headValues, this.#headEnds),
        );
        continue;
      }
      this.#eliminateRow(k, starts[k]!, last, 0, this.#tailRows, this.#tailValues, this.#tailEnds);
      for (let p = starts[k]!; p < last; p++) {
        const i = indices[p]!;
        if (i < head) continue;
        this.#tail.add(k - head, i - head, entries[p]!);
        work[i] = 0;
      }
      this.#tail.add(k - head, k - head, entries[last]!);
    }
    if (head === size) return this.#pivots.every(Number.isFinite);
    for (const sign of [1, -1])
      for (let i = 0; i < head; i++)
        if (this.#signs[i] === sign && tailStarts[i]! < tailStarts[i + 1]!)
          this.#tail.subtract(
            this.#pivots[i]!,
            this.#tailRows,
            this.#tailValues,
            tailStarts[i]!,
            tailStarts[i + 1]!,
            head,
          );
    return this.#tail.factor();
  }

  /** Row k of L before `head`, by a sparse triangular solve; returns what is left of the diagonal. */
  #eliminateRow(
    k: number,
    from: number,
    to: number,
    diagonal: number,
    rows: Int32Array,
    values: Float64Array,
    ends: Int32Array,
  ): number {
    const { head, parent, indices, headStarts } = this.#symbolic;
    const seen = this.#seen;
    const path = this.#path;
    const pattern = this.#pattern;
    const work = this.#work;
    const headRows = this.#headRows;
    const headValues = this.#headValues;
    const headEnds = this.#headEnds;
    seen[k] = k;
    let first = head;
    for (let p = from; p < to; p++) {
      const start = indices[p]!;
      if (start >= head) continue;
      work[start] = this.#values[p]!;
      let length = 0;
      for (let i = start; i !== -1 && i < head && seen[i] !== k; i = parent[i]!) {
        path[length++] = i;
        seen[i] = k;
      }
      while (length > 0) pattern[--first] = path[--length]!;
    }
    let left = diagonal;
    for (let p = first; p < head; p++) {
      const i = pattern[p]!;
      const value = work[i]!;
      work[i] = 0;
      const end = k < head ? headEnds[i]! : headStarts[i + 1]!;
      for (let e = headStarts[i]!; e < end; e++) work[headRows[e]!]! -= headValues[e]! * value;
      const entry = value * this.#inverse[i]!;
      left -= value * entry;
      const place = ends[i]!++;
      rows[place] = k;
      values[place] = entry;
    }
    return left;
  }

  #setPivot(k: number, value: number): void {
    const sign = this.#signs[k]!;
    const pivot = value * sign > LEAST_PIVOT ? value : sign * REPAIRED_PIVOT;
    this.#pivots[k] = pivot;
    this.#inverse[k] = 1 / pivot;
  }

  /** Solves with the last factorisation; `x` may be `b`. */
  solve(b: Float64Array, x: Float64Array): void {
    const { size, head, order, headStarts, tailStarts } = this.#symbolic;
    const work = this.#work;
    const headRows = this.#headRows;
    const headValues = this.#headValues;
    const tailRows = this.#tailRows;
    const tailValues = this.#tailValues;
    for (let k = 0; k < size; k++) work[k] = b[order[k]!]!;
    for (let j = 0; j < head; j++) {
      const value = work[j]!;
      if (value === 0) continue;
      const headEnd = headStarts[j + 1]!;
      for (let p = headStarts[j]!; p < headEnd; p++) work[headRows[p]!]! -= headValues[p]! * value;
      const tailEnd = tailStarts[j + 1]!;
      for (let p = tailStarts[j]!; p < tailEnd; p++) work[tailRows[p]!]! -= tailValues[p]! * value;
    }
    if (head < size) {
      this.#tailWork.set(work.subarray(head));
      this.#tail.solve(this.#tailWork);
      work.set(this.#tailWork, head);
    }
    for (let j = head - 1; j >= 0; j--) {
      let value = work[j]! * this.#inverse[j]!;
      const headEnd = headStarts[j + 1]!;
      for (let p = headStarts[j]!; p < headEnd; p++) value -= headValues[p]! * work[headRows[p]!]!;
      const tailEnd = tailStarts[j + 1]!;
      for (let p = tailStarts[j]!; p < tailEnd; p++) value -= tailValues[p]! * work[tailRows[p]!]!;
      work[j] = value;
    }
    for (let k = 0; k < size; k++) x[order[k]!] = work[k]!;
    work.fill(0);
  }
}
