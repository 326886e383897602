import type { BranchProof } from "../program/branch-proof.ts";
import type { CardinalityProgram } from "../program/cardinality-program.ts";
import type { Pieces } from "./pieces.ts";

/**
 * The lower bound that a proof holds, computed from the program and the multipliers alone: at each leaf
 * -1/2 x'Rx + y'(limits) - sum of what variables can gain, R = Q - diag(d), r = A'y - Rx - c. Infinity where every leaf
 * is empty. The caller has to know that each R is positive semidefinite ({@link BranchProof.diagonals}). A piece is a leaf.
 */
export function* replayProof(program: CardinalityProgram, proof: BranchProof): Pieces<number> {
  const n = program.size;
  const branch = new Int8Array(n);
  const cache = new Map<number, Lagrangian>();
  let bound = Infinity;
  function* visit(t: number): Pieces<void> {
    const j = proof.variable[t]!;
    if (j < 0) {
      bound = Math.min(bound, leafBound(t));
      yield;
      return;
    }
    const before = branch[j]!;
    branch[j] = proof.bySign[t] === 1 ? 3 : -1;
    yield* visit(proof.first[t]!);
    branch[j] = proof.bySign[t] === 1 ? 2 : 1;
    yield* visit(proof.second[t]!);
    branch[j] = before;
  }
  const limits = countLimits(program);
  const undecided = new Float64Array(n);
  const leafBound = (t: number): number => {
    if (!countsPossible(limits, branch)) return Infinity;
    const index = proof.leaf[t]!;
    if (index < 0) return -Infinity;
    const empty = proof.empty[t] === 1;
    const key = 2 * index + (empty ? 1 : 0);
    let held = cache.get(key);
    if (held === undefined) {
      held = lagrangian(program, proof, index, empty);
      cache.set(key, held);
    }
    const d = proof.diagonals[proof.multipliers[index]!.diagonal]!;
    let open = 0;
    let value = held.fixed;
    let most = program.maxCount ?? n;
    let least = program.minCount ?? 0;
    for (let i = 0; i < n; i++) {
      if (branch[i] === -1) continue;
      const counted = program.counted?.[i] !== 0;
      const gain = best(program, i, counted ? branch[i]! : 4, held.r[i]!, empty ? 0 : d[i]!);
      if (counted && branch[i] === 0) undecided[open++] = gain;
      else {
        value -= gain;
        if (counted) {
          most--;
          least--;
        }
      }
    }
    const gains = undecided.subarray(0, open).sort();
    for (let i = 0; i < open && i < most; i++) {
      const gain = gains[open - 1 - i]!;
      if (i < least || gain > 0) value -= gain;
    }
    // a contradiction has to be more than rounding
    if (empty) return value > 1e-11 * held.size ? Infinity : -Infinity;
    return value;
  };
  yield* visit(0);
  return bound;
}

interface Limits {
  readonly members: Int32Array;
  readonly min: number;
  readonly max: number;
}

function countLimits(program: CardinalityProgram): readonly Limits[] {
  const n = program.size;
  const all = Int32Array.from({ length: n }, (_, i) => i).filter((i) => program.counted?.[i] !== 0);
  const groups = (program.groups ?? []).map(({ members, min, max }) => ({ members, min: min ?? 0, max: max ?? n }));
  return [{ members: all, min: program.minCount ?? 0, max: program.maxCount ?? n }, ...groups];
}

function countsPossible(limits: readonly Limits[], branch: Int8Array): boolean {
  return limits.every(({ members, min, max }) => {
    let inside = 0,
      open = 0;
    for (const i of members) {
      if (branch[i] === 0) open++;
      else if (branch[i] !== -1) inside++;
    }
    return inside <= max && inside + open >= min;
  });
}

interface Lagrangian {
  readonly fixed: number;
  readonly r: Float64Array;
  /** Size of the terms of y'(A x - limits). */
  readonly size: number;
}

function lagrangian(program: CardinalityProgram, proof: BranchProof, index: number, empty: boolean): Lagrangian {
  const n = program.size;
  const { support, values, y, diagonal } = proof.multipliers[index]!;
  const d = proof.diagonals[diagonal]!;
  const r = new Float64Array(n);
  let fixed = 0,
    size = 0;
  if (!empty) {
    for (let i = 0; i < n; i++) r[i] = -program.linear[i]!;
    let spread = 0;
    support.forEach((j, t) => {
      const value = values[t]!;
      let product = 0;
      spread += Math.abs(value) * Math.sqrt(Math.max(0, program.hessian[j * n + j]! - d[j]!));
      for (let i = 0; i < n; i++) r[i] = r[i]! - (program.hessian[i * n + j]! - (i === j ? d[j]! : 0)) * value;
      support.forEach((k, s) => {
        product += (program.hessian[j * n + k]! - (j === k ? d[j]! : 0)) * values[s]!;
      });
      fixed -= 0.5 * value * product;
    });
    // what rounding can make of x'Rx where R is singular
    fixed -= 4e-15 * spread * spread;
  }
  for (let i = 0; i < (program.rows?.count ?? 0); i++) {
    const value = y[i]!;
    if (value === 0) continue;
    const limit = value * (value > 0 ? program.rows!.lower[i]! : program.rows!.upper[i]!);
    fixed += limit;
    size += Math.abs(limit);
    for (let j = 0; j < n; j++) {
      const term = value * program.rows!.matrix[i * n + j]!;
      r[j] = r[j]! + term;
      size += Math.abs(term) * Math.max(Math.abs(program.lower[j]!), Math.abs(program.upper[j]!));
    }
  }
  return { fixed, r, size };
}

// max of r x - 1/2 d x^2 over what variable i may be: 0 undecided or 1 in, 2 positive, 3 negative, 4 an ordinary variable
function best(program: CardinalityProgram, i: number, branch: number, r: number, d: number): number {
  const low = program.lower[i]!;
  const high = program.upper[i]!;
  const least = program.smallest?.[i] ?? 0;
  const over = (a: number, b: number): number => {
    if (a > b) return -Infinity;
    const x = Math.min(Math.max(d > 0 ? r / d : r > 0 ? b : a, a), b);
    return r * x - 0.5 * d * x * x;
  };
  if (branch === 4) return over(low, high);
  const positive = branch === 3 ? -Infinity : over(Math.max(low, least, 0), high);
  const negative = branch === 2 ? -Infinity : over(low, Math.min(high, -least, 0));
  return Math.max(positive, negative);
}
