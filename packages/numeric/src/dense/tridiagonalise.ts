import type { Arena } from "../wasm/arena.ts";
import { householder } from "./householder.ts";
import { axpy, dot, scale } from "./vector.ts";

/** Reflectors are gathered in blocks of this many before they are applied at once. */
const BLOCK = 32;

/** Where things lie in the arena. */
export interface TridiagonalRegions {
  /** The matrix, size^2; its lower triangle is read and destroyed. */
  readonly matrix: number;
  /** Receives the reflectors as rows, size^2. */
  readonly reflectors: number;
  /** At least 2 size BLOCK + 2 size doubles. */
  readonly work: number;
}

/** Doubles that the work region of a matrix of this size needs. */
export function tridiagonalWork(size: number): number {
  return 2 * size * BLOCK + 2 * BLOCK * BLOCK + 2 * size;
}

/**
 * Householder tridiagonalisation Q'AQ = T, half of whose work is matrix products (Dongarra, Sorensen & Hammarling 1989).
 *
 * Fills `diagonal`, `offDiagonal` and the `scales` tau of the reflectors I - tau v v'; v of step k lies in row k of the
 * region `reflectors`, zeros up to place k.
 */
export function tridiagonalise(
  { memory, kernels }: Arena,
  size: number,
  { matrix, reflectors, work }: TridiagonalRegions,
  diagonal: Float64Array,
  offDiagonal: Float64Array,
  scales: Float64Array,
): void {
  const products = work;
  const first = work + BLOCK * size;
  const second = first + size;
  for (let start = 0; start < size - 2; start += BLOCK) {
    const width = Math.min(BLOCK, size - 2 - start);
    for (let j = 0; j < width; j++) {
      const k = start + j;
      const v = reflectors + k * size;
      const w = products + j * size;
      const count = size - k - 1;
      // column k as the reflectors of this block leave it
      for (let i = k; i < size; i++) memory[v + i] = memory[matrix + i * size + k]!;
      for (let i = 0; i < j; i++) {
        memory[first + i] = memory[products + i * size + k]!;
        memory[second + i] = memory[reflectors + (start + i) * size + k]!;
      }
      kernels.subtractRows(j, count + 1, reflectors + start * size + k, size, first, v + k);
      kernels.subtractRows(j, count + 1, products + k, size, second, v + k);
      diagonal[k] = memory[v + k]!;
      memory.fill(0, v, v + k + 1);
      const tau = householder(memory, v + k + 1, count, offDiagonal, k);
      scales[k] = tau;
      // w = tau (A - V W' - W V') v, then w -= tau/2 (w'v) v
      const [vTail, wTail] = [v + k + 1, w + k + 1];
      kernels.symmetricTimes(count, matrix + (k + 1) * size + k + 1, size, vTail, wTail);
      kernels.rowsTimes(j, count, products + k + 1, size, vTail, first);
      kernels.rowsTimes(j, count, reflectors + start * size + k + 1, size, vTail, second);
      kernels.subtractRows(j, count, reflectors + start * size + k + 1, size, first, wTail);
      kernels.subtractRows(j, count, products + k + 1, size, second, wTail);
      scale(tau, memory, count, wTail);
      axpy(-0.5 * tau * dot(memory, memory, count, wTail, vTail), memory, memory, count, vTail, wTail);
    }
    const next = start + width;
    const left = size - next;
    const corner = matrix + next * size + next;
    const v = reflectors + start * size + next;
    kernels.multiply(left, left, width, v, 1, size, products + next, size, 1, corner, size, true, true);
    kernels.multiply(left, left, width, products + next, 1, size, v, size, 1, corner, size, true, true);
  }
  for (let k = Math.max(0, size - 2); k < size; k++) {
    diagonal[k] = memory[matrix + k * size + k]!;
    if (k + 1 < size) offDiagonal[k] = memory[matrix + (k + 1) * size + k]!;
  }
}

/**
 * Multiplies the rows of the region `vectors` (size x size) by Q', which turns eigenvectors of T into those of A; the
 * reflectors of a block are applied at once as I - V S V' (Schreiber & Van Loan 1989).
 */
export function applyReflectors(
  { memory, kernels }: Arena,
  size: number,
  vectors: number,
  { reflectors, work }: TridiagonalRegions,
  scales: Float64Array,
): void {
  const product = work;
  const turned = product + size * BLOCK;
  const gram = turned + size * BLOCK;
  const triangle = gram + BLOCK * BLOCK;
  const blocks = Math.ceil(Math.max(0, size - 2) / BLOCK);
  for (let block = blocks - 1; block >= 0; block--) {
    const start = block * BLOCK;
    const width = Math.min(BLOCK, size - 2 - start);
    const from = start + 1;
    const span = size - from;
    const v = reflectors + start * size + from;
    memory.fill(0, gram, triangle + BLOCK * BLOCK);
    kernels.multiply(width, width, span, v, size, 1, v, 1, size, gram, width, false, false);
    fillTriangle(memory, width, gram, triangle, scales, start);
    memory.fill(0, product, gram);
    kernels.multiply(size, width, span, vectors + from, size, 1, v, 1, size, product, width, false, false);
    kernels.multiply(size, width, width, product, width, 1, triangle, 1, width, turned, width, false, false);
    kernels.multiply(size, span, width, turned, width, 1, v, size, 1, vectors + from, size, true, false);
  }
}

/** The upper triangle S of the compact form, from the inner products of the reflectors. */
function fillTriangle(
  memory: Float64Array,
  width: number,
  gram: number,
  triangle: number,
  scales: Float64Array,
  start: number,
): void {
  for (let j = 0; j < width; j++) {
    const tau = scales[start + j]!;
    memory[triangle + j * width + j] = tau;
    for (let i = 0; i < j; i++) {
      let sum = 0;
      for (let p = i; p < j; p++) sum += memory[triangle + i * width + p]! * memory[gram + p * width + j]!;
      memory[triangle + i * width + j] = -tau * sum;
    }
  }
}
