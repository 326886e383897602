import type { Arena } from "../wasm/arena.ts";
import { secularRoot } from "./secular.ts";
import { tridiagonalQl } from "./tridiagonal-ql.ts";

/** A tridiagonal block of at most this size is solved by QL. */
const LEAF = 28;

/** Where things lie in the arena: each region holds size^2 doubles. */
export interface DivideRegions {
  /** Receives the eigenvectors as rows. */
  readonly vectors: number;
  readonly secular: number;
  readonly gathered: number;
  readonly product: number;
}

/**
 * Eigenvalues (ascending, into `diagonal`) and eigenvectors (rows of the region `vectors`) of a symmetric tridiagonal
 * matrix by divide and conquer (Cuppen 1981; Gu & Eisenstat 1995), whose work is matrix products.
 *
 * `offDiagonal` is destroyed. Returns false when a leaf does not converge.
 */
export function divideAndConquer(
  arena: Arena,
  size: number,
  diagonal: Float64Array,
  offDiagonal: Float64Array,
  regions: DivideRegions,
): boolean {
  return new Division(arena, size, diagonal, offDiagonal, regions).solve(0, size);
}

class Division {
  readonly #arena: Arena;
  readonly #size: number;
  readonly #diagonal: Float64Array;
  readonly #offDiagonal: Float64Array;
  readonly #regions: DivideRegions;
  readonly #z: Float64Array;
  readonly #poles: Float64Array;
  readonly #weights: Float64Array;
  readonly #corrected: Float64Array;
  readonly #values: Float64Array;
  /** Per row: 0 lives in the top half, 1 in both, 2 in the bottom half. */
  readonly #reach: Uint8Array;
  /** Column of a kept row among the secular vectors, ordered by reach. */
  readonly #place: Int32Array;

  constructor(arena: Arena, size: number, diagonal: Float64Array, offDiagonal: Float64Array, regions: DivideRegions) {
    this.#arena = arena;
    this.#size = size;
    this.#diagonal = diagonal;
    this.#offDiagonal = offDiagonal;
    this.#regions = regions;
    this.#z = new Float64Array(size);
    this.#poles = new Float64Array(size);
    this.#weights = new Float64Array(size);
    this.#corrected = new Float64Array(size);
    this.#values = new Float64Array(size);
    this.#reach = new Uint8Array(size);
    this.#place = new Int32Array(size);
  }

  solve(from: number, count: number): boolean {
    if (count <= LEAF) return this.#leaf(from, count);
    const top = count >> 1;
    const coupling = this.#offDiagonal[from + top - 1]!;
    // T = diag(T1, T2) + |coupling| u u' with u = e_top + sign e_(top+1)
    this.#diagonal[from + top - 1]! -= Math.abs(coupling);
    this.#diagonal[from + top]! -= Math.abs(coupling);
    if (!this.solve(from, top) || !this.solve(from + top, count - top)) return false;
    this.#merge(from, top, count, coupling);
    return true;
  }

