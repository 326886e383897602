import type { Equilibrated } from "./equilibrate.ts";
import { type ConeBlock, scalingEntries } from "./cones/cone-block.ts";
import { SparseLdl } from "./ldl.ts";
import { addSymmetricProduct, type SparseMatrix, transposeSparse } from "./sparse-matrix.ts";

/** Added to the pivots with their signs, so that any elimination order is stable; refinement takes it out again. */
const REGULARISATION = 1e-8;
const PROPORTIONAL = 4e-16;
const MOST_REFINEMENTS = 8;

/** The linear system [P A'; A -H] of an interior point step, with two further rows for each expanded cone. */
export class KktSystem {
  readonly #variables: number;
  readonly #rows: number;
  readonly #blocks: readonly ConeBlock[];
  /** Where the entries of each block begin among `#scaling`. */
  readonly #blockStarts: Int32Array;
  readonly #scaling: Float64Array;
  /** Place in the matrix of each entry of the blocks. */
  readonly #places: Int32Array;
  readonly #matrix: SparseMatrix;
  readonly #shifted: Float64Array;
  readonly #diagonal: Int32Array;
  readonly #signs: Int8Array;
  readonly #factor: SparseLdl;
  readonly #right: Float64Array;
  readonly #solution: Float64Array;
  readonly #residual: Float64Array;
  readonly #change: Float64Array;

  constructor(program: Equilibrated, blocks: readonly ConeBlock[]) {
    const n = program.linear.length;
    const m = program.limits.length;
    this.#variables = n;
    this.#rows = m;
    this.#blocks = blocks;
    const expanded = blocks.filter(({ layout }) => layout === "expanded").length;
    const size = n + m + 2 * expanded;
    const transposed = transposeSparse(program.rows);
    const entries = blocks.map(scalingEntries);
    const starts = new Int32Array(size + 1);
    const indices: number[] = [];
    const values: number[] = [];
    const put = (row: number, value: number): number => {
      indices.push(row);
      return values.push(value) - 1;
    };
    this.#signs = new Int8Array(size).fill(1, 0, n).fill(-1, n);
    this.#diagonal = new Int32Array(size);
    this.#places = new Int32Array(entries.reduce((sum, count) => sum + count, 0));
    this.#scaling = new Float64Array(this.#places.length);
    this.#blockStarts = new Int32Array(blocks.length);
    const { quadratic } = program;
    for (let j = 0; j < n; j++) {
      let diagonal = 0;
      for (let p = quadratic.starts[j]!; p < quadratic.starts[j + 1]!; p++) {
        if (quadratic.indices[p] === j) diagonal = quadratic.values[p]!;
        else put(quadratic.indices[p]!, quadratic.values[p]!);
      }
      this.#diagonal[j] = put(j, diagonal);
      starts[j + 1] = values.length;
    }
    let at = 0;
    let extra = n + m;
    const further: { readonly column: number; readonly from: number; readonly block: ConeBlock }[] = [];
    blocks.forEach((block, b) => {
      this.#blockStarts[b] = at;
      for (let k = 0; k < block.size; k++) {
        const row = block.offset + k;
        for (let p = transposed.starts[row]!; p < transposed.starts[row + 1]!; p++)
          put(transposed.indices[p]!, transposed.values[p]!);
        if (block.layout === "dense") for (let i = 0; i < k; i++) this.#places[at++] = put(n + block.offset + i, 0);
        this.#diagonal[n + row] = this.#places[at++] = put(n + row, 0);
        starts[n + row + 1] = values.length;
      }
      if (block.layout !== "expanded") return;
      for (const sign of [-1, 1]) {
        this.#signs[extra] = sign;
        further.push({ column: extra++, from: at, block });
        at += block.size + 1;
      }
    });
    for (const { column, from, block } of further) {
      for (let k = 0; k < block.size; k++) this.#places[from + k] = put(n + block.offset + k, 0);
      this.#diagonal[column] = this.#places[from + block.size] = put(column, 0);
      starts[column + 1] = values.length;
    }
    this.#matrix = {
      rows: size,
      columns: size,
      starts,
      indices: Int32Array.from(indices),
      values: Float64Array.from(values),
    };
    this.#shifted = new Float64Array(values.length);
    this.#factor = new SparseLdl(this.#matrix, this.#signs);
    this.#right = new Float64Array(size);
    this.#solution = new Float64Array(size);
    this.#residual = new Float64Array(size);
    this.#change = new Float64Array(size);
  }

  /** Takes over the blocks' scalings and factorises; false where they are out of range. */
  update(): boolean {
    this.#blocks.forEach((block, b) => block.writeScaling(this.#scaling, this.#blockStarts[b]!));
    const { values } = this.#matrix;
    for (let k = 0; k < this.#places.length; k++) values[this.#places[k]!] = this.#scaling[k]!;
    this.#shifted.set(values);
    let largest = 0;
    for (const place of this.#diagonal) largest = Math.max(largest, Math.abs(values[place]!));
    const shift = REGULARISATION + PROPORTIONAL * Math.min(largest, 1e6);
    for (let k = 0; k < this.#diagonal.length; k++) this.#shifted[this.#diagonal[k]!]! += this.#signs[k]! * shift;
    return this.#factor.factor(this.#shifted);
  }

  /** Solves for x and z with right hand sides a and b, refined against the matrix without regularisation. */
  solve(a: Float64Array, b: Float64Array, x: Float64Array, z: Float64Array): void {
    const right = this.#right;
    right.fill(0);
    right.set(a);
    right.set(b, this.#variables);
    const solution = this.#solution;
    const change = this.#change;
    let size = 0;
    for (let k = 0; k < right.length; k++) size = Math.max(size, Math.abs(right[k]!));
    this.#factor.solve(right, solution);
    let error = this.#error();
    for (let round = 0; round < MOST_REFINEMENTS && error > 1e-15 * size; round++) {
      this.#factor.solve(this.#residual, change);
      for (let k = 0; k < solution.length; k++) solution[k]! += change[k]!;
      const next = this.#error();
      if (!(next < error)) {
        for (let k = 0; k < solution.length; k++) solution[k]! -= change[k]!;
        break;
      }
      const stalled = next > error / 3;
      error = next;
      if (stalled) break;
    }
    x.set(solution.subarray(0, this.#variables));
    z.set(solution.subarray(this.#variables, this.#variables + this.#rows));
  }

  #error(): number {
    const residual = this.#residual;
    residual.set(this.#right);
    addSymmetricProduct(this.#matrix, -1, this.#solution, residual);
    let largest = 0;
    for (let k = 0; k < residual.length; k++) largest = Math.max(largest, Math.abs(residual[k]!));
    return largest;
  }
}
