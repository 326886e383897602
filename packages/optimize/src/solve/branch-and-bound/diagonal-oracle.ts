import { choleskyFactor, choleskySolve } from "@plimsoll/numeric";
import { curvedSize, leadingBlock } from "./diagonal.ts";

const sweeps = 40;

/** Finds diagonals d >= 0 with Q - diag(d) positive semidefinite that make w'd large. */
export class DiagonalOracle {
  readonly #hessian: Float64Array;
  /** Variables, and those with curvature. */
  readonly #size: number;
  readonly #n: number;
  readonly #lower: Float64Array;
  readonly #definite: boolean;
  /** Columns of the inverse of Q, as they were needed. */
  readonly #columns = new Map<number, Float64Array>();

  constructor(hessian: Float64Array, n: number) {
    this.#size = n;
    this.#n = curvedSize(hessian, n);
    this.#hessian = leadingBlock(hessian, n, this.#n);
    this.#lower = new Float64Array(this.#n * this.#n);
    this.#definite = choleskyFactor(this.#hessian, this.#n, this.#lower) === this.#n;
  }

  /**
   * The diagonal for `weights`, 0 where they are; undefined where Q is singular. Only variables with a weight take part:
   * Q - diag(d) is semidefinite if and only if the Schur complement of the others, minus theirs, is.
   *
   * @yields after about two million operations.
   */
  *find(weights: Float64Array): Generator<undefined, Float64Array | undefined> {
    if (!this.#definite) return undefined;
    const n = this.#n;
    const members: number[] = [];
    for (let j = 0; j < n; j++) if (weights[j]! > 0) members.push(j);
    const s = members.length;
    if (s === 0) return undefined;
    let work = 0;
    for (const j of members) {
      if (this.#columns.has(j)) continue;
      const unit = new Float64Array(n);
      unit[j] = 1;
      this.#columns.set(j, choleskySolve(this.#lower, n, unit));
      work += n * n;
      if (work > 2e6) {
        work = 0;
        yield;
      }
    }
    // the Schur complement is the inverse of that block of the inverse
    const block = new Float64Array(s * s);
    for (let a = 0; a < s; a++)
      for (let b = 0; b < s; b++) block[a * s + b] = this.#columns.get(members[a]!)![members[b]!]!;
    const factor = new Float64Array(s * s);
    if (choleskyFactor(block, s, factor) < s) return undefined;
    const complement = new Float64Array(s * s);
    for (let a = 0; a < s; a++) {
      const unit = new Float64Array(s);
      unit[a] = 1;
      complement.set(choleskySolve(factor, s, unit), a * s);
    }
    const own = yield* mixing(
      complement,
      s,
      Float64Array.from(members, (j) => weights[j]!),
    );
    const d = new Float64Array(this.#size);
    members.forEach((j, a) => {
      d[j] = own[a]!;
    });
    return yield* this.#shrunk(d);
  }

  // the largest share of d that Cholesky confirms, nearly
  *#shrunk(d: Float64Array): Generator<undefined, Float64Array | undefined> {
    const n = this.#n;
    const hessian = this.#hessian;
    const shifted = new Float64Array(n * n);
    const lower = new Float64Array(n * n);
    for (const share of [0.9999, 0.999, 0.995, 0.98, 0.95, 0.9, 0.8, 0.6, 0.4]) {
      shifted.set(hessian);
      for (let j = 0; j < n; j++) shifted[j * n + j] = hessian[j * n + j]! * (1 - 1e-9) - share * d[j]!;
      if (choleskyFactor(shifted, n, lower) === n) return d.map((value) => share * value);
      yield;
    }
    return undefined;
  }
}

/**
 * The semidefinite program max w'd, C - diag(d) positive semidefinite, d >= 0, by its dual min <C, V'V> with
 * |v_i|^2 >= w_i: coordinate descent at low rank (the mixing method, Wang, Chang & Kolter 2017), where
 * d_i = C_ii - |g_i| / |v_i|, g_i = sum of C_ij v_j over j != i.
 */
function* mixing(matrix: Float64Array, n: number, weights: Float64Array): Generator<undefined, Float64Array> {
  const rank = Math.min(n, Math.ceil(Math.sqrt(2 * n)) + 1);
  const root = weights.map((weight) => Math.sqrt(weight));
  const v = new Float64Array(n * rank);
  let state = 12345;
  for (let i = 0; i < n; i++) {
    let norm = 0;
    for (let a = 0; a < rank; a++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const value = state / 4294967296 - 0.5;
      v[i * rank + a] = value;
      norm += value * value;
    }
    const scale = root[i]! / Math.sqrt(norm);
    for (let a = 0; a < rank; a++) v[i * rank + a] = v[i * rank + a]! * scale;
  }
  const g = new Float64Array(rank);
  const d = new Float64Array(n);
  let work = 0;
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let change = 0;
    let size = 0;
    for (let i = 0; i < n; i++) {
      g.fill(0);
      for (let j = 0; j < n; j++) {
        if (j === i) continue;
        const value = matrix[i * n + j]!;
        for (let a = 0; a < rank; a++) g[a] = g[a]! + value * v[j * rank + a]!;
      }
      let norm = 0;
      for (let a = 0; a < rank; a++) norm += g[a]! * g[a]!;
      norm = Math.sqrt(norm);
      const own = matrix[i * n + i]!;
      // where the free minimiser is long enough already, the multiplier is 0
      const length = Math.max(root[i]!, norm / own);
      d[i] = length > root[i]! ? 0 : own - norm / length;
      const scale = norm > 0 ? -length / norm : 0;
      for (let a = 0; a < rank; a++) {
        const next = g[a]! * scale;
        change += (next - v[i * rank + a]!) ** 2;
        size += next * next;
        v[i * rank + a] = next;
      }
    }
    if (change < 1e-9 * size) break;
    work += n * n * rank;
    if (work > 2e6) {
      work = 0;
      yield;
    }
  }
  return d;
}