  /** Address of the block of a range. */
  #block(from: number): number {
    return this.#regions.vectors + from * this.#size + from;
  }

  #leaf(from: number, count: number): boolean {
    const { memory } = this.#arena;
    const block = this.#block(from);
    for (let i = 0; i < count; i++) {
      memory.fill(0, block + i * this.#size, block + i * this.#size + count);
      memory[block + i * this.#size + i] = 1;
    }
    if (!tridiagonalQl(this.#diagonal, this.#offDiagonal, count, memory, count, this.#size, from, block)) return false;
    for (let i = 0; i < count; i++) this.#copyRow(block + i * this.#size, this.#regions.product + i * count, count);
    this.#values.set(this.#diagonal.subarray(from, from + count));
    this.#writeSorted(from, count, (row) => this.#regions.product + row * count);
    return true;
  }

  #merge(from: number, top: number, count: number, coupling: number): void {
    const { memory } = this.#arena;
    const block = this.#block(from);
    const sign = coupling < 0 ? -1 : 1;
    for (let i = 0; i < count; i++) {
      const row = block + i * this.#size;
      const inTop = i < top;
      this.#reach[i] = inTop ? 0 : 2;
      this.#z[i] = inTop ? memory[row + top - 1]! * Math.SQRT1_2 : sign * memory[row + top]! * Math.SQRT1_2;
      if (inTop) memory.fill(0, row + top, row + count);
      else memory.fill(0, row, row + top);
    }
    const rho = 2 * Math.abs(coupling);
    const { kept, deflated } = this.#deflate(from, count, rho);
    this.#secularVectors(from, kept, rho);
    this.#assemble(from, top, count, kept, deflated);
  }

  /** Splits the rows into those the secular equation must treat and those that are eigenvectors already. */
  #deflate(from: number, count: number, rho: number): { kept: number[]; deflated: number[] } {
    const d = this.#diagonal.subarray(from, from + count);
    const z = this.#z;
    let largest = 0;
    for (let i = 0; i < count; i++) largest = Math.max(largest, Math.abs(d[i]!), Math.abs(z[i]!));
    const tolerance = 8 * Number.EPSILON * largest;
    const order = Array.from({ length: count }, (_, i) => i).sort((i, j) => d[i]! - d[j]! || i - j);
    const kept: number[] = [];
    const deflated: number[] = [];
    let held = -1;
    for (const next of order) {
      if (rho * Math.abs(z[next]!) <= tolerance) {
        deflated.push(next);
        continue;
      }
      if (held >= 0) {
        const length = Math.sqrt(z[held]! * z[held]! + z[next]! * z[next]!);
        const cosine = z[next]! / length;
        const sine = -z[held]! / length;
        const gap = d[next]! - d[held]!;
        if (Math.abs(gap * cosine * sine) <= tolerance) {
          // nearly equal poles: a rotation moves all of z to one of them
          z[next] = length;
          this.#rotate(from, count, held, next, cosine, sine);
          if (this.#reach[held] !== this.#reach[next]) this.#reach[next] = 1;
          const low = d[held]! * cosine * cosine + d[next]! * sine * sine;
          d[next] = d[held]! * sine * sine + d[next]! * cosine * cosine;
          d[held] = low;
          deflated.push(held);
        } else kept.push(held);
      }
      held = next;
    }
    if (held >= 0) kept.push(held);
    return { kept, deflated };
  }

  #rotate(from: number, count: number, i: number, j: number, cosine: number, sine: number): void {
    const { memory } = this.#arena;
    const first = this.#block(from) + i * this.#size;
    const second = this.#block(from) + j * this.#size;
    for (let k = 0; k < count; k++) {
      const a = memory[first + k]!;
      const b = memory[second + k]!;
      memory[first + k] = cosine * a + sine * b;
      memory[second + k] = cosine * b - sine * a;
    }
  }

  /** Roots into `values`, unit eigenvectors of the secular problem into the region `secular`, columns by reach. */
  #secularVectors(from: number, kept: readonly number[], rho: number): void {
    const { memory } = this.#arena;
    const k = kept.length;
    const { secular } = this.#regions;
    kept.forEach((row, j) => {
      this.#poles[j] = this.#diagonal[from + row]!;
      this.#weights[j] = this.#z[row]! * this.#z[row]!;
    });
    this.#corrected.fill(1, 0, k);
    for (let i = 0; i < k; i++) {
      this.#values[i] = secularRoot(k, this.#poles, this.#weights, rho, i, memory, secular + i * k);
    }
    // the weights for which the computed roots are exact, which makes the vectors orthogonal (Gu & Eisenstat 1994)
    for (let i = 0; i < k; i++) {
      const pole = this.#poles[i]!;
      const row = secular + i * k;
      for (let j = 0; j < i; j++) this.#corrected[j]! *= memory[row + j]! / (this.#poles[j]! - pole);
      this.#corrected[i]! *= memory[row + i]!;
      for (let j = i + 1; j < k; j++) this.#corrected[j]! *= memory[row + j]! / (this.#poles[j]! - pole);
    }
    for (let j = 0; j < k; j++) {
      const size = Math.sqrt(Math.abs(this.#corrected[j]!));
      this.#corrected[j] = this.#z[kept[j]!]! < 0 ? -size : size;
    }
    let column = 0;
    for (const reach of [0, 1, 2]) {
      kept.forEach((row, j) => {
        if (this.#reach[row] === reach) this.#place[j] = column++;
      });
    }
    const scratch = this.#weights;
    for (let i = 0; i < k; i++) {
      const row = secular + i * k;
      let squares = 0;
      for (let j = 0; j < k; j++) {
        const entry = this.#corrected[j]! / memory[row + j]!;
        scratch[j] = entry;
        squares += entry * entry;
      }
      const scale = 1 / Math.sqrt(squares);
      for (let j = 0; j < k; j++) memory[row + this.#place[j]!] = scratch[j]! * scale;
    }
  }

  /** Multiplies the secular vectors by the rows they combine, half by half, and writes all rows in order. */
  #assemble(from: number, top: number, count: number, kept: readonly number[], deflated: readonly number[]): void {
    const { memory, kernels } = this.#arena;
    const { secular, gathered, product } = this.#regions;
    const k = kept.length;
    const bottom = count - top;
    const reaching = (reach: number): number => kept.filter((row) => this.#reach[row] === reach).length;
    const onlyTop = reaching(0);
    const inTop = onlyTop + reaching(1);
    const inBottom = k - onlyTop;
    const right = gathered + inTop * top;
    const rest = right + inBottom * bottom;
    kept.forEach((row, j) => {
      const at = this.#block(from) + row * this.#size;
      const place = this.#place[j]!;
      if (place < inTop) this.#copyRow(at, gathered + place * top, top);
      if (place >= onlyTop) this.#copyRow(at + top, right + (place - onlyTop) * bottom, bottom);
    });
    deflated.forEach((row, j) => {
      this.#copyRow(this.#block(from) + row * this.#size, rest + j * count, count);
      this.#values[k + j] = this.#diagonal[from + row]!;
    });
    memory.fill(0, product, product + k * count);
    kernels.multiply(k, top, inTop, secular, k, 1, gathered, top, 1, product, count, false, false);
    kernels.multiply(
      k,
      bottom,
      inBottom,
      secular + onlyTop,
      k,
      1,
      right,
      bottom,
      1,
      product + top,
      count,
      false,
      false,
    );
    this.#writeSorted(from, count, (row) => (row < k ? product + row * count : rest + (row - k) * count));
  }

  /** Writes `values` and the rows they belong to into the block, ascending. */
  #writeSorted(from: number, count: number, addressOf: (row: number) => number): void {
    const order = Array.from({ length: count }, (_, i) => i).sort(
      (i, j) => this.#values[i]! - this.#values[j]! || i - j,
    );
    order.forEach((row, to) => {
      this.#diagonal[from + to] = this.#values[row]!;
      this.#copyRow(addressOf(row), this.#block(from) + to * this.#size, count);
    });
  }

  #copyRow(from: number, to: number, count: number): void {
    this.#arena.memory.copyWithin(to, from, from + count);
  }
}
